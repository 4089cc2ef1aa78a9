import { sum, ZERO, type DecimalInput } from '#lib/canonical';
import { choice, num, ratioText } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface PayrollTrueUpInput {
  /** Posted labor cost at standard by project, with its hours. */
  projects: readonly { project_id: string; hours: DecimalInput; standard_cost: DecimalInput }[];
  payroll_actual: DecimalInput;
  currency: string;
  /** `variance_account` (default) or spread to projects by hours. */
  policy?: 'variance_account' | 'spread_by_hours';
}

/** GL-2, payroll actual: what stays in labor_clearing is the labor variance (positive: payroll cost more than standard). */
export function payrollTrueUp(input: PayrollTrueUpInput): { clearing_balance: string; variance_account: string; per_hour: string | null; projects: { project_id: string; amount: string }[]; why: RuleTrace[] } {
  const hours = input.projects.map((p) => num(p.hours, `hours of ${p.project_id}`));
  const standard = sum(input.projects.map((p) => num(p.standard_cost, `standard_cost of ${p.project_id}`)));
  const variance = num(input.payroll_actual, 'payroll_actual').minus(standard);
  const spread = choice(input.policy, ['variance_account', 'spread_by_hours'], 'labor variance policy', 'GL-2') === 'spread_by_hours';
  const shares = spread ? allocate(variance, hours, { currency: input.currency }) : [];
  const total = sum(hours);
  return {
    clearing_balance: moneyText(variance, input.currency),
    variance_account: moneyText(spread ? ZERO : variance, input.currency),
    per_hour: total.isZero() ? null : ratioText(variance.div(total)),
    projects: input.projects.flatMap((p, i) => (spread ? [{ project_id: p.project_id, amount: shares[i]! }] : [])),
    why: [why('GL-2', spread ? 'variance spread to projects by hours' : 'variance kept in its account', { standard, actual: String(input.payroll_actual), variance })],
  };
}
