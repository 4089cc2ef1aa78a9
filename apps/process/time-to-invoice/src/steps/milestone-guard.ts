import { milestoneVerdict } from '#lib/rules';
import { type BillingEvent, liveMilestoneEvents, milestoneFacts, raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';

/** FF-5 at the moment of effect (REC-5): what keeps a milestone's event off an invoice now; empty when nothing does. */
export async function milestoneObstacles(em: EntityManager, event: BillingEvent): Promise<string[]> {
  const facts = await milestoneFacts(em, event.milestone_id!, event.line_no, event.event_date);
  if (!facts) return ['the milestone is not known any more'];
  const others = (await liveMilestoneEvents(em, event.milestone_id!)).filter((e) => e.id !== event.id && e.part === event.part);
  const verdict = milestoneVerdict({ ...facts, milestone: { ...facts.milestone.data, status: facts.milestone.status ?? '' }, billing_event_key: event.source_id, live_billing_event_keys: others.map((e) => e.source_id) });
  return verdict.standing === 'not_due' ? verdict.why.map((w) => w.detail) : verdict.failed;
}

/** The events that may be drafted; milestones whose guard does not hold any more wait, and people are told why. */
export async function withoutHeldMilestones(em: EntityManager, events: BillingEvent[]): Promise<BillingEvent[]> {
  const through: BillingEvent[] = [];
  for (const event of events) {
    const failed = event.kind === 'milestone' ? await milestoneObstacles(em, event) : [];
    if (failed.length === 0) {
      through.push(event);
      continue;
    }
    await changeEvent(em, event, { status: 'held', decision: 'held', hold_reason: 'MILESTONE_GATE' });
    await raiseException(em, { code: 'MILESTONE_GATE', business_key: `milestone:${event.source_id}`, workflow: 'time-to-invoice', step: 'draft', legal_entity_code: event.legal_entity_code, correlation_id: event.correlation_id, message: `Milestone ${event.source_id} is not invoiced: ${failed.join('; ')}`, context: { failed, billing_event_id: event.id, open_records: [] } });
  }
  return through;
}
