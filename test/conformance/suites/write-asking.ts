import { ask, KEY, settle, vendorKeyOf } from '../kit/ask.js';
import { booksOf } from '../kit/books.js';
import { type Cell, given } from '../kit/cell.js';
import { cleanRun } from '../kit/clean-run.js';
import type { Scenario, WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { confirmedOnce, sendings } from './verdict.js';
import { rowOf } from './writes.js';

/** Asked by many, asked again, asked otherwise, and undone. */
export function askingCells(_scenario: Scenario, write: WriteCase): Cell[] {
  const at = (column: string) => ({ suite: 'write × fault', row: rowOf(write), column });
  return [
    { ...at('answered'), run: (stand) => answered(stand, write) },
    { ...at('concurrent twins'), run: (stand) => twins(stand, write) },
    { ...at('key reused with another body'), run: (stand) => reused(stand, write) },
    given(write.undone, at('undone'), (undo, stand) => undone(stand, write, undo)),
  ];
}

async function answered(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.forget();
  const { row, replayed } = await ask(replica, write.verb, body);
  expect(replayed).toBe(false);
  await confirmedOnce(stand, replica, write, body, row, after);
  expect([row.attempts, await sendings(stand, write)]).toEqual([write.requests.length, write.requests.length]);
}

/** Two processes of the system app, three askers in each, all at the same moment. */
async function twins(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replicas = [stand.replica(), stand.replica()];
  await stand.forget();
  await Promise.all(replicas.flatMap((r) => [1, 2, 3].map(() => ask(r, write.verb, body))));
  const row = await settle(replicas[1]!, write.verb, body);
  await confirmedOnce(stand, replicas[0]!, write, body, row, after);
  expect([row.attempts, await sendings(stand, write)]).toEqual([write.requests.length, write.requests.length]);
}

/** The key stands for the first body: another one under it is a conflict and changes nothing. */
async function reused(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  const { row } = await ask(replica, write.verb, body);
  await expect(ask(replica, write.verb, { ...body, conformance: 'another body' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  await confirmedOnce(stand, replica, write, body, row, after);
}

/** After the undoing the ledger no longer says that the first write stands. */
async function undone(stand: Stand, write: WriteCase, undo: (id: string, body: any) => { verb: string; body: object }): Promise<void> {
  const body = await write.body(stand);
  const replica = stand.replica();
  const { row } = await ask(replica, write.verb, body);
  const after = await booksOf(stand, vendorKeyOf(stand));
  const { verb, body: undoing } = undo(row.receipt!.source_id, body);
  expect(stand.scenario.connector.writes[write.verb]!.undo).toBe(verb);
  const back = await ask(replica, verb, undoing, 'conformance:undo:1');
  expect({ state: back.row.state, problem: back.row.problem }).toEqual({ state: 'confirmed', problem: null });
  expect((await replica.ledger.get(KEY))!.state).toBe('compensated');
  expect(await booksOf(stand, vendorKeyOf(stand))).not.toEqual(after);
}
