import { canTransition } from '#lib/canonical';
import { In, type EntityManager } from 'typeorm';
import { appendEvents, type NewEvent } from '../events.js';
import { BillingEvent } from '../tables/billing-event.table.js';

/** States in which an event has not reached an invoice and may still be changed or taken back. */
export const OPEN_STATES = ['raised', 'validated', 'ready', 'held', 'capped', 'deferred'];

/** Inserts billing events and publishes that they were raised or held, in two statements however many. The unique key (kind, source, version, part) refuses a second one of the same fact. */
export async function raiseBillings(em: EntityManager, events: BillingEvent[]): Promise<void> {
  if (events.length === 0) return;
  await em.insert(BillingEvent, events);
  await appendEvents(em, events.map((e) => newsOf(e, e.status === 'held' ? 'billing_event.held' : 'billing_event.raised', 1)));
}

/** The same for one event; answers it. */
export async function raiseBilling(em: EntityManager, event: BillingEvent): Promise<BillingEvent> {
  await raiseBillings(em, [event]);
  return event;
}

/** Moves an event to another state with what else changes, refusing illegal moves, and publishes the change. */
export async function changeBillingEvent(em: EntityManager, event: BillingEvent, changes: Partial<BillingEvent>): Promise<BillingEvent> {
  const to = changes.status ?? event.status;
  if (!canTransition('billing_event', event.status, to)) throw new Error(`billing event ${event.id}: ${event.status} -> ${to} is not legal`);
  const after = await em.save(BillingEvent, em.create(BillingEvent, { ...event, ...changes, updated_at: new Date() }));
  await tellBillingEvent(em, after, 'billing_event.changed', after.version);
  return after;
}

/** Takes back the events of a fact that no invoice carries, also those given up: with the work goes what was written off of it. */
export async function cancelBillingEvents(em: EntityManager, of: { time_entry_id: string } | { expense_line_id: string } | { milestone_id: string }): Promise<void> {
  for (const event of await em.findBy(BillingEvent, { ...of, status: In([...OPEN_STATES, 'written_off']) })) await changeBillingEvent(em, event, { status: 'cancelled' });
}

type BillingEventNews = 'billing_event.raised' | 'billing_event.held' | 'billing_event.changed';

/** Publishes a billing event's state. Cost never stands in it. */
export async function tellBillingEvent(em: EntityManager, e: BillingEvent, type: BillingEventNews, version: number): Promise<void> {
  await appendEvents(em, [newsOf(e, type, version)]);
}

function newsOf(e: BillingEvent, type: BillingEventNews, version: number): NewEvent {
  return {
    type, entity: 'billing_event', entity_id: e.id, entity_version: version, partition_key: `contract:${e.contract_id}`, idempotency_key: `${e.id}:v${version}`, approval_status: 'approved', correlation_id: e.correlation_id, effective_date: e.event_date,
    source_system: e.source_system, source_id: e.source_id, source_version: e.source_version,
    data: { kind: e.kind, milestone_id: e.milestone_id ?? null, contract_id: e.contract_id, line_no: e.line_no, project_id: e.project_id, client_id: e.client_id, worker_id: e.worker_id, event_date: e.event_date, period: e.period, quantity: e.quantity, rate: e.rate, net: e.net, currency: e.currency, decision: e.decision, status: e.status, hold_reason: e.hold_reason, invoice_id: e.invoice_id },
  };
}
