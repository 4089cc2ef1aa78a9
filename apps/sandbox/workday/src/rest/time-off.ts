import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { hoursLeft } from '../absence/balance.js';
import { HOURS, KINDS, kindOf, kindReference, statusOf, statusReference } from '../absence/kinds.js';
import { requestTimeOff, type Day } from '../absence/request.js';
import { readDate } from '../dates.js';
import { descriptorOf, type Worker } from '../people/worker.js';
import { denied } from '../switches.js';
import { reference, widOf } from '../wid.js';
import { collection, present } from './collection.js';
import { RestError } from './error.js';
import { knownWorker } from './known-worker.js';
import { today } from './serve.js';

/** GET absenceManagement/v4/workers/{id}/timeOffDetails?fromDate&toDate&status&timeOffType. Items have no id of their own: the key is timeOffEntryId. */
export function timeOffDetails(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.params.id);
  const from = dateParameter(ctx, 'fromDate');
  const to = dateParameter(ctx, 'toDate');
  const statuses = ctx.query.getAll('status').flatMap((s) => statusOf(s.replace(/^\w+=/, '')) ?? s);
  const kinds = ctx.query.getAll('timeOffType').map((k) => kindOf(k) ?? k);
  const rows = denied(ctx.books, 'time_off') ? [] : ctx.books.table('time_off_entry').by('worker_id', worker.worker_id).filter((e) =>
    (!from || String(e.time_off_date) >= from) && (!to || String(e.time_off_date) <= to)
    && (statuses.length === 0 || statuses.includes(String(e.status))) && (kinds.length === 0 || kinds.includes(String(e.kind))));
  return collection(ctx, rows.sort((a, b) => String(a.time_off_date).localeCompare(String(b.time_off_date))), (row) => detail(row, worker));
}

function detail(row: Row, worker: Worker): Record<string, unknown> {
  return present({
    date: row.time_off_date,
    quantity: String(row.hours),
    unit: HOURS,
    status: statusReference(String(row.status)),
    timeOffType: kindReference(String(row.kind)),
    timeOffEntryId: row.id,
    timeOffEventId: row.event_id && { id: String(row.event_id), descriptor: `Time Off: ${descriptorOf(worker)}` },
    worker: { id: worker.wid, descriptor: descriptorOf(worker) },
    comment: row.comment,
  });
}

/** GET absenceManagement/v4/balances?worker=: quantities as text. */
export function balances(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.query.get('worker'));
  const date = dateParameter(ctx, 'effective') ?? today(ctx);
  const plans = KINDS.flatMap((kind) => {
    const left = hoursLeft(ctx.books, worker.worker_id, kind, date);
    return left === undefined ? [] : [{ kind, left }];
  });
  return collection(ctx, plans, ({ kind, left }) => ({
    absencePlan: { ...reference('absence_plan', kind, `${kind} Plan`), timeoffs: kind }, unit: HOURS, category: reference('absence_category', 'Time Off'),
    worker: { id: worker.wid, descriptor: descriptorOf(worker) }, effectiveDate: date, quantity: String(left),
  }));
}

/** GET absenceManagement/v4/workers/{id}/eligibleAbsenceTypes. */
export function eligibleTypes(ctx: Ctx): Reply {
  knownWorker(ctx, ctx.params.id);
  return collection(ctx, [...KINDS], (kind) => ({ ...kindReference(kind), unitOfTime: HOURS }));
}

/** POST absenceManagement/v4/workers/{id}/requestTimeOff `{days: [{date, dailyQuantity, timeOffType: {id}, comment?}]}`: 201 and a business process that is In Progress. */
export function request(ctx: Ctx): Reply {
  const worker = knownWorker(ctx, ctx.params.id);
  const days = ctx.json<{ days?: { date?: string; dailyQuantity?: number | string; timeOffType?: { id?: string }; comment?: string }[] }>()?.days;
  if (!Array.isArray(days) || days.length === 0) throw new RestError(400, 'days is required', 'A1009');
  const done = requestTimeOff(ctx, worker.worker_id, days.map((d): Day => {
    const kind = kindOf(d.timeOffType?.id);
    if (!kind) throw new RestError(400, 'timeOffType is not valid for the worker', 'A1011');
    return { date: String(d.date ?? ''), hours: Number(d.dailyQuantity), kind, comment: d.comment };
  }));
  if ('code' in done) throw new RestError(400, done.message, done.code);
  return {
    status: 201,
    body: {
      days: done.entries.map((e) => ({ id: e.id, descriptor: `${String(e.time_off_date)} ${String(e.kind)}`, date: e.time_off_date, dailyQuantity: String(e.hours), timeOffType: kindReference(String(e.kind)) })),
      businessProcessParameters: {
        overallStatus: 'In Progress', overallBusinessProcess: { id: done.event, descriptor: `Absence Request: ${descriptorOf(worker)}` },
        transactionStatus: { id: widOf('transaction_status', 'In Progress'), descriptor: 'In Progress' }, for: { id: worker.wid, descriptor: descriptorOf(worker) },
      },
    },
  };
}

function dateParameter(ctx: Ctx, name: string): string | undefined {
  const text = ctx.query.get(name);
  if (!text) return undefined;
  const date = readDate(text);
  if (!date) throw new RestError(400, `invalid value for query parameter ${name}: ${text}`, 'A19');
  return date;
}
