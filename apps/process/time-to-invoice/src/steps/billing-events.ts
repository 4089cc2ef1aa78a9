import { monthOf, newId } from '#lib/canonical';
import { BillingEvent, type BillingTerms, raiseBilling, raiseBillings, taxProfileOf, type TimeEntry, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { Assessment } from './assess-entry.js';

/** Raises the billing events of entries just recorded: ready, or held with the reason. Work without a price waits as hours, not as value. */
export async function raiseBillingEvents(em: EntityManager, raised: { entry: TimeEntry; assessed: Assessment }[], terms: BillingTerms): Promise<void> {
  await raiseBillings(em, raised.flatMap(({ entry, assessed }) => billingEventOf(em, entry, assessed, terms, entry.source_version) ?? []));
}

/** Raises the billing event of an entry that is judged anew: what it raised before keeps its version. */
export async function raiseBillingEvent(em: EntityManager, entry: TimeEntry, assessed: Assessment, terms: BillingTerms): Promise<void> {
  const [{ version }] = await em.query(
    `select count(*)::int as version from billing_event where kind = 'time' and source_system = $1 and source_id = $2 and (source_version = $3 or starts_with(source_version, $3 || '~')) and part = 'billable'`,
    [entry.source_system, entry.source_id, entry.source_version]);
  const event = billingEventOf(em, entry, assessed, terms, version === 0 ? entry.source_version : `${entry.source_version}~${version + 1}`);
  if (event) await raiseBilling(em, event);
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

export { cancelBillingEvents as cancelEvents, changeBillingEvent as changeEvent, OPEN_STATES, tellBillingEvent as tell } from '#lib/store';
