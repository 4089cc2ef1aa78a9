import { type Contract, dec, newId, sum } from '#lib/canonical';
import { allocate, creditLine, refundAdvance } from '#lib/rules';
import { BillingEvent, Invoice, InvoiceLine, recordById } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { advanceOf } from './advances.js';
import { changeEvent, tell } from './billing-events.js';
import { creditedOf, draftCredit } from './assemble-credits.js';

export interface CreditProposal {
  lines: { line_no: string; net: string }[];
  reason_code: 'correction' | 'dispute' | 'goodwill' | 'write_off' | 'refund';
  reason: string;
  /** The same work is ready to be billed anew; otherwise the value is given up. */
  rebill: boolean;
  prepared_by: string;
}

/** Why a credit cannot be proposed: `field` names the place in the request. */
export class CreditRefused extends Error {
  constructor(readonly code: 'NOT_POSTED' | 'NO_SUCH_LINE' | 'OVERCREDIT' | 'OVER_REFUND' | 'NOT_REFUNDABLE', message: string, readonly field?: string, readonly remaining?: string) {
    super(message);
    this.name = 'CreditRefused';
  }
}

/**
 * COR-2, COR-6, COR-7: a credit memo draft over lines of a posted invoice, of any kind of billing, at their original rate and tax. The value credited
 * goes back to `ready` (rebill) or is written off, so that all approved value stays accounted for. Never more than is left of a line.
 */
export async function proposeCredit(em: EntityManager, invoiceId: string, p: CreditProposal, runId: string): Promise<string> {
  const invoice = await em.findOneOrFail(Invoice, { where: { id: invoiceId }, lock: { mode: 'pessimistic_write' } });
  if (invoice.kind !== 'invoice' || !['posted', 'partially_paid', 'paid', 'disputed'].includes(invoice.status)) throw new CreditRefused('NOT_POSTED', `Document ${invoice.invoice_number ?? invoice.draft_key} is a ${invoice.kind} that is ${invoice.status}: only a posted invoice can be credited.`);
  const credits: BillingEvent[] = [];
  const originals = new Map<string, BillingEvent>();
  for (const [at, wanted] of p.lines.entries()) {
    const line = await em.findOneBy(InvoiceLine, { invoice_id: invoiceId, line_no: wanted.line_no });
    if (!line) throw new CreditRefused('NO_SUCH_LINE', `Invoice ${invoice.invoice_number} has no line ${wanted.line_no}.`, `lines[${at}].line_no`);
    const checked = creditLine({ line_net: line.net, credited: [await creditedOf(em, invoiceId, line.line_no)], amount: wanted.net, currency: invoice.currency });
    if (!checked.ok) throw new CreditRefused('OVERCREDIT', `Line ${wanted.line_no} of invoice ${invoice.invoice_number} has ${checked.remaining} ${invoice.currency} left to credit.`, `lines[${at}].net`, checked.remaining);
    const events = await em.find(BillingEvent, { where: { id: In(line.billing_event_ids) }, order: { event_date: 'ASC', id: 'ASC' } });
    await checkAdvance(em, invoice, events, wanted.net, p, at);
    const left = await Promise.all(events.map((e) => uncredited(em, e)));
    const shares = allocate(wanted.net, left.map((l) => l.abs().toFixed()), { currency: invoice.currency });
    for (const [n, event] of events.entries()) {
      if (dec(shares[n]!).isZero()) continue;
      originals.set(event.id, event);
      credits.push(await creditPart(em, event, shares[n]!, p));
    }
  }
  return draftCredit(em, { contract_id: invoice.contract_id, period: invoice.billing_period, prepared_by: p.prepared_by, run_id: runId }, invoice, credits, originals, p.reason_code);
}

/** RET-5: of an advance no more can be credited than no invoice has taken; a refund is the credit of an advance whose terms allow it, and is not billed anew. */
async function checkAdvance(em: EntityManager, invoice: Invoice, events: BillingEvent[], net: string, p: CreditProposal, at: number): Promise<void> {
  const contract = (await recordById<Contract>(em, invoice.contract_id))!.data;
  // A line bills one period of a retainer, which is one event.
  const advance = events[0] && (await advanceOf(em, contract, events[0]));
  const line = `Line ${p.lines[at]!.line_no} of invoice ${invoice.invoice_number}`;
  if (p.reason_code === 'refund' && !advance?.refundable) throw new CreditRefused('NOT_REFUNDABLE', `${line} is no advance whose terms allow a refund.`, `lines[${at}].line_no`);
  if (p.reason_code === 'refund' && p.rebill) throw new CreditRefused('NOT_REFUNDABLE', 'A refund is given back, not billed anew.', 'rebill');
  if (!advance) return;
  const checked = refundAdvance({ balance: dec(advance.balance).isNegative() ? '0' : advance.balance, amount: net, currency: invoice.currency });
  if (!checked.ok) throw new CreditRefused('OVER_REFUND', `${line} is an advance of which ${checked.balance} ${invoice.currency} is left.`, `lines[${at}].net`, checked.balance);
}

/** What is left of a billing event after the credits that stand. */
async function uncredited(em: EntityManager, event: BillingEvent) {
  const credits = await em.findBy(BillingEvent, { kind: 'credit', original_event_id: event.id, status: In(['ready', 'on_draft', 'invoiced']) });
  return dec(event.net).plus(sum(credits.map((c) => c.net)));
}

/** The credit of a part of an event, and where its value goes instead. */
async function creditPart(em: EntityManager, event: BillingEvent, net: string, p: CreditProposal): Promise<BillingEvent> {
  const no = (await em.countBy(BillingEvent, { kind: 'credit', original_event_id: event.id })) + 1;
  const share = dec(net).div(event.net);
  const part = (sign: 1 | -1) => {
    const of = (value: string) => dec(value).times(share).times(sign).toDecimalPlaces(6).toFixed();
    return { quantity: of(event.quantity), gross: of(event.gross), discount: of(event.discount), fee: of(event.fee), net: dec(net).times(sign).toFixed() };
  };
  const base = { ...event, invoice_id: null, invoice_line_no: null, original_event_id: event.id, version: 1, updated_at: new Date() };
  const why = [{ rule: p.reason_code === 'refund' ? 'RET-5' : 'COR-2', detail: `${p.reason_code}: ${p.reason}`, numbers: { net } }];
  const credit = em.create(BillingEvent, { ...base, ...part(-1), id: newId(), kind: 'credit', part: `${event.part}:credit-${no}`, status: 'ready', decision: 'invoiceable', description: `Credit of ${event.description}`, why });
  const instead = em.create(BillingEvent, {
    ...base, ...part(1), id: newId(), part: `${event.part}:${p.rebill ? 'rebill' : 'waived'}-${no}`, status: p.rebill ? 'ready' : 'written_off', decision: p.rebill ? 'invoiceable' : 'non_billable', hold_reason: p.rebill ? null : p.reason,
    why: [{ rule: p.rebill ? 'COR-2' : 'COR-6', detail: p.rebill ? 'credited and billed anew' : 'credited and given up', numbers: { net } }],
  });
  for (const one of [credit, instead]) {
    await em.insert(BillingEvent, one);
    await tell(em, one, 'billing_event.raised', 1);
  }
  return credit;
}

/** The draft of a proposed credit is returned: the proposal goes with it, unless what was to be billed instead is on its way already. */
export async function withdrawProposal(em: EntityManager, memo: Invoice, credits: BillingEvent[]): Promise<void> {
  if (memo.kind !== 'credit_memo' || memo.reason_code === 'correction') return;
  for (const credit of credits) {
    const no = /:credit-(\d+)$/.exec(credit.part)?.[1];
    if (!no || !credit.original_event_id) continue;
    const [instead] = (await em.findBy(BillingEvent, { original_event_id: credit.original_event_id, status: In(['ready', 'written_off']) })).filter((e) => e.part.endsWith(`:rebill-${no}`) || e.part.endsWith(`:waived-${no}`));
    if (!instead) continue;
    await changeEvent(em, instead, { status: 'cancelled' });
    const open = await em.findOneByOrFail(BillingEvent, { id: credit.id });
    await changeEvent(em, open, { status: 'cancelled' });
  }
}
