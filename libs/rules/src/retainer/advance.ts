import { sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { floorZero, min, nonNegative, num } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** A prepaid amount with what is left of it. */
export interface AdvanceInput {
  id: string;
  received_on: string;
  balance: DecimalInput;
}

export interface ApplyAdvanceInput {
  advances: readonly AdvanceInput[];
  /** Net of the invoice before tax. */
  invoice_net: DecimalInput;
  /** A person may ask for less, never for more. */
  requested?: DecimalInput | null;
  currency: string;
}

/** RET-5: `min(balance, invoice net before tax)`, oldest advance first; balance after = before - applied. */
export function applyAdvance(input: ApplyAdvanceInput): { applied: string; due: string; balance_before: string; balance_after: string; advances: { id: string; applied: string; balance: string }[]; why: RuleTrace[] } {
  const net = floorZero(num(input.invoice_net, 'invoice_net'));
  const ordered = [...input.advances].sort((a, b) => (a.received_on === b.received_on ? (a.id < b.id ? -1 : 1) : a.received_on < b.received_on ? -1 : 1)).map((a) => ({ id: a.id, balance: nonNegative(a.balance, `balance of ${a.id}`) }));
  const before = sum(ordered.map((a) => a.balance));
  const most = min(before, net);
  const wanted = input.requested === undefined || input.requested === null ? most : nonNegative(input.requested, 'requested');
  if (wanted.gt(most)) throw new RuleError('INVALID_INPUT', 'RET-5', `${wanted} may be lowered but not raised above ${most}`);
  let left = minorRound(wanted, input.currency);
  const show = (v: Decimal): string => moneyText(v, input.currency);
  const advances = ordered.map((a) => {
    const taken = min(a.balance, left);
    left = left.minus(taken);
    return { id: a.id, applied: show(taken), balance: show(a.balance.minus(taken)) };
  });
  const applied = sum(advances.map((a) => a.applied));
  return {
    applied: show(applied), due: show(num(input.invoice_net, 'invoice_net').minus(applied)), balance_before: show(before), balance_after: show(before.minus(applied)), advances,
    why: [why('RET-5', 'oldest advance first, before tax', { balance: before, net, applied })],
  };
}

/** RET-5: a refund never exceeds the balance. */
export function refundAdvance(input: { balance: DecimalInput; amount: DecimalInput; currency: string }): { ok: true; refunded: string; balance_after: string; why: RuleTrace[] } | { ok: false; code: 'OVER_REFUND'; balance: string; why: RuleTrace[] } {
  const balance = nonNegative(input.balance, 'balance');
  const amount = nonNegative(input.amount, 'amount');
  if (amount.gt(balance)) return { ok: false, code: 'OVER_REFUND', balance: moneyText(balance, input.currency), why: [why('RET-5', 'refund exceeds the balance', { balance, amount })] };
  return { ok: true, refunded: moneyText(amount, input.currency), balance_after: moneyText(balance.minus(amount), input.currency), why: [why('RET-5', 'refunded', { balance, amount })] };
}

export interface BreakageInput {
  /** Contract liability received. */
  advance: DecimalInput;
  /** Part the client is expected never to use; counts only when unconstrained. */
  expected_breakage?: DecimalInput;
  unconstrained?: boolean;
  /** Value of what the client has used to date. */
  used_to_date: DecimalInput;
  recognized_to_date?: DecimalInput;
  /** The rest can no longer be used. */
  expiry_certain?: boolean;
  currency: string;
}

/** RET-7: revenue of a drawn retainer with breakage: in proportion to use when expected and unconstrained, otherwise when expiry is certain. */
export function retainerRevenue(input: BreakageInput): { cumulative: string; this_period: string; breakage: string; contract_liability: string; why: RuleTrace[] } {
  const advance = num(input.advance, 'advance');
  const used = min(nonNegative(input.used_to_date, 'used_to_date'), advance);
  const expected = input.unconstrained ? nonNegative(input.expected_breakage ?? 0, 'expected_breakage') : ZERO;
  const redeemable = advance.minus(expected);
  const proportional = redeemable.lte(0) ? expected : min(expected, expected.times(used).div(redeemable));
  const breakage = minorRound(input.expiry_certain ? advance.minus(used) : min(proportional, advance.minus(used)), input.currency);
  const cumulative = minorRound(used, input.currency).plus(breakage);
  const show = (v: Decimal): string => moneyText(v, input.currency);
  return {
    cumulative: show(cumulative), this_period: show(cumulative.minus(num(input.recognized_to_date ?? 0, 'recognized_to_date'))), breakage: show(breakage), contract_liability: show(advance.minus(cumulative)),
    why: [why('RET-7', input.expiry_certain ? 'expiry is certain' : 'breakage in proportion to use', { advance, used, expected_breakage: expected, breakage })],
  };
}
