import { daysBetween, sum, type DecimalInput } from '#lib/canonical';
import { day, floorZero, num, numOr, ratioOrNull, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface LeakageInput {
  /** Billable work that expired or was written off. */
  written_off?: DecimalInput;
  expired?: DecimalInput;
  /** Retainer overage absorbed (RET-4). */
  absorbed_overage?: DecimalInput;
  /** Work beyond a cap that no amendment recovered. */
  capped_not_recovered?: DecimalInput;
  /** Approved billable work; what is unbilled longer than `at_risk_days` counts. */
  unbilled?: readonly { approved_on: string; amount: DecimalInput }[];
  as_of?: string;
  /** Default 60. */
  at_risk_days?: number;
  /** Billed below the resolved rate: `(resolved - billed) x hours`, never negative per item. */
  under_rate?: readonly { resolved_rate: DecimalInput; billed_rate: DecimalInput; hours: DecimalInput }[];
  potential_billable: DecimalInput;
}

/** MET-14: value of billable work delivered that will not be, or was not, invoiced, and its share of potential billable. */
export function revenueLeakage(input: LeakageInput): { leakage: string; leakage_ratio: string | null; parts: Record<'written_off' | 'expired' | 'absorbed_overage' | 'capped' | 'at_risk' | 'under_rate', string>; why: RuleTrace[] } {
  const limit = input.at_risk_days ?? 60;
  const late = (input.unbilled ?? []).filter((u) => daysBetween(u.approved_on, day(input.as_of, 'as_of')) > limit);
  const parts = {
    written_off: numOr(input.written_off, 0, 'written_off'),
    expired: numOr(input.expired, 0, 'expired'),
    absorbed_overage: numOr(input.absorbed_overage, 0, 'absorbed_overage'),
    capped: numOr(input.capped_not_recovered, 0, 'capped_not_recovered'),
    at_risk: sum(late.map((u) => num(u.amount, 'amount'))),
    under_rate: sum((input.under_rate ?? []).map((u) => floorZero(num(u.resolved_rate, 'resolved_rate').minus(num(u.billed_rate, 'billed_rate'))).times(num(u.hours, 'hours')))),
  };
  const total = sum(Object.values(parts));
  const potential = num(input.potential_billable, 'potential_billable');
  return {
    leakage: text(total), leakage_ratio: ratioOrNull(total, potential),
    parts: Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, text(v)])) as Record<keyof typeof parts, string>,
    why: [why('MET-14', 'leakage over potential billable', { leakage: total, potential })],
  };
}

/** MET-15: planned less actual margin at completion, with the part no cause explains shown as `unexplained`. */
export function marginLeakage(input: { planned_margin: DecimalInput; actual_margin: DecimalInput; causes?: Partial<Record<'rate' | 'utilization_mix' | 'hours_overrun' | 'write_off' | 'expense', DecimalInput>> }): { leakage: string; causes: Record<string, string>; unexplained: string; why: RuleTrace[] } {
  const total = num(input.planned_margin, 'planned_margin').minus(num(input.actual_margin, 'actual_margin'));
  const causes = Object.entries(input.causes ?? {}).map(([k, v]) => [k, num(v, k)] as const);
  const rest = total.minus(sum(causes.map(([, v]) => v)));
  return { leakage: text(total), causes: Object.fromEntries(causes.map(([k, v]) => [k, text(v)])), unexplained: text(rest), why: [why('MET-15', 'planned less actual margin', { leakage: total, unexplained: rest })] };
}
