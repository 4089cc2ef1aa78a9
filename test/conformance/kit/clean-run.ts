import { ask, KEY, vendorKeyOf } from './ask.js';
import { type Books, booksOf, changeOf } from './books.js';
import type { WriteCase } from './scenario.js';
import type { Stand } from './stand.js';

/** The books before and after the write was sent once and answered: what every fault must come to as well. */
export interface CleanRun {
  before: Books;
  after: Books;
}

const runs = new WeakMap<WriteCase, Promise<CleanRun>>();

/** The clean run of a write, made once on the first stand that needs it; the stand is fresh again afterwards. */
export async function cleanRun(stand: Stand, write: WriteCase): Promise<CleanRun> {
  let run = runs.get(write);
  if (!run) {
    run = made(stand, write);
    runs.set(write, run);
    await run.catch(() => undefined);
    await stand.fresh();
  }
  return run;
}

async function made(stand: Stand, write: WriteCase): Promise<CleanRun> {
  const body = await write.body(stand);
  const before = await booksOf(stand, vendorKeyOf(stand));
  const { row } = await ask(stand.replica(), write.verb, body);
  if (row.state !== 'confirmed') throw new Error(`sent once and answered, ${write.verb} is ${row.state}: ${JSON.stringify(row.problem)}`);
  const after = await booksOf(stand, vendorKeyOf(stand));
  const { came, went } = changeOf(before, after);
  const { makes = {}, changes = {}, removes = {} } = write;
  expect({ came, went }).toEqual({ came: { ...makes, ...changes }, went: { ...changes, ...removes } });
  if (row.key !== KEY) throw new Error('the ledger knows the write under another key');
  return { before, after };
}
