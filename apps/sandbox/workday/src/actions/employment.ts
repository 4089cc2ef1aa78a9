import { isDate } from '../dates.js';
import { action, refuse, rowOf, today, type Action } from './action.js';
import { recordEvent } from './record-event.js';

type Change = { worker_id: string; effective_date?: string };
type Job = Change & { job_profile?: string; business_title?: string; fte_percent?: number; scheduled_weekly_hours?: number; location?: string };
type Org = Change & { company?: string; cost_center?: string; business_unit?: string; region?: string; supervisory?: string };

/** What HR keys in about a worker. Dates may lie ahead: data change on the day, the log shows the entry at once. */
export const employment: Record<string, Action> = {
  hire: action((ctx, item: { worker_id: string; hire_date?: string } & Record<string, unknown>) => {
    if (ctx.books.table('worker').by('worker_id', item.worker_id).length) refuse(`worker ${item.worker_id} is there already`);
    const hireDate = item.hire_date ?? today(ctx);
    if (!isDate(hireDate)) refuse(`${hireDate} is not a date`);
    const kind = item.kind ?? (item.worker_id.startsWith('K-') ? 'contingent' : 'employee');
    return ctx.books.table('worker').insert({ ...item, kind, hire_date: hireDate, entered_at: ctx.now().toISOString() }).id;
  }),
  terminate: action((ctx, item: { worker_id: string; termination_date?: string }) => {
    const date = item.termination_date ?? today(ctx);
    return recordEvent(ctx, item.worker_id, rowOf(ctx, item.worker_id).kind === 'contingent' ? 'End Contingent Worker Contract' : 'Terminate Employee', date, { termination_date: date });
  }),
  /** The same worker comes back: a new hire date, the original one stays, the earlier termination is over. */
  rehire: action((ctx, item: { worker_id: string; hire_date?: string }) => {
    const date = item.hire_date ?? today(ctx);
    return recordEvent(ctx, item.worker_id, 'Hire Employee', date, { termination_date: null, hire_date: date });
  }),
  change_manager: action((ctx, item: Change & { manager: string }) => {
    rowOf(ctx, item.manager);
    return recordEvent(ctx, item.worker_id, 'Move Worker (Supervisory)', item.effective_date, { manager: item.manager });
  }),
  change_org: action((ctx, { worker_id: worker, effective_date: date, ...org }: Org) => recordEvent(ctx, worker, 'Change Organization Assignments for Worker', date, org)),
  change_job: action((ctx, { worker_id: worker, effective_date: date, ...job }: Job) => recordEvent(ctx, worker, 'Change Job', date, job)),
  change_contact: action((ctx, { worker_id: worker, effective_date: date, ...contact }: Change & { email?: string; first_name?: string; last_name?: string }) => recordEvent(ctx, worker, 'Contact Information Change', date, contact)),
  start_leave: action((ctx, item: Change) => recordEvent(ctx, item.worker_id, 'Request Leave of Absence', item.effective_date, { on_leave: true })),
  end_leave: action((ctx, item: Change) => recordEvent(ctx, item.worker_id, 'Request Return from Leave of Absence', item.effective_date, { on_leave: false })),
  /** Takes an event back as if it had never been; no tombstone, only the log shows that something happened to the worker. */
  rescind: action((ctx, item: { event: string }) => {
    if (!ctx.books.table('worker_event').get(item.event)) refuse(`no event ${item.event}`);
    return ctx.books.table('worker_event').update(item.event, { rescinded_at: ctx.now().toISOString() }).id;
  }),
};
