import { dec, sum } from '#lib/canonical';
import { currencyDigits, type GroupableEvent, type GroupedLine, groupForInvoice, invoiceDisposition, type InvoiceGrouping, roundMoney } from '#lib/rules';
import { chosen } from '../policy/chosen.js';
import { accepted, Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import { type BillableAmount, billableAmount, type InvoiceChoices, taxed } from './billable-amount.js';
import { exclusiveTotals, inclusiveTotals } from './draft-totals.js';
import type { DraftLine, InvoiceDraft, InvoiceDraftAnswer } from './invoice-draft-answer.dto.js';
import type { InvoiceDraftRequest } from './invoice-draft.dto.js';

/** Drafts invoices: amounts in the invoice's currency, grouped into documents and lines, with tax, totals and what becomes of them. */
export function draftInvoices(sent: InvoiceDraftRequest): InvoiceDraftAnswer {
  const request = given(sent);
  const policy = choicesOf(request);
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(request.currency));
  inclusiveLimits(request, refusals);
  for (const field of ['allowances', 'charges'] as const) for (const [i, amount] of (request[field] ?? []).entries()) refusals.at(`${field}[${i}]`, () => taxed(amount, request.currency));
  refusals.end();
  const amounts = new Map<string, BillableAmount>();
  for (const [i, line] of request.lines.entries()) {
    const amount = billableAmount(line, i, request, policy, refusals);
    if (amount) amounts.set(line.id, amount);
  }
  refusals.end();
  const groups = groupForInvoice(request.lines.map((l) => groupable(l, amounts.get(l.id)!, request.currency)), { grouping: policy.invoice_grouping as InvoiceGrouping, aggregation: policy.line_aggregation });
  for (const field of ['allowances', 'charges', 'prepaid', 'rounding'] as const) {
    if (request[field] !== undefined && groups.length > 1) refusals.add(field, 'INVALID_INPUT', 'INV-1', `belongs to one document, and the lines make ${groups.length}`, 'Send the lines of one document, or leave it out.');
  }
  refusals.end();
  const drafts = groups.map((group): InvoiceDraft => {
    const lines = group.lines.map((line) => draftLine(line, amounts, request));
    const { line_taxes, why, ...totals } = accepted('lines', () => (request.tax_included ? inclusiveTotals(lines, request) : exclusiveTotals(lines, request, policy)));
    const { disposition, why: disposed } = invoiceDisposition({ total: totals.total, zero_value_invoices: request.zero_value_invoices });
    return { grouping_key: group.grouping_key, key: group.key, lines: lines.map((l, i) => ({ ...l, tax: line_taxes?.[i] ?? null })), ...totals, disposition, why: [...group.why, ...why, ...disposed] };
  });
  return { currency: request.currency, invoice_date: request.invoice_date, policy, drafts };
}

/** The tax mode follows the line mode unless it is chosen; an inclusive amount is taxed line by line. */
function choicesOf({ policy: asked = {}, tax_included }: InvoiceDraftRequest): InvoiceChoices {
  const follow = { ...asked, tax_rounding_mode: asked.tax_rounding_mode ?? asked.rounding_mode, ...(tax_included && { tax_method: 'per_line' }) };
  return chosen(['invoice_grouping', 'line_aggregation', 'tax_method', 'rounding_mode', 'tax_rounding_mode', 'tax_inclusive_order', 'tax_date_rule', 'invoice_rate_basis'], given(follow) as never);
}

function inclusiveLimits(request: InvoiceDraftRequest, refusals: Refusals): void {
  if (!request.tax_included) return;
  if (request.policy?.tax_method && request.policy.tax_method !== 'per_line') refusals.add('policy.tax_method', 'METHOD_NOT_ALLOWED', 'TAX-4', 'tax is taken out of each line', 'Leave tax_method out, or send per_line.');
  for (const field of ['allowances', 'charges'] as const) if (request[field]?.length) refusals.add(field, 'METHOD_NOT_ALLOWED', 'TAX-4', 'do not stand beside amounts that include tax', 'Send them as lines, negative for an allowance.');
}

/** Tax treatment and what else makes the amount travel as one code, so that lines merge only when they are taxed and priced alike. */
function groupable(line: InvoiceDraftRequest['lines'][number], amount: BillableAmount, currency: string): GroupableEvent {
  const { tax_code, tax_rate, zero_reason } = amount.treatment;
  return {
    ...line, legal_entity_id: line.legal_entity_id ?? '', bill_to_id: line.bill_to_id ?? '', contract_id: line.contract_id ?? '', billing_period: line.billing_period ?? '', currency,
    quantity: amount.quantity, rate: amount.unit_price, net: amount.net,
    tax_code: JSON.stringify([tax_code ?? null, dec(tax_rate!).toFixed(), zero_reason ?? null, line.base_quantity, line.line_allowances, line.line_charges]),
  };
}

function draftLine(line: GroupedLine, amounts: Map<string, BillableAmount>, request: InvoiceDraftRequest): DraftLine {
  const { event_ids, tax_code: taxed, ...rest } = line;
  const [tax_code, tax_rate, zero_reason] = JSON.parse(taxed!) as [string | null, string, string | null];
  const parts = event_ids.map((id) => amounts.get(id)!);
  const tax = request.tax_included ? roundMoney(sum(parts.map((p) => p.tax!)), request.currency) : null;
  return { billable_ids: event_ids, ...rest, tax, tax_code, tax_rate, zero_reason, why: parts.flatMap((p) => p.why) };
}
