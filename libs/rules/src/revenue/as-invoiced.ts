import { inRange, sum, type DecimalInput } from '#lib/canonical';
import { day, num } from '../exact.js';
import { moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface AsInvoicedInput {
  /** Billable net of work at contract rates; only approved work counts, capped work has a net of what is within the cap (TM-7). */
  work: readonly { work_date: string; net: DecimalInput; approval_status: string }[];
  /** Posted invoices for this work, net of tax. */
  invoices?: readonly { invoice_date: string; net: DecimalInput }[];
  /** The period, both dates included. */
  from: string;
  to: string;
  currency: string;
}

/** REV-9: revenue is the billable net of approved work in the period, whether or not invoiced; unbilled and receivable are as of its end. */
export function asInvoicedRevenue(input: AsInvoicedInput): { revenue: string; unbilled: string; receivable: string; why: RuleTrace[] } {
  const to = day(input.to, 'to');
  const approved = input.work.filter((w) => w.approval_status === 'approved' && day(w.work_date, 'work_date') <= to);
  const revenue = sum(approved.filter((w) => inRange(w.work_date, input.from, to)).map((w) => num(w.net, 'net')));
  const cumulative = sum(approved.map((w) => num(w.net, 'net')));
  const invoiced = sum((input.invoices ?? []).filter((i) => i.invoice_date <= to).map((i) => num(i.net, 'net')));
  const show = (v: typeof revenue): string => moneyText(v, input.currency);
  return { revenue: show(revenue), unbilled: show(cumulative.minus(invoiced)), receivable: show(invoiced), why: [why('REV-9', 'approved work at contract rates', { revenue, cumulative, invoiced })] };
}
