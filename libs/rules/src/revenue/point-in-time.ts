import { ZERO, type DecimalInput } from '#lib/canonical';
import { day, num } from '../exact.js';
import { moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface PointInTimeInput {
  amount: DecimalInput;
  /** Control transfers on acceptance. */
  accepted_on?: string | null;
  invoiced_on?: string | null;
  as_of: string;
  currency: string;
}

/** REV-10 with BAL-1: the whole amount on acceptance; before it an invoice is receivable and contract liability, after it work not invoiced is contract asset. */
export function pointInTime(input: PointInTimeInput): { revenue: string; receivable: string; contract_asset: string; contract_liability: string; why: RuleTrace[] } {
  const asOf = day(input.as_of, 'as_of');
  const amount = num(input.amount, 'amount');
  const accepted = Boolean(input.accepted_on && day(input.accepted_on, 'accepted_on') <= asOf);
  const invoiced = Boolean(input.invoiced_on && day(input.invoiced_on, 'invoiced_on') <= asOf);
  const show = (v: typeof amount): string => moneyText(v, input.currency);
  return {
    revenue: show(accepted ? amount : ZERO), receivable: show(invoiced ? amount : ZERO), contract_asset: show(accepted && !invoiced ? amount : ZERO), contract_liability: show(invoiced && !accepted ? amount : ZERO),
    why: [why('REV-10', accepted ? 'accepted: control has transferred' : 'not accepted: nothing recognized', { amount })],
  };
}
