import type { Books } from '../../../kernel/src/index.js';

const DEFAULT_PTO_HOURS = 200;

/** Hours of a kind a worker may still take in the year of the date: allowance less what is approved or submitted. Kinds without an allowance are unlimited. */
export function hoursLeft(books: Books, workerId: string, kind: string, date: string): number | undefined {
  const row = books.table('absence_balance').by('worker_id', workerId).find((b) => b.kind === kind);
  const allowance = row ? Number(row.hours) : kind === 'PTO' ? DEFAULT_PTO_HOURS : undefined;
  if (allowance === undefined) return undefined;
  const taken = books.table('time_off_entry').by('worker_id', workerId)
    .filter((e) => e.kind === kind && (e.status === 'Approved' || e.status === 'Submitted') && String(e.time_off_date).slice(0, 4) === date.slice(0, 4));
  return allowance - taken.reduce((sum, e) => sum + Number(e.hours), 0);
}
