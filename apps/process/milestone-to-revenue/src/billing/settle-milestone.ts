import type { Client, Milestone } from '#lib/canonical';
import { milestoneVerdict } from '#lib/rules';
import { type BillingEvent, BillingScheduleLine, billingTerms, changeBillingEvent, clearExceptions, liveMilestoneEvents, milestoneFacts, type MilestoneFacts, raiseException, recordById, type StoredRecord, takeBackBilling } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { raiseMilestone } from './raise-milestone.js';
import { followDate, scheduleLineOf } from './schedule-line.js';

export interface SettledMilestone {
  /** `none`: it bills nothing. */
  standing: 'none' | 'not_due' | 'held' | 'ready';
  failed: string[];
}

/**
 * Brings the billing of one milestone in line with what is known of it now. Completed (and accepted, where that is needed) it raises its
 * event: ready, or held while the guard fails (FF-5). Completed no more, the event is taken back by where it stands: cancelled, taken off
 * the draft, or credited. Repeating it changes nothing.
 */
export async function settleMilestone(em: EntityManager, milestoneId: string, today: string): Promise<SettledMilestone> {
  const milestone = await recordById<Milestone>(em, milestoneId);
  if (!milestone?.data.project_id) return { standing: 'none', failed: [] };
  const { contract } = await billingTerms(em, milestone.data.project_id);
  if (!contract) return { standing: 'none', failed: [] };
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 9))', [`terms:${contract.id}`]);
  const schedule = await scheduleLineOf(em, milestone, contract);
  if (!schedule) return { standing: 'none', failed: [] };
  await followDate(em, schedule, milestone);
  const facts = (await milestoneFacts(em, milestoneId, schedule.line_no, today))!;
  const live = await liveMilestoneEvents(em, milestoneId);
  // Its own event is no obstacle to itself: there is never a second one while one lives.
  const verdict = milestoneVerdict({ ...facts, milestone: { ...milestone.data, status: milestone.deleted ? 'cancelled' : (milestone.status ?? '') }, billing_event_key: milestoneId, live_billing_event_keys: [] });
  if (verdict.standing === 'not_due') await takeBack(em, live, schedule, milestone);
  else if (live.some((e) => e.part === 'billable')) for (const event of live) await follow(em, event, verdict.standing);
  else await raise(em, facts, schedule, verdict.standing, verdict.why);
  await show(em, facts, verdict.standing === 'held' ? verdict.failed : []);
  return { standing: verdict.standing, failed: verdict.failed };
}

async function raise(em: EntityManager, facts: MilestoneFacts, schedule: BillingScheduleLine, standing: 'held' | 'ready', why: object[]): Promise<void> {
  const client = await recordById<Client>(em, facts.contract!.data.client_id!);
  if (!client || !facts.line) return;
  const [{ n }] = await em.query(`select count(*)::int as n from billing_event where milestone_id = $1 and kind = 'milestone' and part = 'billable'`, [facts.milestone.id]);
  const { event, net } = await raiseMilestone(em, { facts, line: facts.line, client, schedule, completion: n + 1, standing, why });
  await em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...schedule, status: 'due', bill_date: facts.date, net, billing_event_id: event.id, updated_at: new Date() }));
}

/** An event that lives follows the guard: held when it fails, also from a draft; ready again when every check holds. Retention waits for a person. */
async function follow(em: EntityManager, event: BillingEvent, standing: 'held' | 'ready'): Promise<void> {
  if (standing === 'ready' && event.status === 'held' && event.hold_reason === 'MILESTONE_GATE') await changeBillingEvent(em, event, { status: 'ready', decision: 'invoiceable', hold_reason: null });
  if (standing !== 'held' || !['ready', 'on_draft'].includes(event.status)) return;
  if (event.status === 'on_draft') {
    const [invoice] = await em.query('select status from invoice where id = $1 for update', [event.invoice_id]);
    if (invoice?.status !== 'draft') return; // released: what was sent stands
  }
  const open = event.status === 'on_draft' ? await changeBillingEvent(em, event, { status: 'ready', invoice_id: null, invoice_line_no: null }) : event;
  await changeBillingEvent(em, open, { status: 'held', decision: 'held', hold_reason: 'MILESTONE_GATE' });
}

async function takeBack(em: EntityManager, live: BillingEvent[], schedule: BillingScheduleLine, milestone: StoredRecord<Milestone>): Promise<void> {
  for (const event of live) await takeBackBilling(em, event, `the milestone is ${milestone.status} again: credited in full`);
  if (schedule.status === 'scheduled') return;
  await em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...schedule, status: 'scheduled', bill_date: milestone.data.planned_date ?? schedule.bill_date, net: null, billing_event_id: null, updated_at: new Date() }));
}

/** One exception while the guard fails; it ends by itself when every check holds. Waiving it waives the open time and expenses it names. */
async function show(em: EntityManager, { milestone, contract, task_records }: MilestoneFacts, failed: string[]): Promise<void> {
  const business_key = `milestone:${milestone.natural_key ?? milestone.id}`;
  if (failed.length === 0) {
    await clearExceptions(em, { business_key, code: 'MILESTONE_GATE' }, 'cleared', { by: 'throughline', reason: 'Every check holds, or the milestone is not completed any more' });
    return;
  }
  const open = task_records.filter((r) => !r.waived).map((r) => r.id);
  await raiseException(em, { code: 'MILESTONE_GATE', business_key, workflow: 'milestone-billing', step: 'guard', legal_entity_code: contract?.legal_entity_code ?? undefined, correlation_id: milestone.correlation_id, message: `Milestone ${milestone.natural_key} is not billed yet: ${failed.join('; ')}`, context: { failed, open_records: open } });
}
