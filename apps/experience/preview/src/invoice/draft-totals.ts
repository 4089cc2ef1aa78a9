import { dec, sum } from '#lib/canonical';
import { invoiceTotals, roundMoney, type RuleTrace } from '#lib/rules';
import type { InvoiceChoices } from './billable-amount.js';
import type { DraftLine, DraftTax, InvoiceDraft } from './invoice-draft-answer.dto.js';
import type { InvoiceDraftRequest } from './invoice-draft.dto.js';

export type DraftTotals = Pick<InvoiceDraft, 'subtotal' | 'allowance_total' | 'charge_total' | 'tax_base' | 'taxes' | 'tax_total' | 'total' | 'prepaid' | 'rounding' | 'amount_due' | 'why'> & { line_taxes: string[] | null };

/** INV-4 with TAX-1 or TAX-2 over the lines of one document. */
export function exclusiveTotals(lines: readonly DraftLine[], request: InvoiceDraftRequest, policy: InvoiceChoices): DraftTotals {
  const { currency, allowances, charges, prepaid, rounding } = request;
  const { tax_lines: taxes, ...t } = invoiceTotals({
    currency, lines: lines.map(({ net, tax_code, tax_rate, zero_reason }) => ({ net, tax_code, tax_rate, zero_reason })), allowances, charges, prepaid, rounding,
    tax_method: policy.tax_method, rounding_mode: policy.rounding_mode, tax_rounding_mode: policy.tax_rounding_mode,
  });
  return { taxes, subtotal: t.subtotal, allowance_total: t.allowance_total, charge_total: t.charge_total, tax_base: t.tax_base, tax_total: t.tax_total, total: t.total, prepaid: t.prepaid, rounding: t.rounding, amount_due: t.amount_due, why: t.why, line_taxes: t.line_taxes };
}

/** Totals where each line's tax was taken out of its amount (TAX-4): net and tax are added, never computed anew, so the total is what was asked. */
export function inclusiveTotals(lines: readonly DraftLine[], request: InvoiceDraftRequest): DraftTotals {
  const { currency } = request;
  const show = (value: { toFixed(): string }): string => roundMoney(value.toFixed(), currency);
  const net = sum(lines.map((l) => l.net));
  const tax = sum(lines.map((l) => l.tax!));
  const total = net.plus(tax);
  const [prepaid, rounding] = [dec(request.prepaid ?? '0'), dec(request.rounding ?? '0')];
  const due = total.minus(prepaid).plus(rounding);
  const trace: RuleTrace = { rule: 'INV-4', detail: 'net and tax of the lines added', numbers: { subtotal: net.toFixed(), tax: tax.toFixed(), total: total.toFixed(), due: due.toFixed() } };
  return { subtotal: show(net), allowance_total: show(dec(0)), charge_total: show(dec(0)), tax_base: show(net), taxes: byCategory(lines, currency), tax_total: show(tax), total: show(total), prepaid: show(prepaid), rounding: show(rounding), amount_due: show(due), why: [trace], line_taxes: lines.map((l) => l.tax!) };
}

function byCategory(lines: readonly DraftLine[], currency: string): DraftTax[] {
  const categories = new Map<string, DraftTax>();
  for (const { tax_code, tax_rate, zero_reason, net, tax } of lines) {
    const key = JSON.stringify([tax_code, tax_rate, zero_reason]);
    const so = categories.get(key) ?? { tax_code, tax_rate, zero_reason, base: '0', tax: '0' };
    categories.set(key, { ...so, base: roundMoney(dec(so.base).plus(net), currency), tax: roundMoney(dec(so.tax).plus(tax!), currency) });
  }
  return [...categories.values()];
}
