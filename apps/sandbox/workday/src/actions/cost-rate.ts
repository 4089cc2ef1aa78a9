import type { Ctx } from '../../../kernel/src/index.js';
import { addDays, isDate } from '../dates.js';
import { workerByNumber } from '../people/find.js';
import { action, refuse, rowOf, today, type Action } from './action.js';

type Raise = { worker_id: string; effective_date?: string; hourly_cost: string; currency?: string; company?: string; salary_component?: string; on_cost_component?: string; overhead_component?: string };

/** A new cost rate from its date on; the one in force then ends the day before. */
export const costRate: Record<string, Action> = {
  change_cost_rate: action((ctx: Ctx, item: Raise) => {
    rowOf(ctx, item.worker_id);
    const from = item.effective_date ?? today(ctx);
    if (!isDate(from)) refuse(`${from} is not a date`);
    const table = ctx.books.table('cost_rate');
    const rates = table.by('worker_id', item.worker_id).sort((a, b) => String(a.effective_date).localeCompare(String(b.effective_date)));
    if (rates.some((r) => r.effective_date === from)) refuse(`a rate of ${item.worker_id} takes effect on ${from} already`);
    const current = rates.filter((r) => String(r.effective_date) < from && (!r.end_date || String(r.end_date) >= from)).at(-1);
    const next = rates.find((r) => String(r.effective_date) > from);
    if (current) table.update(current.id, { end_date: addDays(from, -1) });
    const worker = workerByNumber(ctx.books, item.worker_id, { asOf: from });
    return table.insert({
      currency: current?.currency, company: current?.company ?? worker?.company, ...item, hourly_cost: String(item.hourly_cost), effective_date: from, ...(next ? { end_date: addDays(String(next.effective_date), -1) } : {}),
    }).id;
  }),
};
