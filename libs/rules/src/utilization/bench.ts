import { sum, weekStart, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { costRate, floorZero, num, ratioOrNull, text } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** One worker and day. */
export interface WorkerDay {
  worker_id: string;
  date: string;
  available_hours: DecimalInput;
  hard_booked_billable_hours?: DecimalInput;
  /** All hard bookings, billable or not. */
  hard_booked_hours?: DecimalInput;
}

/** UTL-13: bench hours are available less hard-booked billable, floored at 0 per worker and day; bench cost at the worker's cost rate. */
export function bench(input: { days: readonly WorkerDay[]; cost_rates?: Readonly<Record<string, DecimalInput>>; currency?: string }): { bench_hours: string; bench_cost: string | null; by_worker: { worker_id: string; bench_hours: string }[]; why: RuleTrace[] } {
  const hours = new Map<string, Decimal>();
  for (const d of input.days) {
    const idle = floorZero(num(d.available_hours, 'available_hours').minus(num(d.hard_booked_billable_hours ?? 0, 'hard_booked_billable_hours')));
    hours.set(d.worker_id, (hours.get(d.worker_id) ?? ZERO).plus(idle));
  }
  const total = sum(hours.values());
  const cost = input.cost_rates && input.currency ? moneyText(sum([...hours].map(([worker, h]) => minorRound(h.times(costRate(input.cost_rates![worker], `cost rate of ${worker}`, 'UTL-13')), input.currency!))), input.currency) : null;
  const by = [...hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([worker_id, h]) => ({ worker_id, bench_hours: text(h) }));
  return { bench_hours: text(total), bench_cost: cost, by_worker: by, why: [why('UTL-13', 'floored at 0 per worker and day', { bench: total })] };
}

/** UTL-14: over-allocation is max(0, hard-booked - capacity) per worker and day (Alt: per ISO week). */
export function overAllocation(input: { days: readonly WorkerDay[]; per?: 'day' | 'week' }): { over: { worker_id: string; bucket: string; hours: string }[]; total: string; why: RuleTrace[] } {
  const buckets = new Map<string, { worker_id: string; bucket: string; booked: Decimal; capacity: Decimal }>();
  for (const d of input.days) {
    const bucket = input.per === 'week' ? weekStart(d.date) : d.date;
    const key = `${bucket}\u0000${d.worker_id}`;
    const b = buckets.get(key) ?? { worker_id: d.worker_id, bucket, booked: ZERO, capacity: ZERO };
    buckets.set(key, { ...b, booked: b.booked.plus(num(d.hard_booked_hours ?? 0, 'hard_booked_hours')), capacity: b.capacity.plus(num(d.available_hours, 'available_hours')) });
  }
  const over = [...buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, b]) => ({ worker_id: b.worker_id, bucket: b.bucket, value: floorZero(b.booked.minus(b.capacity)) })).filter((b) => b.value.gt(0));
  return { over: over.map((o) => ({ worker_id: o.worker_id, bucket: o.bucket, hours: text(o.value) })), total: text(sum(over.map((o) => o.value))), why: [why('UTL-14', `per worker and ${input.per ?? 'day'}`, { buckets: buckets.size })] };
}

/** UTL-12: actual approved to date plus hard-booked billable remaining over available hours of the whole period; soft bookings apart, weighted only in the pipeline view. */
export function forecastUtilization(input: { approved_billable_hours: DecimalInput; hard_booked_billable_remaining: DecimalInput; available_hours: DecimalInput; soft_bookings?: readonly { hours: DecimalInput; probability?: DecimalInput }[] }): { forecast: string | null; soft_hours: string; pipeline: string | null; why: RuleTrace[] } {
  const firm = num(input.approved_billable_hours, 'approved_billable_hours').plus(num(input.hard_booked_billable_remaining, 'hard_booked_billable_remaining'));
  const available = num(input.available_hours, 'available_hours');
  const soft = (input.soft_bookings ?? []).map((s) => ({ hours: num(s.hours, 'hours'), weighted: num(s.hours, 'hours').times(num(s.probability ?? 1, 'probability')) }));
  const weighted = sum(soft.map((s) => s.weighted));
  return { forecast: ratioOrNull(firm, available), soft_hours: text(sum(soft.map((s) => s.hours))), pipeline: ratioOrNull(firm.plus(weighted), available), why: [why('UTL-12', 'approved plus hard-booked over the whole period', { firm, available, weighted_soft: weighted })] };
}

/** REC-3 (7): where a worker's available hours went: billable, non-billable, bench; hours recorded beyond what was available stand apart. */
export function hoursSplit(input: { available_hours: DecimalInput; billable_hours: DecimalInput; non_billable_hours: DecimalInput }): { available: string; billable: string; non_billable: string; bench: string; over_recording: string; why: RuleTrace[] } {
  const available = num(input.available_hours, 'available_hours');
  const billable = num(input.billable_hours, 'billable_hours');
  const nonBillable = num(input.non_billable_hours, 'non_billable_hours');
  const idle = available.minus(billable).minus(nonBillable);
  return { available: text(available), billable: text(billable), non_billable: text(nonBillable), bench: text(floorZero(idle)), over_recording: text(floorZero(idle.negated())), why: [why('REC-3', 'available = billable + non-billable + bench, over-recording apart', { available, billable, non_billable: nonBillable })] };
}
