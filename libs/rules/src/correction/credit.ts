import { dec, sum, ZERO, type DecimalInput } from '#lib/canonical';
import { num } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface CreditLineInput {
  /** Net of the original invoice line. */
  line_net: DecimalInput;
  /** Already credited on it, as positive amounts. */
  credited?: readonly DecimalInput[];
  /** To credit now, positive. */
  amount: DecimalInput;
  currency: string;
}

/** COR-7: a credit line never exceeds the uncredited remainder of the line it credits. */
export function creditLine(input: CreditLineInput): { ok: true; net: string; remaining: string; why: RuleTrace[] } | { ok: false; code: 'OVERCREDIT'; remaining: string; why: RuleTrace[] } {
  const line = num(input.line_net, 'line_net');
  const credited = sum((input.credited ?? []).map((c, i) => num(c, `credited[${i}]`)));
  const amount = num(input.amount, 'amount');
  const open = line.minus(credited);
  const numbers = { line, credited, amount, open };
  // A negative line is credited by a negative amount: compare along its own sign.
  const over = line.isNegative() ? amount.lt(open) || amount.gt(0) : amount.gt(open) || amount.lt(0);
  if (over) return { ok: false, code: 'OVERCREDIT', remaining: moneyText(open, input.currency), why: [why('COR-7', 'the credit exceeds what is left of the line', numbers)] };
  return { ok: true, net: moneyText(amount.negated(), input.currency), remaining: moneyText(open.minus(amount), input.currency), why: [why('COR-7', 'within the uncredited remainder', numbers)] };
}

export interface AdjustInvoiceInput {
  invoice_total: DecimalInput;
  paid?: DecimalInput;
  /** Reduction, positive. */
  adjustment: DecimalInput;
  credited?: readonly DecimalInput[];
  currency: string;
}

/** COR-7 with INV-4: after an item adjustment the client is charged less; what was paid beyond that is a credit, never a negative balance. */
export function adjustInvoice(input: AdjustInvoiceInput): { ok: true; charged: string; credit: string; balance: string; why: RuleTrace[] } | { ok: false; code: 'OVERCREDIT'; remaining: string; why: RuleTrace[] } {
  const checked = creditLine({ line_net: num(input.invoice_total, 'invoice_total'), credited: input.credited, amount: num(input.adjustment, 'adjustment'), currency: input.currency });
  if (!checked.ok) return checked;
  const charged = dec(checked.remaining);
  const open = charged.minus(num(input.paid ?? 0, 'paid'));
  const show = (v: typeof open): string => moneyText(v, input.currency);
  return {
    ok: true, charged: show(charged), credit: show(open.isNegative() ? open.negated() : ZERO), balance: show(open.isNegative() ? ZERO : open),
    why: [...checked.why, why('INV-4', 'balance is charged less paid, the rest is credit', { charged, open })],
  };
}

/** COR-2: the credit memo of posted lines: every amount of the original mirrored, at its own rate, tax and FX. */
export function creditMemoLines<T extends { id: string; quantity: DecimalInput; net: DecimalInput }>(lines: readonly T[], currency: string, mode?: RoundingMode): (Omit<T, 'id' | 'quantity' | 'net'> & { original_invoice_line_id: string; quantity: string; net: string })[] {
  return lines.map(({ id, quantity, net, ...rest }) => ({
    ...rest, original_invoice_line_id: id, quantity: num(quantity, 'quantity').negated().toFixed(), net: moneyText(minorRound(num(net, 'net').negated(), currency, mode), currency),
  }));
}

/** COR-6: a write-off is an approved negative billing event with a reason; it lowers realization, not utilization. */
export function writeOff(input: { billing_event_id: string; net: DecimalInput; reason: string; approved_by: string; prepared_by: string; currency: string }): { ok: true; event: { kind: 'adjustment'; original_billing_event_id: string; net: string; currency: string; reason: string; affects_realization: true; affects_utilization: false }; why: RuleTrace[] } | { ok: false; code: 'UNAPPROVED' | 'SOD_VIOLATION'; why: RuleTrace[] } {
  if (!input.reason || !input.approved_by) return { ok: false, code: 'UNAPPROVED', why: [why('COR-6', 'a write-off needs a reason and an approver')] };
  if (input.approved_by === input.prepared_by) return { ok: false, code: 'SOD_VIOLATION', why: [why('COR-6', 'the approver prepared it')] };
  const net = num(input.net, 'net');
  return {
    ok: true,
    event: { kind: 'adjustment', original_billing_event_id: input.billing_event_id, net: moneyText(net.negated(), input.currency), currency: input.currency, reason: input.reason, affects_realization: true, affects_utilization: false },
    why: [why('COR-6', input.reason, { net })],
  };
}
