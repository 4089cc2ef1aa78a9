import { dec, inRange } from '#lib/canonical';
import { convertForInvoice, type FxRateInput, lineNet, progressBilling, roundMoney, type RuleTrace, taxInclusive, taxRateAt, type TaxTreatment } from '#lib/rules';
import type { Choices } from '../policy/chosen.js';
import type { Refusals } from '../refusal/refusals.js';
import type { InvoiceDraftRequest } from './invoice-draft.dto.js';
import type { PreviewBillable } from './invoice-line.dto.js';

export type InvoiceChoices = Choices<'invoice_grouping' | 'line_aggregation' | 'tax_method' | 'rounding_mode' | 'tax_rounding_mode' | 'tax_inclusive_order' | 'tax_date_rule' | 'invoice_rate_basis'>;

/** A billable in the invoice's currency. `tax` is set only where tax was taken out of the amount. */
export interface BillableAmount {
  quantity: string;
  unit_price: string;
  net: string;
  tax: string | null;
  treatment: TaxTreatment;
  why: RuleTrace[];
}

interface Priced {
  quantity: string;
  unit_price: string;
  amount: string;
  why: RuleTrace[];
}

/** The amount of one billable: computed, converted, and with the tax taken out if it was in. Refusals name the line's field. */
export function billableAmount(line: PreviewBillable, index: number, request: InvoiceDraftRequest, policy: InvoiceChoices, refusals: Refusals): BillableAmount | undefined {
  const field = `lines[${index}]`;
  const priced = ownAmount(line, field, policy, line.currency ?? request.currency, refusals);
  const treatment = refusals.at(field, () => taxTreatment(line, request, policy));
  const converted = priced && refusals.at(field, () => inInvoiceCurrency(line, priced, request, policy));
  if (!converted || !treatment) return undefined;
  const { quantity, unit_price, amount, why } = converted;
  const split = refusals.at(field, () => taxed({ amount, ...treatment.treatment }, request.currency, policy));
  if (!split) return undefined;
  const head = { quantity, unit_price, treatment: treatment.treatment };
  if (!request.tax_included) return { ...head, net: amount, tax: null, why: [...why, ...treatment.why] };
  return { ...head, net: split.net, tax: split.tax, why: [...why, ...treatment.why, ...split.why] };
}

/** TAX-4 and TAX-6: the tax in an amount; INVALID_TAX about this amount when its rate or the reason for a rate of 0 is missing. */
export function taxed(amount: TaxTreatment & { amount: string }, currency: string, policy?: Pick<InvoiceChoices, 'tax_inclusive_order' | 'tax_rounding_mode'>): ReturnType<typeof taxInclusive> {
  return taxInclusive({ gross: amount.amount, tax_rate: amount.tax_rate ?? '', zero_reason: amount.zero_reason, currency, order: policy?.tax_inclusive_order, rounding_mode: policy?.tax_rounding_mode });
}

function ownAmount(line: PreviewBillable, field: string, { rounding_mode }: InvoiceChoices, currency: string, refusals: Refusals): Priced | undefined {
  const { net, progress_fee: fee, unit_price } = line;
  const quantity = line.quantity ?? '1';
  if ([net, fee, unit_price].filter((given) => given !== undefined).length !== 1) {
    refusals.add(field, 'INVALID_INPUT', 'INV-3', 'a line has one of net, unit_price and progress_fee', 'Send net, or quantity and unit_price, or progress_fee.');
    return undefined;
  }
  const beside = (['quantity', 'base_quantity', 'line_allowances', 'line_charges'] as const).filter((name) => line[name] !== undefined);
  if (unit_price === undefined && beside.length > 0) {
    for (const name of beside) refusals.add(`${field}.${name}`, 'INVALID_INPUT', 'INV-3', 'belongs to a unit_price', 'Send unit_price in place of net or progress_fee, or leave it out.');
    return undefined;
  }
  if (fee) {
    const bill = refusals.at(`${field}.progress_fee`, () => progressBilling({ ...fee, currency, rounding_mode }));
    return bill && { quantity, unit_price: bill.bill, amount: bill.bill, why: bill.why };
  }
  if (net !== undefined) {
    const amount = refusals.at(`${field}.net`, () => roundMoney(net, currency, rounding_mode));
    return amount === undefined ? undefined : { quantity, unit_price: net, amount, why: [] };
  }
  const { base_quantity, line_allowances: allowances, line_charges: charges } = line;
  const made = refusals.at(field, () => lineNet({ quantity, unit_price: unit_price!, base_quantity, allowances, charges, currency, rounding_mode }));
  return made && { quantity, unit_price: unit_price!, amount: made.net, why: made.why };
}

/** INV-7 and MON-8: line by line, by the policy's date. */
function inInvoiceCurrency(line: PreviewBillable, priced: Priced, request: InvoiceDraftRequest, policy: InvoiceChoices): Priced {
  if (!line.currency || line.currency === request.currency) return priced;
  const converted = convertForInvoice({
    amount: priced.amount, from_currency: line.currency, to_currency: request.currency, basis: policy.invoice_rate_basis, invoice_date: request.invoice_date, work_date: line.event_date,
    rates: (request.fx_rates ?? []).map((r) => ({ ...r, rate_type: r.rate_type ?? 'spot' })) as FxRateInput[], max_age_days: request.fx_max_age_days, rounding_mode: policy.rounding_mode,
  });
  return { ...priced, unit_price: dec(priced.unit_price).times(converted.rate).toFixed(), amount: converted.amount, why: [...priced.why, ...converted.why] };
}

/** The line's own rate, or the one that its code has on the tax date (TAX-5). */
function taxTreatment(line: PreviewBillable, request: InvoiceDraftRequest, policy: InvoiceChoices): { treatment: TaxTreatment; why: RuleTrace[] } {
  const { tax_code, tax_rate, zero_reason } = line;
  const rates = (request.tax_rates ?? []).filter((r) => r.tax_code === tax_code);
  if (tax_rate !== undefined || rates.length === 0) return { treatment: { tax_code, tax_rate, zero_reason }, why: [] };
  const found = taxRateAt({ rule: policy.tax_date_rule, service_date: line.event_date, invoice_date: request.invoice_date, payment_date: request.payment_date, rates });
  const held = rates.find((r) => inRange(found.tax_date, r.effective_from, r.effective_to))!;
  return { treatment: { tax_code, tax_rate: found.rate, zero_reason: zero_reason ?? held.zero_reason }, why: found.why };
}
