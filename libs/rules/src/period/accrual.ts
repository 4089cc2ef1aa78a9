import { addDays, sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { billRate, costRate, day, num, numOr } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface AccrueTimeInput {
  /** Worked and not approved at period end. */
  entries: readonly { id: string; hours: DecimalInput; cost_rate: DecimalInput; bill_net?: DecimalInput }[];
  period_end: string;
  /** Default: cost on, revenue off. */
  accrue_cost?: boolean;
  accrue_revenue?: boolean;
  /** Revenue only where enforceable and expected approval reaches the threshold. */
  enforceable?: boolean;
  expected_approval?: DecimalInput;
  approval_threshold?: DecimalInput;
  currency: string;
}

/** CLS-5: accrual of worked but unapproved time, reversing on day 1 of the next period. */
export function accrueUnapprovedTime(input: AccrueTimeInput): { cost: string; revenue: string; accrual_date: string; reversal_date: string; why: RuleTrace[] } {
  const cost = input.accrue_cost === false ? [] : input.entries.map((e) => minorRound(num(e.hours, `hours of ${e.id}`).times(costRate(e.cost_rate, `cost_rate of ${e.id}`, 'CLS-5')), input.currency));
  const expected = input.accrue_revenue === true && input.enforceable === true && numOr(input.expected_approval, 0, 'expected_approval').gte(num(input.approval_threshold ?? '0.95', 'approval_threshold'));
  const revenue = expected ? input.entries.map((e) => billRate(e.bill_net, `bill_net of ${e.id}`, 'CLS-5')) : [];
  const end = day(input.period_end, 'period_end');
  return {
    cost: moneyText(sum(cost), input.currency), revenue: moneyText(sum(revenue), input.currency), accrual_date: end, reversal_date: addDays(end, 1),
    why: [why('CLS-5', expected ? 'cost and revenue accrued' : 'cost accrued, revenue not', { entries: input.entries.length, cost: sum(cost) })],
  };
}

/** CLS-6: payroll that crosses month end: `working days in month / working days in pay period x gross pay`. */
export function accruePayroll(input: { gross_pay: DecimalInput; working_days_in_month: number; working_days_in_pay_period: number; currency: string }): { accrued: string; why: RuleTrace[] } {
  if (input.working_days_in_pay_period <= 0 || input.working_days_in_month > input.working_days_in_pay_period) throw new RuleError('INVALID_INPUT', 'CLS-6', `${input.working_days_in_month} of ${input.working_days_in_pay_period} working days`);
  const accrued = minorRound(num(input.gross_pay, 'gross_pay').times(input.working_days_in_month).div(input.working_days_in_pay_period), input.currency);
  return { accrued: moneyText(accrued, input.currency), why: [why('CLS-6', 'working days in the month', { days: input.working_days_in_month, of: input.working_days_in_pay_period, accrued })] };
}
