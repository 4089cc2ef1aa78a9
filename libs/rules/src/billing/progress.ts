import { dec, ZERO, type DecimalInput } from '#lib/canonical';
import { nonNegative, num, ratioText } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface ProgressBillingInput {
  fee: DecimalInput;
  /** Fraction complete; counted as 1 above 1. */
  progress: DecimalInput;
  billed_to_date: DecimalInput;
  currency: string;
  rounding_mode?: RoundingMode;
}

export type ProgressBilling = { ok: true; earned: string; bill: string; why: RuleTrace[] } | { ok: false; code: 'OVERBILLED'; earned: string; bill: string; overbilled: string; why: RuleTrace[] };

/** FF-3: `bill = round(p x fee) - billed_to_date`. Below zero: no bill and OVERBILLED, never an automatic credit. */
export function progressBilling(input: ProgressBillingInput): ProgressBilling {
  const fee = num(input.fee, 'fee');
  const given = nonNegative(input.progress, 'progress');
  const p = given.gt(1) ? dec(1) : given;
  const earned = minorRound(fee.times(p), input.currency, input.rounding_mode);
  const bill = earned.minus(num(input.billed_to_date, 'billed_to_date'));
  const show = (v: typeof bill): string => moneyText(v, input.currency);
  const numbers = { fee, progress: ratioText(p), earned, billed_to_date: String(input.billed_to_date), bill };
  if (bill.isNegative() && !bill.isZero()) return { ok: false, code: 'OVERBILLED', earned: show(earned), bill: show(ZERO), overbilled: show(bill.negated()), why: [why('FF-3', 'billed more than earned: no bill, no automatic credit', numbers)] };
  return { ok: true, earned: show(earned), bill: show(bill), why: [why('FF-3', 'earned less billed', numbers)] };
}

/** FF-4: `retained = round(bill x retention)`; a contract asset until only time must pass, billed on release. */
export function retention(input: { bill: DecimalInput; retention: DecimalInput; currency: string; rounding_mode?: RoundingMode }): { payable_now: string; retained: string; account_role: 'contract_asset'; why: RuleTrace[] } {
  const bill = num(input.bill, 'bill');
  const retained = minorRound(bill.times(num(input.retention, 'retention')), input.currency, input.rounding_mode);
  return { payable_now: moneyText(bill.minus(retained), input.currency), retained: moneyText(retained, input.currency), account_role: 'contract_asset', why: [why('FF-4', 'retained until release', { bill, retained })] };
}

/** FF-4: on release the retention is billed; it becomes a receivable when only time must pass. */
export function releaseRetention(input: { retained: DecimalInput; released: DecimalInput; currency: string; only_time_remains?: boolean }): { ok: true; bill: string; remaining: string; account_role: 'receivable' | 'contract_asset'; why: RuleTrace[] } | { ok: false; code: 'OVERBILLED'; why: RuleTrace[] } {
  const retained = num(input.retained, 'retained');
  const released = num(input.released, 'released');
  if (released.gt(retained)) return { ok: false, code: 'OVERBILLED', why: [why('FF-4', 'release exceeds what was retained', { retained, released })] };
  return { ok: true, bill: moneyText(released, input.currency), remaining: moneyText(retained.minus(released), input.currency), account_role: input.only_time_remains === false ? 'contract_asset' : 'receivable', why: [why('FF-4', 'released', { released })] };
}
