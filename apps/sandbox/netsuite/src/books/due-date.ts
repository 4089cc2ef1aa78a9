import type { Row } from '../../../kernel/src/index.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';

/** Due date of an invoice: as given, else as it was, else the transaction date plus the days of its terms (`NET30`, `Net 45`). */
export function dueDate(work: Work, existing: Row | undefined, body: ReadBody, date: string, terms: string | undefined): string {
  const given = body.patch.duedate;
  if (given) return given;
  const same = existing && !('terms' in body.patch) && !('trandate' in body.patch);
  if (same && typeof existing.duedate === 'string') return existing.duedate;
  const row = terms === undefined ? undefined : work.books.table('term').get(terms);
  const days = Number(row?.daysuntilnetdue ?? /(\d+)\s*$/.exec(String(row?.name ?? terms ?? ''))?.[1] ?? 0);
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
