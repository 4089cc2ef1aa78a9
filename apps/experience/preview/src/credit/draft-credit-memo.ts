import { dec } from '#lib/canonical';
import { adjustInvoice, creditLine, currencyDigits, invoiceTotals, type InvoiceTotals } from '#lib/rules';
import { taxed } from '../invoice/billable-amount.js';
import { chosen } from '../policy/chosen.js';
import { accepted, Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import type { CreditMemoDraftAnswer, CreditMemoDraftRequest, CreditMemoLine, PostedLine } from './credit-memo-draft.dto.js';

/** Drafts the credit memo of some lines of an invoice, by the tax of the original, and what the client then owes. */
export function draftCreditMemo(sent: CreditMemoDraftRequest): CreditMemoDraftAnswer {
  const request = given(sent);
  const { currency, policy: asked = {} } = request;
  const policy = chosen(['tax_method', 'rounding_mode', 'tax_rounding_mode'], given({ ...asked, tax_rounding_mode: asked.tax_rounding_mode ?? asked.rounding_mode }) as never);
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(currency));
  refusals.end();
  const lines = request.lines.flatMap((line, i): CreditMemoLine[] => {
    const field = `lines[${i}]`;
    refusals.at(field, () => taxed({ ...line, amount: line.net }, currency));
    if (line.credit === undefined) return [];
    const made = refusals.at(`${field}.credit`, () => creditLine({ line_net: line.net, credited: line.credited, amount: line.credit!, currency }));
    if (!made) return [];
    return [{ original_line_id: line.id, net: made.net, tax_code: line.tax_code ?? null, tax_rate: dec(line.tax_rate ?? '0').toFixed(), zero_reason: line.zero_reason ?? null, remaining: made.remaining, why: made.why }];
  });
  refusals.end();
  if (lines.length === 0) refusals.add('lines', 'INVALID_INPUT', 'COR-7', 'no line says what to credit', 'Send credit on at least one line.');
  refusals.end();
  const totals = (of: Parameters<typeof invoiceTotals>[0]['lines']): InvoiceTotals => accepted('lines', () => invoiceTotals({ currency, lines: of, ...policy }));
  const memo = totals(lines);
  const before = totals(request.lines.map((l) => ({ ...taxOf(l), net: openBefore(l) })));
  const after = accepted('lines', () => adjustInvoice({ invoice_total: before.total, paid: request.paid, adjustment: dec(memo.total).negated(), currency }));
  return {
    currency, policy, lines, subtotal: memo.subtotal, tax_total: memo.tax_total, total: memo.total, invoice: { charged: after.charged, credit: after.credit, balance: after.balance },
    why: [{ rule: 'TAX-3', detail: 'tax method and rates of the original', numbers: {} }, ...memo.why, ...after.why],
  };
}

/** What is charged on a line before this credit. */
function openBefore(line: PostedLine): string {
  return (line.credited ?? []).reduce((open, credited) => open.minus(credited), dec(line.net)).toFixed();
}

function taxOf({ tax_code, tax_rate, zero_reason }: PostedLine) {
  return { tax_code, tax_rate, zero_reason };
}
