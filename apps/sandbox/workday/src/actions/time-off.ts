import type { Ctx, Row } from '../../../kernel/src/index.js';
import { kindOf } from '../absence/kinds.js';
import { decideTimeOff, requestTimeOff, type Day } from '../absence/request.js';
import { action, refuse, rowOf, type Action } from './action.js';

type Asked = { date: string; hours: number; kind?: string; comment?: string };
type Named = { entry?: string; worker_id?: string; date?: string };

/** What workers and their managers do about time off. */
export const timeOff: Record<string, Action> = {
  request_time_off: action((ctx, item: { worker_id: string; days?: Asked[] } & Partial<Asked>) => {
    rowOf(ctx, item.worker_id);
    const asked = item.days ?? [item as Asked];
    const days = asked.map((d): Day => ({ date: d.date, hours: Number(d.hours), kind: kindOf(d.kind ?? 'PTO') ?? refuse(`no kind of time off ${d.kind}`), comment: d.comment }));
    const done = requestTimeOff(ctx, item.worker_id, days);
    return 'code' in done ? refuse(done.message) : done.entries[0]!.id;
  }),
  approve_time_off: action((ctx, item: Named) => decideTimeOff(ctx, entryOf(ctx, item, ['Submitted', 'Sent Back']), 'Approved').id),
  send_back_time_off: action((ctx, item: Named) => decideTimeOff(ctx, entryOf(ctx, item, ['Submitted']), 'Sent Back').id),
  /** Also takes back what was approved. */
  cancel_time_off: action((ctx, item: Named) => decideTimeOff(ctx, entryOf(ctx, item, ['Submitted', 'Sent Back', 'Approved']), 'Canceled').id),
};

function entryOf(ctx: Ctx, item: Named, statuses: string[]): Row {
  const table = ctx.books.table('time_off_entry');
  const row = item.entry === undefined
    ? table.by('worker_id', item.worker_id).find((e) => e.time_off_date === item.date && statuses.includes(String(e.status)))
    : table.get(item.entry);
  if (!row) refuse(`no time off entry for ${JSON.stringify(item)}`);
  if (!statuses.includes(String(row.status))) refuse(`time off entry ${row.id} is ${String(row.status)}`);
  return row;
}
