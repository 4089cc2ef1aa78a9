import { canTransition, monthOf, newId } from '#lib/canonical';
import { appendEvents, BillingEvent, type NewEvent, type TimeEntry, TENANT } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import type { Assessment } from './assess-entry.js';
import { type BillingTerms, taxProfileOf } from './billing-terms.js';

/** States in which an event has not reached an invoice and may still be changed or taken back. */
export const OPEN_STATES = ['raised', 'validated', 'ready', 'held', 'capped', 'deferred'];

/** Raises the billing events of entries just recorded: ready, or held with the reason. Work without a price waits as hours, not as value. */
export async function raiseBillingEvents(em: EntityManager, raised: { entry: TimeEntry; assessed: Assessment }[], terms: BillingTerms): Promise<void> {
  const events = raised.flatMap(({ entry, assessed }) => billingEventOf(em, entry, assessed, terms, entry.source_version) ?? []);
  if (events.length === 0) return;
  await em.insert(BillingEvent, events);
  await appendEvents(em, events.map((e) => told(e, raisedAs(e), 1)));
}

/** Raises the billing event of an entry that is judged anew: what it raised before keeps its version. */
export async function raiseBillingEvent(em: EntityManager, entry: TimeEntry, assessed: Assessment, terms: BillingTerms): Promise<void> {
  const [{ version }] = await em.query(
    `select count(*)::int as version from billing_event where kind = 'time' and source_system = $1 and source_id = $2 and (source_version = $3 or starts_with(source_version, $3 || '~')) and part = 'billable'`,
    [entry.source_system, entry.source_id, entry.source_version]);
  const event = billingEventOf(em, entry, assessed, terms, version === 0 ? entry.source_version : `${entry.source_version}~${version + 1}`);
  if (!event) return;
  await em.insert(BillingEvent, event);
  await tell(em, event, raisedAs(event), 1);
}

function billingEventOf(em: EntityManager, entry: TimeEntry, assessed: Assessment, terms: BillingTerms, source_version: string): BillingEvent | undefined {
  const { bill, line } = assessed;
  if (assessed.billing === 'none' || !bill || !line || !terms.contract || !terms.client) return undefined;
  return em.create(BillingEvent, {
    id: newId(), tenant_id: TENANT, kind: 'time', contract_id: terms.contract.id, line_no: line.line_no, project_id: terms.project.id, client_id: terms.client.id, legal_entity_code: entry.legal_entity_code,
    source_system: entry.source_system, source_id: entry.source_id, source_version, part: 'billable', time_entry_id: entry.id, worker_id: entry.worker_id, role: assessed.role ?? null, task_id: entry.task_id,
    event_date: entry.work_date, period: monthOf(entry.work_date), description: `${assessed.role ?? 'Work'} ${entry.work_date}`,
    quantity: bill.quantity, unit: bill.unit, rate: bill.rate, gross: bill.gross, discount: bill.discount, fee: bill.fee, net: bill.net, currency: bill.currency,
    tax_profile: taxProfileOf(line, terms.client.data), po_number: terms.contract.data.po_number ?? null, decision: assessed.decision, hold_reason: assessed.hold_reason ?? null, status: assessed.billing,
    approved_at: entry.approved_at, why: bill.why, correlation_id: entry.correlation_id,
  });
}

function raisedAs(event: BillingEvent): BillingEventNews {
  return event.status === 'held' ? 'billing_event.held' : 'billing_event.raised';
}

/** Moves an event to another state with what else changes, refusing illegal moves, and publishes the change. */
export async function changeEvent(em: EntityManager, event: BillingEvent, changes: Partial<BillingEvent>): Promise<BillingEvent> {
  const to = changes.status ?? event.status;
  if (!canTransition('billing_event', event.status, to)) throw new Error(`billing event ${event.id}: ${event.status} -> ${to} is not legal`);
  const after = await em.save(BillingEvent, em.create(BillingEvent, { ...event, ...changes, updated_at: new Date() }));
  await tell(em, after, 'billing_event.changed', after.version);
  return after;
}

/** Takes back the events of an entry that no invoice carries, also those given up: with the work goes what was written off of it. */
export async function cancelEvents(em: EntityManager, timeEntryId: string): Promise<void> {
  for (const event of await em.findBy(BillingEvent, { time_entry_id: timeEntryId, status: In([...OPEN_STATES, 'written_off']) })) await changeEvent(em, event, { status: 'cancelled' });
}

type BillingEventNews = 'billing_event.raised' | 'billing_event.held' | 'billing_event.changed';

/** Publishes a billing event's state. Cost never stands in it. */
export async function tell(em: EntityManager, e: BillingEvent, type: BillingEventNews, version: number): Promise<void> {
  await appendEvents(em, [told(e, type, version)]);
}

function told(e: BillingEvent, type: BillingEventNews, version: number): NewEvent {
  return {
    type, entity: 'billing_event', entity_id: e.id, entity_version: version, partition_key: `contract:${e.contract_id}`, idempotency_key: `${e.id}:v${version}`, approval_status: 'approved', correlation_id: e.correlation_id, effective_date: e.event_date,
    source_system: e.source_system, source_id: e.source_id, source_version: e.source_version,
    data: { contract_id: e.contract_id, line_no: e.line_no, project_id: e.project_id, client_id: e.client_id, worker_id: e.worker_id, event_date: e.event_date, period: e.period, quantity: e.quantity, rate: e.rate, net: e.net, currency: e.currency, decision: e.decision, status: e.status, hold_reason: e.hold_reason, invoice_id: e.invoice_id },
  };
}
