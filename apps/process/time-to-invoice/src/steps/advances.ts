import { type Client, type Contract, dec, sum } from '#lib/canonical';
import { applyAdvance } from '#lib/rules';
import { BillingEvent, newBilling, raiseBilling, type StoredRecord } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';

/** An advance of a money retainer with what no invoice has taken of it. */
interface Advance {
  event: BillingEvent;
  balance: string;
}

/** Posted advances of a contract that have a balance, oldest first. They stay locked: what one transaction takes of them, another one does not see as left. */
async function advancesOf(em: EntityManager, contract: StoredRecord<Contract>): Promise<Advance[]> {
  const lines = moneyLines(contract.data);
  if (lines.length === 0) return [];
  const fees = await em.find(BillingEvent, { where: { contract_id: contract.id, line_no: In(lines), kind: 'retainer_period', status: 'invoiced' }, order: { event_date: 'ASC', id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  const balances = await Promise.all(fees.map((event) => balanceOf(em, event)));
  return fees.map((event, i) => ({ event, balance: balances[i]! })).filter((a) => dec(a.balance).gt(0));
}

/** What is left of an advance: billed, less what invoices took of it and what credit memos, drafts and proposals included, give back. */
async function balanceOf(em: EntityManager, advance: BillingEvent): Promise<string> {
  const less = await em.findBy(BillingEvent, { original_event_id: advance.id, kind: In(['advance', 'credit']), status: In(['ready', 'on_draft', 'invoiced']) });
  return sum([advance.net, ...less.map((e) => e.net)]).toFixed();
}

/** The posted advance that an event is, with its balance, locked; undefined for any other event. */
export async function advanceOf(em: EntityManager, contract: Contract, event: BillingEvent): Promise<{ balance: string; refundable: boolean } | undefined> {
  if (event.kind !== 'retainer_period' || !moneyLines(contract).includes(event.line_no)) return undefined;
  await em.findOneOrFail(BillingEvent, { where: { id: event.id }, lock: { mode: 'pessimistic_write' } });
  return { balance: await balanceOf(em, event), refundable: contract.lines.find((l) => l.line_no === event.line_no)?.retainer?.refundable === true };
}

function moneyLines(contract: Contract): string[] {
  return contract.lines.filter((l) => l.retainer?.unit === 'money').map((l) => l.line_no);
}

/**
 * RET-5: what an invoice takes of the client's advances: all it can, before tax, oldest first; a person may set a lower limit. Each part is an
 * event of its own that takes the amount out of the contract liability. An invoice of the advance itself takes none. Returns the events, ready.
 */
export async function takeAdvances(em: EntityManager, of: { contract: StoredRecord<Contract>; client: StoredRecord<Client>; events: BillingEvent[]; draft_key: string; date: string; limit: string | null }): Promise<BillingEvent[]> {
  const advances = await advancesOf(em, of.contract);
  const lines = moneyLines(of.contract.data);
  const net = sum(of.events.filter((e) => !(e.kind === 'retainer_period' && lines.includes(e.line_no))).map((e) => e.net));
  if (advances.length === 0 || net.lte(0)) return [];
  const balance = sum(advances.map((a) => a.balance));
  const most = balance.lt(net) ? balance : net;
  const requested = of.limit === null || dec(of.limit).gt(most) ? null : of.limit;
  const result = applyAdvance({ advances: advances.map((a) => ({ id: a.event.id, received_on: a.event.event_date, balance: a.balance })), invoice_net: net.toFixed(), requested, currency: of.contract.data.currency });
  const [sample] = of.events;
  const made: BillingEvent[] = [];
  for (const part of result.advances.filter((a) => dec(a.applied).gt(0))) {
    const { event } = advances.find((a) => a.event.id === part.id)!;
    const [{ n }] = await em.query(`select count(*)::int as n from billing_event where kind = 'advance' and source_id = $1`, [`${event.source_id}:${event.source_version}`]);
    const minus = dec(part.applied).negated().toFixed();
    made.push(await raiseBilling(em, newBilling({ contract: of.contract, client: of.client, line: of.contract.data.lines.find((l) => l.line_no === event.line_no)! }, {
      kind: 'advance', source_id: `${event.source_id}:${event.source_version}`, source_version: String(n + 1), event_date: of.date, description: `Advance of ${event.event_date} applied, ${part.balance} left of it`, quantity: '-1', unit: 'advance', rate: part.applied, gross: minus, net: minus,
      account_role: 'contract_liability', original_event_id: event.id, tax_profile: sample!.tax_profile, po_number: sample!.po_number, why: result.why,
    })));
  }
  return made;
}

/** Gives back what a draft had taken. */
export async function returnAdvances(em: EntityManager, invoiceId: string): Promise<void> {
  for (const event of await em.findBy(BillingEvent, { invoice_id: invoiceId, kind: 'advance', status: 'on_draft' })) await changeEvent(em, event, { status: 'cancelled', invoice_id: null, invoice_line_no: null });
}
