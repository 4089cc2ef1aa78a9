import { dec, type Decimal, type DecimalInput } from '#lib/canonical';
import { choice, min, num, numOr } from '../exact.js';
import { exchange, exchangeRate, type RateQuote } from '../money/convert.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface ExpenseInput {
  /** What was spent, tax included, in `currency`. For unit-priced expense: the cost. */
  amount: DecimalInput;
  currency: string;
  recoverable_tax?: DecimalInput;
  contract_currency?: string;
  /** Expense currency to contract currency at the expense date (Alt: card rate, contract-fixed rate). */
  rate?: DecimalInput | null;
  quote?: RateQuote;
  /** Fraction; 0 is at cost (EXP-2). */
  markup?: DecimalInput;
  /** Fixed unit price, such as mileage: independent of cost. In the contract currency. */
  quantity?: DecimalInput;
  unit_price?: DecimalInput;
  /** Independent flags (EXP-3). */
  billable_to_client: boolean;
  reimbursable_to_worker: boolean;
  /** Limit of the net amount by policy, in `currency`; the excess is non-billable (EXP-4). */
  policy_limit?: DecimalInput | null;
  /** `principal` (default) shows billed expense as revenue and cost, `agent` only the markup (EXP-6). */
  presentation?: 'principal' | 'agent';
  rounding_mode?: RoundingMode;
}

export interface BilledExpense {
  /** Project cost, net of recoverable tax, in the contract currency. */
  cost: string;
  billable_base: string;
  non_billable: string;
  billed: string;
  markup_amount: string;
  /** To the worker, tax included, in the expense currency. */
  reimbursed: string;
  revenue: string;
  currency: string;
  why: RuleTrace[];
}

/** EXP-1..4 and 6: one expense line. */
export function billExpense(input: ExpenseInput): BilledExpense {
  const currency = input.contract_currency ?? input.currency;
  const rate = currency === input.currency ? dec(1) : exchangeRate(input.rate, 'EXP-1');
  const convert = (value: Decimal): Decimal => minorRound(currency === input.currency ? value : exchange(value, rate, input.quote), currency, input.rounding_mode);
  const gross = num(input.amount, 'amount');
  const net = gross.minus(numOr(input.recoverable_tax, 0, 'recoverable_tax'));
  const allowed = input.policy_limit === undefined || input.policy_limit === null ? net : min(net, num(input.policy_limit, 'policy_limit'));
  const cost = convert(net);
  const zero = dec(0);
  const base = input.billable_to_client ? convert(allowed) : zero;
  const billed = !input.billable_to_client ? zero : input.unit_price !== undefined ? minorRound(num(input.quantity, 'quantity').times(num(input.unit_price, 'unit_price')), currency, input.rounding_mode) : minorRound(base.times(numOr(input.markup, 0, 'markup').plus(1)), currency, input.rounding_mode);
  const agent = choice(input.presentation, ['principal', 'agent'], 'presentation', 'EXP-6') === 'agent';
  const show = (v: Decimal): string => moneyText(v, currency);
  return {
    cost: show(cost), billable_base: show(base), non_billable: show(cost.minus(base)), billed: show(billed), markup_amount: show(billed.minus(base)),
    reimbursed: input.reimbursable_to_worker ? moneyText(minorRound(gross, input.currency), input.currency) : moneyText(zero, input.currency),
    revenue: show(agent ? billed.minus(base) : billed), currency,
    why: [
      why('EXP-1', 'base is net of recoverable tax', { gross, net, rate, cost }),
      ...(allowed.lt(net) ? [why('EXP-4', 'the part over policy is non-billable', { limit: allowed, net })] : []),
      why(input.billable_to_client ? 'EXP-2' : 'EXP-4', input.billable_to_client ? (input.unit_price !== undefined ? 'fixed unit price' : 'base plus markup') : 'not billable: cost without revenue', { base, billed }),
      why('EXP-6', agent ? 'agent' : 'principal', { revenue: agent ? billed.minus(base) : billed }),
    ],
  };
}
