import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { floorZero, num, numOr } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface ContractBalanceInput {
  cumulative_revenue: DecimalInput;
  /** Amounts unconditionally due or paid, net of tax. */
  cumulative_billed: DecimalInput;
  /** Paid to date; the rest of what is billed is receivable. */
  paid?: DecimalInput;
  currency: string;
}

/** BAL-1 and BAL-2: contract asset or contract liability, never both; the receivable is apart and never netted. */
export function contractBalance(input: ContractBalanceInput): { contract_asset: string; contract_liability: string; receivable: string; net: string; why: RuleTrace[] } {
  const billed = num(input.cumulative_billed, 'cumulative_billed');
  const net = num(input.cumulative_revenue, 'cumulative_revenue').minus(billed);
  const show = (v: Decimal): string => moneyText(minorRound(v, input.currency), input.currency);
  return {
    contract_asset: show(floorZero(net)), contract_liability: show(floorZero(net.negated())), receivable: show(billed.minus(numOr(input.paid, 0, 'paid'))), net: show(net),
    why: [why('BAL-1', net.isZero() ? 'neither' : net.gt(0) ? 'contract asset' : 'contract liability', { net })],
  };
}

/** BAL-6: earned less billed of a WIP schedule; positive is underbilled (asset), negative overbilled (liability). */
export function overUnderBilling(input: { earned: DecimalInput; billed: DecimalInput; currency: string }): { difference: string; underbilled: string; overbilled: string; position: 'asset' | 'liability' | 'none'; why: RuleTrace[] } {
  const difference = num(input.earned, 'earned').minus(num(input.billed, 'billed'));
  const show = (v: Decimal): string => moneyText(minorRound(v, input.currency), input.currency);
  return { difference: show(difference), underbilled: show(floorZero(difference)), overbilled: show(floorZero(difference.negated())), position: difference.isZero() ? 'none' : difference.gt(0) ? 'asset' : 'liability', why: [why('BAL-6', 'earned less billed', { difference })] };
}

/** BAL-3: T&M work with an unconditional right is unbilled receivable; work that waits for something other than time is contract asset. */
export function unbilledKind(input: { contract_type: string; unconditional_right?: boolean }): 'unbilled_receivable' | 'contract_asset' {
  const unconditional = input.unconditional_right ?? (input.contract_type === 'time_and_materials');
  return unconditional ? 'unbilled_receivable' : 'contract_asset';
}

/** BAL-2 and BAL-4: when does an amount become receivable? A posted invoice for work done; the due date of a non-cancellable contract; only payment when it is cancellable. */
export function receivableRecorded(input: { invoice_posted: boolean; performed: boolean; non_cancellable: boolean; due_date?: string | null; paid?: boolean; as_of: string }): { record: boolean; credit: 'contract_liability' | 'contract_asset' | null; why: RuleTrace[] } {
  const due = input.non_cancellable && Boolean(input.due_date && input.due_date <= input.as_of);
  if (input.performed && (input.invoice_posted || due)) return { record: true, credit: 'contract_asset', why: [why('BAL-2', 'only the passage of time is required')] };
  if (!input.performed && (due || (input.non_cancellable && input.invoice_posted))) return { record: true, credit: 'contract_liability', why: [why('BAL-4', 'non-cancellable and due')] };
  if (!input.performed && input.paid) return { record: false, credit: 'contract_liability', why: [why('BAL-4', 'cancellable: recorded when paid')] };
  return { record: false, credit: null, why: [why('BAL-4', 'nothing is unconditionally due')] };
}

export interface RollForwardInput {
  side: 'contract_liability' | 'contract_asset';
  opening: DecimalInput;
  billed: DecimalInput;
  recognized: DecimalInput;
  fx?: DecimalInput;
  other?: DecimalInput;
  closing: DecimalInput;
  currency: string;
}

/** BAL-5: opening + billed - recognized + FX + other = closing for the liability, and the mirror for the asset. */
export function rollForward(input: RollForwardInput): { ok: boolean; expected_closing: string; difference: string; code: 'RECON_BREAK' | null; why: RuleTrace[] } {
  const billed = num(input.billed, 'billed');
  const recognized = num(input.recognized, 'recognized');
  const movement = input.side === 'contract_liability' ? billed.minus(recognized) : recognized.minus(billed);
  const expected = sum([num(input.opening, 'opening'), movement, numOr(input.fx, 0, 'fx'), numOr(input.other, 0, 'other')]);
  const difference = num(input.closing, 'closing').minus(expected);
  return { ok: difference.isZero(), expected_closing: moneyText(expected, input.currency), difference: moneyText(difference, input.currency), code: difference.isZero() ? null : 'RECON_BREAK', why: [why('BAL-5', difference.isZero() ? 'closes' : 'does not close', { expected, difference })] };
}
