import { type CostRateInput, laborCost, resolveCostRate, roundMoney, type RoundingMode, type RuleTrace, splitApprovedTime } from '#lib/rules';
import type { Choices } from '../policy/chosen.js';
import type { PreviewTime, TimePriceRequest } from './time-price.dto.js';

/** Cost of the hours worked, billable or not (GL-1), or a refusal when no cost rate holds. */
export function costEntry(entry: PreviewTime, request: TimePriceRequest, policy: Choices<'rounding_mode' | 'cost_basis'>): { ok: true; cost_rate: string | null; cost: string | null; why: RuleTrace[] } | { ok: false; code: string; why: RuleTrace[] } {
  if (!request.cost_rates) return { ok: true, cost_rate: null, cost: null, why: [] };
  const { currency } = request;
  const rates: CostRateInput[] = request.cost_rates.map((r) => ({ ...r, currency }));
  const found = resolveCostRate({ work_date: entry.work_date, worker_id: entry.worker_id ?? '', role: entry.role, grade: entry.grade, rates, basis: policy.cost_basis });
  if (!found.ok) return found;
  const { cost, why } = laborCost({ hours: entry.hours, cost_rate: found.rate, currency, rounding_mode: policy.rounding_mode });
  return { ok: true, cost_rate: found.rate, cost, why: [...found.why, ...why] };
}

/** TM-2: what was worked and not approved for billing, at the rate of the entry; its value is null where the rate is not per hour. */
export function nonBillable(entry: PreviewTime, rate: { unit: string; rate: string }, currency: string, rounding_mode: RoundingMode): { hours: string; value: string | null; why: RuleTrace[] } {
  if (entry.billable_hours === undefined) return { hours: '0', value: rate.unit === 'hour' ? roundMoney('0', currency) : null, why: [] };
  const split = splitApprovedTime({ hours: entry.hours, billable_hours: entry.billable_hours, raise_reason: entry.raise_reason, rate: rate.rate, cost_rate: '0', currency, rounding_mode });
  const { hours, billable_hours } = split.why[0]!.numbers;
  const perHour = rate.unit === 'hour';
  const numbers = { hours: hours!, billable_hours: billable_hours!, ...(perHour && { non_chargeable: split.non_chargeable }) };
  return { hours: split.non_chargeable_hours, value: perHour ? split.non_chargeable : null, why: [{ rule: 'TM-2', detail: 'billable hours as approved, cost on actual hours', numbers }] };
}
