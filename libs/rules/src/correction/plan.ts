import { sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { billRate, choice, num, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** What was priced: hours at a rate, with the tax and conversion that went onto the invoice. */
export interface PricedWork {
  billable_hours: DecimalInput;
  rate: DecimalInput;
  currency: string;
  tax_code?: string | null;
  tax_rate?: DecimalInput | null;
  fx_rate?: DecimalInput | null;
}

export interface CorrectionPlanInput {
  original: PricedWork & { entry_id: string; billing_status: string; invoice_line_id?: string | null };
  /** Null when the work is cancelled. */
  replacement: PricedWork | null;
  /** Hours taken off the bill that stay chargeable (back to unbilled) or become non-chargeable (default). */
  remainder?: 'non_chargeable' | 'unbilled' | 'none';
  /** For billed originals: credit and bill again (default), or one net line on the next invoice. */
  policy?: 'rebill' | 'net_adjustment';
  rounding_mode?: RoundingMode;
}

export interface CorrectionAction {
  action: 'net_pair' | 'remove_from_draft' | 'redraft' | 'credit_memo_line' | 'billing_event' | 'adjustment_line' | 'return_to_unbilled' | 'non_chargeable';
  hours: string;
  net: string;
  currency: string;
  rate: string;
  tax_code: string | null;
  tax_rate: string | null;
  fx_rate: string | null;
  invoice_line_id: string | null;
}

export interface CorrectionPlan {
  actions: CorrectionAction[];
  /** What the client is charged in the end for this work. */
  net_billed: string;
  why: RuleTrace[];
}

/**
 * COR-2 and COR-4: how a correction reaches billing, by the billing status of the original. Unbilled nets before
 * drafting; on a draft it is removed and drafted again; billed is credited at its original rate, tax and FX and billed
 * anew. A net adjustment line is allowed only with the same tax code, tax rate, rate and currency (METHOD_NOT_ALLOWED).
 */
export function correctionPlan(input: CorrectionPlanInput): CorrectionPlan {
  const { original, replacement } = input;
  const policy = choice(input.policy, ['rebill', 'net_adjustment'], 'correction policy', 'COR-2');
  const line = (action: CorrectionAction['action'], work: PricedWork, hours: Decimal): CorrectionAction => ({
    action, hours: text(hours), net: moneyText(minorRound(hours.times(billRate(work.rate, 'rate', 'COR-2')), work.currency, input.rounding_mode), work.currency), currency: work.currency, rate: text(num(work.rate, 'rate')),
    tax_code: work.tax_code ?? null, tax_rate: shown(work.tax_rate, 'tax_rate'), fx_rate: shown(work.fx_rate, 'fx_rate'), invoice_line_id: original.invoice_line_id ?? null,
  });
  const oldHours = num(original.billable_hours, 'original.billable_hours');
  const newHours = replacement ? num(replacement.billable_hours, 'replacement.billable_hours') : ZERO;
  const again = replacement && !newHours.isZero();
  const actions: CorrectionAction[] = [];
  if (original.billing_status === 'unbilled' || original.billing_status === 'held') {
    actions.push(line('net_pair', replacement ?? original, newHours));
  } else if (original.billing_status === 'on_draft') {
    actions.push(line('remove_from_draft', original, oldHours.negated()));
    if (again) actions.push(line('redraft', replacement, newHours));
  } else if (original.billing_status === 'billed') {
    if (policy === 'net_adjustment') actions.push(netAdjustment(input, line, oldHours, newHours));
    else {
      actions.push(line('credit_memo_line', original, oldHours.negated()));
      if (again) actions.push(line('billing_event', replacement, newHours));
    }
  } else {
    throw new RuleError('METHOD_NOT_ALLOWED', 'COR-2', `an entry that is ${original.billing_status} has no billing to correct`);
  }
  const rest = oldHours.minus(newHours);
  if (rest.gt(0) && input.remainder === 'unbilled') actions.push(line('return_to_unbilled', original, rest));
  else if (rest.gt(0) && input.remainder !== 'none') actions.push(line('non_chargeable', original, rest));
  return { actions, net_billed: netBilled(input, actions), why: [why('COR-2', `original is ${original.billing_status}`, { old_hours: oldHours, new_hours: newHours })] };
}

function netAdjustment(input: CorrectionPlanInput, line: (action: 'adjustment_line', work: PricedWork, hours: Decimal) => CorrectionAction, oldHours: Decimal, newHours: Decimal): CorrectionAction {
  const { original, replacement } = input;
  const same = !replacement || (original.currency === replacement.currency && (original.tax_code ?? null) === (replacement.tax_code ?? null) && shown(original.tax_rate, 'tax_rate') === shown(replacement.tax_rate, 'tax_rate') && num(original.rate, 'rate').eq(num(replacement.rate, 'rate')));
  if (!same) throw new RuleError('METHOD_NOT_ALLOWED', 'COR-2', 'a net adjustment line needs the same tax code, tax rate, rate and currency as the original; credit and rebill instead');
  return line('adjustment_line', original, newHours.minus(oldHours));
}

function shown(value: DecimalInput | null | undefined, field: string): string | null {
  return value === null || value === undefined ? null : text(num(value, field));
}

function netBilled(input: CorrectionPlanInput, actions: readonly CorrectionAction[]): string {
  const { original } = input;
  const billing = new Set(['net_pair', 'remove_from_draft', 'redraft', 'credit_memo_line', 'billing_event', 'adjustment_line']);
  const before = original.billing_status === 'unbilled' || original.billing_status === 'held' ? ZERO : minorRound(num(original.billable_hours, 'billable_hours').times(num(original.rate, 'rate')), original.currency, input.rounding_mode);
  const sameCurrency = actions.filter((a) => billing.has(a.action) && a.currency === original.currency);
  return moneyText(before.plus(sum(sameCurrency.map((a) => a.net))), original.currency);
}
