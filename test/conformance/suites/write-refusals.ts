import { ask, settle, vendorKeyOf } from '../kit/ask.js';
import { type Books, booksOf } from '../kit/books.js';
import { type Cell, given } from '../kit/cell.js';
import { cleanRun } from '../kit/clean-run.js';
import type { Deed, Echo, Scenario, WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { confirmedOnce, refusedCleanly, sendings } from './verdict.js';
import { rowOf } from './writes.js';

/** More saves than the kit tries a locked record. */
const FOR_GOOD = 1_000;

/** What the connector or the vendor refuses: then a person is needed, and only then. */
export function refusalCells(_scenario: Scenario, write: WriteCase): Cell[] {
  const at = (column: string) => ({ suite: 'write × fault', row: rowOf(write), column });
  return [
    given(write.unsendable, at('refused before send'), (spoil, stand) => unsendable(stand, write, spoil)),
    given(write.closed, at('closed period'), (close, stand) => closed(stand, write, close)),
    given(write.closed, at('period closes between look-up and write'), (close, stand) => closesBetween(stand, write, close)),
    given(write.locked, at('locked record, let go'), (lock, stand) => locked(stand, write, lock)),
    given(write.locked, { ...at('locked record, for good'), long: true }, (lock, stand) => lockedForGood(stand, write, lock)),
    given(write.orphaned, at('deleted parent'), (orphaned, stand) => parentGone(stand, write, orphaned)),
    given(write.echo, at('echo mismatch'), (echo, stand) => mismatch(stand, write, echo)),
  ];
}

async function unsendable(stand: Stand, write: WriteCase, spoil: (body: any) => object): Promise<void> {
  const body = spoil(await write.body(stand));
  const before = await booksOf(stand, vendorKeyOf(stand));
  const replica = stand.replica();
  await stand.forget();
  const { row } = await ask(replica, write.verb, body);
  await refusedCleanly(stand, replica, write, body, row, before);
  expect([row.attempts, await sendings(stand, write)]).toEqual([0, 0]);
}

async function closed(stand: Stand, write: WriteCase, close: Deed): Promise<void> {
  const body = await write.body(stand);
  await close(stand, body);
  const before = await booksOf(stand, vendorKeyOf(stand));
  const replica = stand.replica();
  const row = await settle(replica, write.verb, body);
  await refusedCleanly(stand, replica, write, body, row, before);
  expect(row.problem!.code).toBe('PERIOD_CLOSED');
}

/** The period is open when it is looked up and closed when the write arrives: the vendor's word counts, and what was looked up is not believed again. */
async function closesBetween(stand: Stand, write: WriteCase, close: Deed): Promise<void> {
  const body = await write.body(stand);
  const replica = stand.replica();
  let before: Books | undefined;
  stand.beforeWrite = async () => {
    if (before) return;
    await close(stand, body);
    before = await booksOf(stand, vendorKeyOf(stand));
  };
  await stand.forget();
  const row = await settle(replica, write.verb, body);
  if (!before) throw new Error('no write was let out');
  expect([row.attempts, await sendings(stand, write)]).toEqual([1, 1]);
  await refusedCleanly(stand, replica, write, body, row, before);
  expect(row.problem!.code).toBe('PERIOD_CLOSED');
}

/** A lock that goes away needs nobody. */
async function locked(stand: Stand, write: WriteCase, lock: (stand: Stand, body: any, times: number) => Promise<unknown>): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await lock(stand, body, 2);
  const first = await ask(replica, write.verb, body);
  expect({ state: first.row.state, class: first.failure?.class }).toEqual({ state: 'planned', class: 'locked' });
  const row = await settle(replica, write.verb, body);
  expect(row.attempts).toBe(3);
  await confirmedOnce(stand, replica, write, body, row, after);
}

/** A lock that stays is told to a person after a while. */
async function lockedForGood(stand: Stand, write: WriteCase, lock: (stand: Stand, body: any, times: number) => Promise<unknown>): Promise<void> {
  const body = await write.body(stand);
  await lock(stand, body, FOR_GOOD);
  const before = await booksOf(stand, vendorKeyOf(stand));
  const replica = stand.replica();
  const row = await settle(replica, write.verb, body);
  await refusedCleanly(stand, replica, write, body, row, before);
  expect(row.problem!.class).toBe('locked');
}

/** What the write hangs on is deleted after the look-ups, before the write arrives. */
async function parentGone(stand: Stand, write: WriteCase, { remove, ends = 'rejected' }: { remove: Deed; ends?: 'confirmed' | 'rejected' }): Promise<void> {
  const body = await write.body(stand);
  const replica = stand.replica();
  let orphaned: Books | undefined;
  stand.beforeWrite = async () => {
    if (orphaned) return;
    await remove(stand, body);
    orphaned = await booksOf(stand, vendorKeyOf(stand));
  };
  const row = await settle(replica, write.verb, body);
  if (!orphaned) throw new Error('no write was let out');
  if (ends === 'rejected') await refusedCleanly(stand, replica, write, body, row, orphaned);
  else expect({ state: row.state, books: await booksOf(stand, vendorKeyOf(stand)) }).toEqual({ state: 'confirmed', books: orphaned });
}

/** The vendor stored something else: the document is there once, a person is told which one and what differs. */
async function mismatch(stand: Stand, write: WriteCase, { match = write.requests[0]!, ...echo }: Echo): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.forget();
  await stand.fault({ kind: 'echo', ...echo, match, times: 1 });
  const { row } = await ask(replica, write.verb, body);
  expect({ state: row.state, code: row.problem?.code }).toEqual({ state: 'exception', code: 'ECHO_MISMATCH' });
  expect(row.problem!.detail).toMatch(/asked .*, stored /);
  expect(row.receipt?.source_id).toBeTruthy();
  const books = await booksOf(stand, vendorKeyOf(stand));
  expect(books.rows).toEqual(after.rows);
  expect(await sendings(stand, write)).toBe(write.requests.length);
  // Nobody repeats it while the person thinks.
  await replica.resolver.round();
  await replica.resolver.idle();
  expect((await ask(replica, write.verb, body)).row.state).toBe('exception');
  expect(await sendings(stand, write)).toBe(write.requests.length);
}
