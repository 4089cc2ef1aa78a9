import type { Ctx } from '../../../kernel/src/index.js';
import { isDate } from '../dates.js';
import { refuse, rowOf, today } from './action.js';

/** Keys in a change of a worker: entered now, in effect from its date on. */
export function recordEvent(ctx: Ctx, workerId: string, type: string, effective: string | undefined, changes: Record<string, unknown>): string {
  rowOf(ctx, workerId);
  const date = effective ?? today(ctx);
  if (!isDate(date)) refuse(`${date} is not a date`);
  const filled = Object.fromEntries(Object.entries(changes).filter(([, v]) => v !== undefined));
  return ctx.books.table('worker_event').insert({ worker_id: workerId, type, effective_date: date, entered_at: ctx.now().toISOString(), sequence: ctx.books.next('worker_event'), changes: filled }).id;
}
