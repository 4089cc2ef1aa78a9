import type { DecimalInput } from '#lib/canonical';
import { num } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** INV-6: what a draft total becomes. Zero carries forward (or bills by policy); negative is proposed as a credit memo. */
export function invoiceDisposition(input: { total: DecimalInput; zero_value_invoices?: boolean }): { disposition: 'invoice' | 'carry_forward' | 'credit_memo_proposal'; why: RuleTrace[] } {
  const total = num(input.total, 'total');
  const disposition = total.gt(0) || (total.isZero() && input.zero_value_invoices) ? 'invoice' : total.isZero() ? 'carry_forward' : 'credit_memo_proposal';
  return { disposition, why: [why('INV-6', disposition.replaceAll('_', ' '), { total })] };
}
