import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { num, numOr } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { taxCategory, type TaxTreatment } from '../tax/category.js';
import { computeTax, type TaxLine, type TaxMethod, type TaxableAmount } from '../tax/compute.js';
import { why, type RuleTrace } from '../trace.js';
import { netOf } from './line.js';

/** Either `net`, already rounded, or quantity and price (INV-3). */
export interface InvoiceLineInput extends TaxTreatment {
  net?: DecimalInput;
  quantity?: DecimalInput;
  unit_price?: DecimalInput;
  base_quantity?: DecimalInput;
  line_allowances?: readonly DecimalInput[];
  line_charges?: readonly DecimalInput[];
}

/** A document-level allowance or charge; `amount` is positive for both. */
export interface DocumentAmount extends TaxTreatment {
  amount: DecimalInput;
}

export interface InvoiceTotalsInput {
  lines: readonly InvoiceLineInput[];
  currency: string;
  tax_method?: TaxMethod;
  /** Of line amounts. */
  rounding_mode?: RoundingMode;
  /** Of tax; default the same (MON-3: the mode is an attribute of the tax profile for tax). */
  tax_rounding_mode?: RoundingMode;
  allowances?: readonly DocumentAmount[];
  charges?: readonly DocumentAmount[];
  prepaid?: DecimalInput;
  /** Cash or payable rounding added at the end; may be negative. */
  rounding?: DecimalInput;
}

export interface InvoiceTotals {
  currency: string;
  line_nets: string[];
  /** Per line, only for tax method per_line. */
  line_taxes: string[] | null;
  subtotal: string;
  allowance_total: string;
  charge_total: string;
  tax_base: string;
  tax_lines: TaxLine[];
  tax_total: string;
  total: string;
  prepaid: string;
  rounding: string;
  amount_due: string;
  tax_method: TaxMethod;
  why: RuleTrace[];
}

/**
 * INV-4 with TAX-1/2: `subtotal = sum net`, `tax_base = subtotal - allowances + charges`, `total = tax_base + tax`,
 * `amount_due = total - prepaid + rounding`. Line nets round once. Throws INVALID_TAX when a rate or a zero reason is missing.
 */
export function invoiceTotals(input: InvoiceTotalsInput): InvoiceTotals {
  const { currency, rounding_mode: mode } = input;
  const round = (value: Decimal): Decimal => minorRound(value, currency, mode);
  const nets = input.lines.map((line, i) => lineAmount(line, i, currency, mode));
  const allowances = (input.allowances ?? []).map((a, i) => round(num(a.amount, `allowances[${i}].amount`)));
  const charges = (input.charges ?? []).map((c, i) => round(num(c.amount, `charges[${i}].amount`)));
  const amounts: TaxableAmount[] = [
    ...input.lines.map((line, i) => ({ base: nets[i]!, category: taxCategory(line, `lines[${i}]`) })),
    ...(input.allowances ?? []).map((a, i) => ({ base: allowances[i]!.negated(), category: taxCategory(a, `allowances[${i}]`) })),
    ...(input.charges ?? []).map((c, i) => ({ base: charges[i]!, category: taxCategory(c, `charges[${i}]`) })),
  ];
  const method = input.tax_method ?? 'per_category';
  const tax = computeTax(amounts, currency, method, input.tax_rounding_mode ?? mode);
  const subtotal = sum(nets);
  const base = subtotal.minus(sum(allowances)).plus(sum(charges));
  const total = base.plus(tax.tax_total);
  const prepaid = round(numOr(input.prepaid, 0, 'prepaid'));
  const rounding = round(numOr(input.rounding, 0, 'rounding'));
  const due = total.minus(prepaid).plus(rounding);
  const show = (value: Decimal): string => moneyText(value, currency);
  return {
    currency, line_nets: nets.map(show), line_taxes: tax.line_taxes ? tax.line_taxes.slice(0, nets.length).map(show) : null,
    subtotal: show(subtotal), allowance_total: show(sum(allowances)), charge_total: show(sum(charges)), tax_base: show(base), tax_lines: tax.tax_lines,
    tax_total: show(tax.tax_total), total: show(total), prepaid: show(prepaid), rounding: show(rounding), amount_due: show(due), tax_method: method,
    why: [why('INV-4', 'subtotal, tax base, total and amount due', { subtotal, tax_base: base, tax: tax.tax_total, total, prepaid, due }), ...tax.why],
  };
}

function lineAmount(line: InvoiceLineInput, index: number, currency: string, mode: RoundingMode | undefined): Decimal {
  if (line.net !== undefined && line.net !== null) return minorRound(num(line.net, `lines[${index}].net`), currency, mode);
  const each = (list: readonly DecimalInput[] | undefined, field: string): Decimal[] => (list ?? []).map((v, i) => num(v, `lines[${index}].${field}[${i}]`));
  return netOf({
    quantity: num(line.quantity, `lines[${index}].quantity`), unit_price: num(line.unit_price, `lines[${index}].unit_price`), base_quantity: line.base_quantity,
    allowances: each(line.line_allowances, 'line_allowances'), charges: each(line.line_charges, 'line_charges'), currency, rounding_mode: mode,
  });
}
