import { dec, inRange, type DecimalInput } from '#lib/canonical';
import { choice, costRate, day, num, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface LaborCostInput {
  /** Actual hours, billable or not; negative for a reversal. */
  hours: DecimalInput;
  /** Per hour, valid at the work date. */
  cost_rate: DecimalInput;
  currency: string;
  /** Applied only when payroll pays overtime; then it must be given (MISSING_COST_RATE). */
  overtime_multiplier?: DecimalInput;
  overtime_paid?: boolean;
  rounding_mode?: RoundingMode;
}

/** GL-1: `hours x cost rate`, times the overtime multiplier only when payroll pays it. */
export function laborCost(input: LaborCostInput): { cost: string; currency: string; why: RuleTrace[] } {
  const hours = num(input.hours, 'hours');
  const rate = costRate(input.cost_rate, 'cost_rate');
  const multiplier = input.overtime_paid ? costRate(input.overtime_multiplier, 'overtime_multiplier') : dec(1);
  const cost = moneyText(minorRound(hours.times(rate).times(multiplier), input.currency, input.rounding_mode), input.currency);
  return { cost, currency: input.currency, why: [why('GL-1', 'actual hours at the cost rate of the work date', { hours, cost_rate: rate, multiplier, cost })] };
}

export interface CostRateInput {
  /** `worker` rates name worker_id, `role` rates name role. */
  worker_id?: string | null;
  role?: string | null;
  grade?: string | null;
  currency: string;
  rate: DecimalInput;
  kind?: 'standard' | 'actual' | 'burdened';
  effective_from: string;
  effective_to?: string | null;
}

export interface ResolveCostRateInput {
  work_date: string;
  worker_id: string;
  role?: string | null;
  grade?: string | null;
  rates: readonly CostRateInput[];
  /** `worker` (default): the worker's rate, then role, then grade. `role_standard`: the role's only (GL-1, alt). */
  basis?: 'worker' | 'role_standard';
  kind?: CostRateInput['kind'];
}

/** GL-1: the cost rate valid at the work date. A miss is MISSING_COST_RATE, two equal ones AMBIGUOUS_RATE; never zero. */
export function resolveCostRate(input: ResolveCostRateInput): { ok: true; rate: string; currency: string; subject: 'worker' | 'role' | 'grade'; why: RuleTrace[] } | { ok: false; code: 'MISSING_COST_RATE' | 'AMBIGUOUS_RATE'; why: RuleTrace[] } {
  const date = day(input.work_date, 'work_date');
  const held = input.rates.filter((r) => inRange(date, r.effective_from, r.effective_to) && (input.kind === undefined || r.kind === input.kind));
  const subjects = {
    worker: held.filter((r) => r.worker_id === input.worker_id),
    role: held.filter((r) => !r.worker_id && r.role && r.role === input.role),
    grade: held.filter((r) => !r.worker_id && !r.role && r.grade && r.grade === input.grade),
  };
  const order = choice(input.basis, ['worker', 'role_standard'], 'cost basis', 'GL-1') === 'role_standard' ? (['role'] as const) : (['worker', 'role', 'grade'] as const);
  for (const subject of order) {
    const found = subjects[subject];
    if (found.length > 1) return { ok: false, code: 'AMBIGUOUS_RATE', why: [why('GL-1', `${found.length} cost rates of the ${subject} hold on ${date}`)] };
    if (found.length === 1) return { ok: true, rate: text(costRate(found[0]!.rate, 'rate')), currency: found[0]!.currency, subject, why: [why('GL-1', `cost rate of the ${subject} on ${date}`)] };
  }
  return { ok: false, code: 'MISSING_COST_RATE', why: [why('GL-1', `no cost rate for ${input.worker_id} on ${date}`)] };
}
