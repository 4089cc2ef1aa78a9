import { dec, monthOf, newId, type Receipt, sum, transition } from '#lib/canonical';
import { appendEvents, audit, ContractPosting, Journal, linkSystem, ObligationVersion, PerformanceObligation, RevenueEvent } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { postToSchedule } from '../contract/schedule.js';
import type { PreparedRevenueJournal } from './document.js';
import type { PostingScope } from './recognition.js';

/** The ERP has the journal: its postings stand, its revenue events are posted, the plan follows, and only now revenue is told of (glossary 10.2). */
export async function revenuePosted(em: EntityManager, scope: PostingScope, prepared: PreparedRevenueJournal, receipt: Receipt & { system: string }): Promise<void> {
  const journal = await em.findOneByOrFail(Journal, { id: prepared.id });
  if (journal.status === 'posted') return;
  const period = monthOf(prepared.posting_date);
  await em.update(Journal, { id: journal.id }, { status: 'posted', erp_system: receipt.system, erp_source_id: receipt.source_id, updated_at: new Date() });
  await linkSystem(em, { canonical_type: 'journal', canonical_id: journal.id, system: receipt.system, system_type: 'journal', system_id: receipt.source_id, role: 'owner' });
  for (const leg of prepared.legs) {
    await em.insert(ContractPosting, {
      id: newId(), journal_id: journal.id, contract_id: scope.contract_id, obligation_id: leg.obligation_id, revenue_event_id: leg.revenue_event_id, legal_entity_code: scope.legal_entity_code, period, posting_date: prepared.posting_date, purpose: prepared.purpose, account_role: leg.account_role,
      amount: leg.amount, currency: prepared.currency, functional_amount: leg.functional, functional_currency: prepared.functional_currency, correlation_id: scope.correlation_id,
    });
  }
  const ids = [...new Set(prepared.legs.map((l) => l.revenue_event_id).filter((id): id is string => id !== null))];
  await settleEvents(em, prepared, ids, period);
  await audit(em, { who: 'process:milestone-to-revenue', what: 'journal.posted', entity: 'journal', entity_id: journal.id, after: { key: journal.key, lines: journal.lines, posting_date: journal.posting_date }, correlation_id: scope.correlation_id, details: { erp_source_id: receipt.source_id, purpose: prepared.purpose, prior_period: prepared.prior_period } });
}

/** Marks events as posted under their journal and publishes them. A provision that is only shown has no journal. */
export async function settleEvents(em: EntityManager, prepared: { id: string | null; legs: PreparedRevenueJournal['legs'] }, ids: string[], period: string): Promise<void> {
  if (ids.length === 0) return;
  const events = await em.find(RevenueEvent, { where: { id: In(ids), status: 'approved' }, order: { id: 'ASC' } });
  const touched = new Set<string>();
  for (const event of events) {
    const revenue = prepared.legs.filter((l) => l.revenue_event_id === event.id && (l.account_role.startsWith('contract_') || l.account_role === 'provision_expense'));
    const functional_amount = revenue.length > 0 ? sum(revenue.map((l) => l.functional)).toFixed() : event.functional_amount;
    transition('revenue_event', event.status, 'posted');
    const after = await em.save(RevenueEvent, em.create(RevenueEvent, { ...event, status: 'posted', period, journal_id: prepared.id, functional_amount, posted_at: new Date(), updated_at: new Date() }));
    if (event.kind === 'loss_provision') continue;
    touched.add(event.obligation_id);
    const o = await em.findOneByOrFail(PerformanceObligation, { id: event.obligation_id });
    const version = await em.findOneOrFail(ObligationVersion, { where: { obligation_id: o.id }, order: { version_no: 'DESC' } });
    await postToSchedule(em, o, version, period, event.amount, event.currency);
    await appendEvents(em, [{
      type: 'revenue.recognized', entity: 'revenue_event', entity_id: event.id, entity_version: after.version, partition_key: `revenue:${event.revenue_contract_id}`, idempotency_key: `${event.obligation_id}:${period}:${event.kind}:${event.snapshot_hash}`, approval_status: 'approved', correlation_id: event.correlation_id, effective_date: event.event_date,
      data: { revenue_contract_id: event.revenue_contract_id, obligation_id: event.obligation_id, contract_id: event.contract_id, project_id: event.project_id, kind: event.kind, period, event_date: event.event_date, amount: dec(event.amount).toFixed(), currency: event.currency, functional_amount, functional_currency: event.functional_currency, journal_id: prepared.id, legal_entity_code: event.legal_entity_code },
    }]);
  }
  for (const id of touched) await settleObligation(em, id);
}

/** An obligation is satisfied when all of its price is recognized; what is billed as worked never is before its end. */
async function settleObligation(em: EntityManager, obligationId: string): Promise<void> {
  const o = await em.findOneByOrFail(PerformanceObligation, { id: obligationId });
  const [{ recognized }] = await em.query(`select coalesce(sum(amount), 0)::text as recognized from revenue_event where obligation_id = $1 and status = 'posted' and kind <> 'loss_provision'`, [obligationId]);
  const status = o.component === 'fixed' && dec(recognized).eq(o.allocated_price) ? 'satisfied' : 'partially_satisfied';
  if (status !== o.status) await em.update(PerformanceObligation, { id: o.id }, { status: transition('obligation', o.status, status), updated_at: new Date() });
}
