import { dec, type Decimal } from '#lib/canonical';
import { minimumPerVisit, roundHours, type RuleTrace, type TimeRounding } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { PreviewTime, TimePriceRequest } from './time-price.dto.js';

/** Hours an entry bills, and why. */
export interface BillableHours {
  hours: Decimal;
  why: RuleTrace[];
}

/** TM-3 then TM-4: approved hours with factor and increment, then the minimum per worker, task and day, added to the visit's first entry that bills. */
export function billHours(request: TimePriceRequest, mode: TimeRounding, unbilled: ReadonlySet<string>, refusals: Refusals): Map<string, BillableHours> {
  const billed = new Map<string, BillableHours>();
  for (const [i, entry] of request.entries.entries()) {
    const rounded = refusals.at(`entries[${i}].hours`, () => roundHours({ hours: entry.billable_hours ?? entry.hours, factor: request.time_factor, increment: request.time_increment, mode }));
    if (rounded) billed.set(entry.id, { hours: dec(rounded.hours), why: rounded.why });
  }
  refusals.end();
  if (request.minimum_visit_hours !== undefined) topUp(request.entries.filter((e) => !unbilled.has(e.id)), request.minimum_visit_hours, billed);
  return billed;
}

function topUp(billable: readonly PreviewTime[], minimum_hours: string, billed: Map<string, BillableHours>): void {
  const entries = billable.map((e) => ({ id: e.id, worker_id: e.worker_id ?? '', task_id: e.task_id ?? '', work_date: e.work_date, hours: billed.get(e.id)!.hours }));
  const { visits, why } = minimumPerVisit({ entries, minimum_hours });
  for (const visit of visits.filter((v) => !dec(v.top_up_hours).isZero())) {
    const first = billed.get(visit.entry_ids[0]!)!;
    first.hours = first.hours.plus(visit.top_up_hours);
    first.why.push({ ...why[0]!, numbers: { ...why[0]!.numbers, actual: visit.actual_hours, billable: visit.billable_hours } });
  }
}
