import type { DecimalInput } from '#lib/canonical';
import { num, numOr, ratioOrNull } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/**
 * UTL-11: green at or above target, amber down to 20 points below, red under that. Both figures are fractions (0.8) or
 * both percentages (80) with `amber_points` to match. Null utilization has no band.
 */
export function utilizationBand(input: { utilization: DecimalInput | null; target: DecimalInput; amber_points?: DecimalInput }): { band: 'green' | 'amber' | 'red' | null; why: RuleTrace[] } {
  if (input.utilization === null) return { band: null, why: [why('UTL-8', 'no available hours, no band')] };
  const value = num(input.utilization, 'utilization');
  const target = num(input.target, 'target');
  const points = numOr(input.amber_points, target.gt(2) ? '20' : '0.20', 'amber_points');
  const band = value.gte(target) ? 'green' : value.gte(target.minus(points)) ? 'amber' : 'red';
  return { band, why: [why('UTL-11', band, { utilization: value, target, amber_from: target.minus(points) })] };
}

/** UTL-10: non-billable utilization, and internal utilization (hours without a contract), over available hours. */
export function nonBillableUtilization(input: { non_billable_hours: DecimalInput; internal_hours: DecimalInput; available_hours: DecimalInput }): { non_billable: string | null; internal: string | null; why: RuleTrace[] } {
  const available = num(input.available_hours, 'available_hours');
  const nonBillable = num(input.non_billable_hours, 'non_billable_hours');
  const internal = num(input.internal_hours, 'internal_hours');
  return { non_billable: ratioOrNull(nonBillable, available), internal: ratioOrNull(internal, available), why: [why('UTL-10', 'over available hours', { non_billable: nonBillable, internal, available })] };
}
