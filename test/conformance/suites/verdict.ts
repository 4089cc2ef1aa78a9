import type { EffectRow } from '#lib/store';
import { ask, lateWorkDone, vendorKeyOf } from '../kit/ask.js';
import { type Books, booksOf } from '../kit/books.js';
import type { WriteCase } from '../kit/scenario.js';
import type { Replica, Stand } from '../kit/stand.js';

/** Writes of this verb the vendor saw. */
export async function sendings(stand: Stand, write: WriteCase): Promise<number> {
  const seen = (await stand.wire()).filter((r) => write.requests.some((match) => r.method === match.method && new RegExp(match.path ?? '').test(r.path)));
  return seen.length;
}

/** The vendor did nothing more for whoever asks again: same answer, no request that writes. */
async function askedAgainIsAnswered(stand: Stand, replica: Replica, write: WriteCase, body: object, row: EffectRow): Promise<void> {
  const before = await sendings(stand, write);
  const again = await ask(replica, write.verb, body);
  expect({ replayed: again.replayed, state: again.row.state, receipt: again.row.receipt }).toEqual({ replayed: true, state: row.state, receipt: row.receipt });
  expect(await sendings(stand, write)).toBe(before);
}

/** Confirmed: the books are those of the clean run, the receipt names a document of theirs, the ledger counts no less than was sent, and nobody is asked for anything. */
export async function confirmedOnce(stand: Stand, replica: Replica, write: WriteCase, body: object, row: EffectRow, books: Books): Promise<void> {
  await lateWorkDone(stand);
  expect({ state: row.state, problem: row.problem }).toEqual({ state: 'confirmed', problem: null });
  expect(await booksOf(stand, vendorKeyOf(stand))).toEqual(books);
  expect(await stand.control('GET', 'documents/duplicates')).toEqual([]);
  const [type] = Object.keys({ ...write.makes, ...write.changes });
  if (type) expect((await stand.documents()).filter((d) => d.type === type).map((d) => d.id)).toContain(row.receipt!.source_id);
  expect(row.next_check_at).toBeNull();
  await askedAgainIsAnswered(stand, replica, write, body, row);
}

/** Refused: the books are untouched, and the problem says to a person what to do. */
export async function refusedCleanly(stand: Stand, replica: Replica, write: WriteCase, body: object, row: EffectRow, books: Books): Promise<void> {
  await lateWorkDone(stand);
  expect({ state: row.state, problem: row.problem }).toEqual({ state: 'rejected', problem: expect.objectContaining({ code: expect.any(String), detail: expect.stringMatching(/\S/) }) });
  expect(await booksOf(stand, vendorKeyOf(stand))).toEqual(books);
  await askedAgainIsAnswered(stand, replica, write, body, row);
}
