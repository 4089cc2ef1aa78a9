import { sum, type DecimalInput } from '#lib/canonical';
import { costRate, num, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { accountingDate, type PeriodInput } from '../period/accounting-date.js';
import { why, type RuleTrace } from '../trace.js';

export interface CorrectCostInput {
  original: { work_date: string; hours: DecimalInput; cost_rate: DecimalInput };
  /** Null when the work is cancelled. `cost_rate` is the one valid at its own work date. */
  replacement: { work_date: string; hours: DecimalInput; cost_rate: DecimalInput } | null;
  currency: string;
  periods: readonly PeriodInput[];
  rounding_mode?: RoundingMode;
}

export interface CostPosting {
  kind: 'reversal' | 'replacement';
  amount: string;
  hours: string;
  cost_rate: string;
  work_date: string;
  posting_date: string;
  period_id: string;
  prior_period: boolean;
}

/** COR-3: the reversal costs at the original's rate, the replacement at the rate of its work date; closed periods post into the open one and keep the work date. */
export function correctCost(input: CorrectCostInput): { postings: CostPosting[]; net_cost: string; why: RuleTrace[] } {
  const posting = (kind: CostPosting['kind'], part: { work_date: string; hours: DecimalInput; cost_rate: DecimalInput }, sign: 1 | -1): CostPosting => {
    const hours = num(part.hours, `${kind}.hours`).times(sign);
    const rate = costRate(part.cost_rate, `${kind}.cost_rate`, 'COR-3');
    const dated = accountingDate({ work_date: part.work_date, periods: input.periods });
    return {
      kind, amount: moneyText(minorRound(hours.times(rate), input.currency, input.rounding_mode), input.currency), hours: text(hours), cost_rate: text(rate),
      work_date: part.work_date, posting_date: dated.posting_date, period_id: dated.period_id, prior_period: dated.prior_period,
    };
  };
  const postings = [posting('reversal', input.original, -1), ...(input.replacement ? [posting('replacement', input.replacement, 1)] : [])];
  const net = sum(postings.map((p) => p.amount));
  return { postings, net_cost: moneyText(net, input.currency), why: [why('COR-3', 'reversal at the original cost rate, replacement at the rate of its work date', { net })] };
}
