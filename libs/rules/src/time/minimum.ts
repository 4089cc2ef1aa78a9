import { sum, type DecimalInput } from '#lib/canonical';
import { floorZero, max, num, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface VisitEntry {
  id: string;
  worker_id: string;
  task_id: string;
  work_date: string;
  hours: DecimalInput;
}

export interface VisitMinimum {
  worker_id: string;
  task_id: string;
  work_date: string;
  actual_hours: string;
  billable_hours: string;
  top_up_hours: string;
  entry_ids: string[];
}

/** TM-4: `billable = max(actual, minimum)` once per worker, task and date, whatever the number of entries. */
export function minimumPerVisit(input: { entries: readonly VisitEntry[]; minimum_hours: DecimalInput }): { visits: VisitMinimum[]; why: RuleTrace[] } {
  const minimum = num(input.minimum_hours, 'minimum_hours');
  const visits = new Map<string, VisitEntry[]>();
  for (const entry of input.entries) {
    const key = `${entry.work_date}\u0000${entry.worker_id}\u0000${entry.task_id}`;
    visits.set(key, [...(visits.get(key) ?? []), entry]);
  }
  const result = [...visits].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entries]): VisitMinimum => {
    const actual = sum(entries.map((e) => num(e.hours, 'hours')));
    // A visit that was reversed in full has no minimum.
    const billable = actual.lte(0) ? actual : max(actual, minimum);
    const { worker_id, task_id, work_date } = entries[0]!;
    return { worker_id, task_id, work_date, actual_hours: text(actual), billable_hours: text(billable), top_up_hours: text(billable.minus(actual)), entry_ids: entries.map((e) => e.id).sort() };
  });
  return { visits: result, why: [why('TM-4', 'minimum once per worker, task and date', { minimum, visits: result.length })] };
}

/** TM-4: top-up line of kind `adjustment` for a period minimum, `max(0, minimum - sum net)`; null when the period reached it. */
export function minimumPerPeriod(input: { minimum_amount: DecimalInput; nets: readonly DecimalInput[]; currency: string; rounding_mode?: RoundingMode }): {
  adjustment: { kind: 'adjustment'; net: string; currency: string } | null;
  total: string;
  why: RuleTrace[];
} {
  const minimum = num(input.minimum_amount, 'minimum_amount');
  const net = sum(input.nets.map((n, i) => num(n, `nets[${i}]`)));
  const topUp = minorRound(floorZero(minimum.minus(net)), input.currency, input.rounding_mode);
  const line = topUp.isZero() ? null : { kind: 'adjustment' as const, net: moneyText(topUp, input.currency), currency: input.currency };
  return { adjustment: line, total: moneyText(net.plus(topUp), input.currency), why: [why('TM-4', 'period minimum', { minimum, net, top_up: topUp })] };
}
