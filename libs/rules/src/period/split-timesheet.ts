import { inRange, sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import type { PeriodInput } from './accounting-date.js';

/** CLS-4: a timesheet that straddles a period end splits by work date. PERIOD_MISSING for a date no period covers. */
export function splitTimesheet<T extends { work_date: string; hours: DecimalInput }>(input: { entries: readonly T[]; periods: readonly PeriodInput[] }): { parts: { period_id: string; hours: string; entries: T[] }[]; why: RuleTrace[] } {
  const parts = new Map<string, T[]>();
  for (const entry of input.entries) {
    const date = day(entry.work_date, 'work_date');
    const period = input.periods.find((p) => inRange(date, p.start, p.end));
    if (!period) throw new RuleError('PERIOD_MISSING', 'CLS-4', `no accounting period covers ${date}`);
    parts.set(period.period_id, [...(parts.get(period.period_id) ?? []), entry]);
  }
  const order = [...input.periods].sort((a, b) => (a.start < b.start ? -1 : 1)).map((p) => p.period_id);
  const list = order.filter((id) => parts.has(id)).map((id) => ({ period_id: id, hours: text(sum(parts.get(id)!.map((e) => num(e.hours, 'hours')))), entries: parts.get(id)! }));
  return { parts: list, why: [why('CLS-4', 'split by work date', { periods: list.length })] };
}
