import type { CanonicalEvent, Milestone } from '#lib/canonical';
import { defineConsumer, startIn } from '#lib/process';
import { BillingEvent, recordById, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { billMilestone } from './bill-milestone.flow.js';
import { tellMilestone } from './tell-milestone.flow.js';

/** A milestone itself changed, or the schedule that names it. */
const OWN = ['milestone.completed', 'milestone.changed', 'milestone.rescheduled', 'billing_schedule.changed'] as const;
/** What the guard of a held milestone looks at. */
const GUARD = [
  'timesheet.submitted', 'timesheet.approved', 'timesheet.rejected', 'expense.approved', 'expense.changed', 'period.changed', 'period.closed', 'period.reopened', 'period.soft_closed', 'contract.signed', 'contract.changed', 'client.changed',
  'project.activated', 'project.changed', 'reference.changed', 'exception.resolved',
] as const;

/** Milestones are billed when they are done, and looked at again while their guard fails and something it looks at has changed. One run per milestone and batch. */
export const onMilestoneFacts = defineConsumer({
  name: 'milestone-billing.facts', types: [...OWN, ...GUARD],
  handle: async (em, events) => {
    const due = new Map<string, { milestone: StoredRecord<Milestone>; event: CanonicalEvent }>();
    for (const event of events) for (const milestone of await named(em, event)) due.set(milestone.id, { milestone, event });
    const guard = events.filter((e) => (GUARD as readonly string[]).includes(e.type) && (e.type !== 'exception.resolved' || e.data['code'] === 'MILESTONE_GATE')).at(-1);
    if (guard) for (const milestone of await held(em)) if (!due.has(milestone.id)) due.set(milestone.id, { milestone, event: guard });
    for (const { milestone, event } of due.values()) {
      await startIn(em, { flow: billMilestone, id: `bill-milestone:${milestone.id}:${event.id}`, input: { milestone_id: milestone.id, natural_key: milestone.natural_key ?? milestone.id, project_id: milestone.data.project_id! }, correlation_id: event.correlationid, causation_id: event.id });
    }
  },
});

/** Milestones an event is about. */
async function named(em: EntityManager, event: CanonicalEvent): Promise<StoredRecord<Milestone>[]> {
  if (event.type.startsWith('milestone.')) return known(em, [event.entityid]);
  if (event.type !== 'billing_schedule.changed') return [];
  const rows: { id: string }[] = await em.query(
    `select m.id from canonical_record m join canonical_record p on p.id::text = m.data->>'project_id' join billing_schedule_line l on l.contract_id::text = p.data->>'contract_id' and l.milestone_code = m.data->>'code'
     where m.entity = 'milestone' and l.contract_id = $1 and l.trigger = 'milestone' and l.status <> 'cancelled' group by m.id`, [event.data['contract_id']]);
  return known(em, rows.map((r) => r.id));
}

/** Milestones whose guard fails. Few at a time, so they are all looked at again whatever changed. */
async function held(em: EntityManager): Promise<StoredRecord<Milestone>[]> {
  const rows: { id: string }[] = await em.query(`select distinct milestone_id as id from billing_event where milestone_id is not null and kind = 'milestone' and status = 'held' and hold_reason = 'MILESTONE_GATE'`);
  return known(em, rows.map((r) => r.id));
}

async function known(em: EntityManager, ids: string[]): Promise<StoredRecord<Milestone>[]> {
  const records = await Promise.all(ids.map((id) => recordById<Milestone>(em, id)));
  return records.filter((r): r is StoredRecord<Milestone> => Boolean(r?.data.project_id));
}

/** Every state that the billing of a milestone reaches is told to the project team. */
export const onMilestoneBilling = defineConsumer({
  name: 'milestone-billing.told', types: ['billing_event.raised', 'billing_event.held', 'billing_event.changed'],
  handle: async (em, events) => {
    for (const event of events) {
      if (event.data['kind'] !== 'milestone' || !event.data['milestone_id']) continue;
      const billed = await em.findOneBy(BillingEvent, { id: event.entityid });
      if (!billed || billed.part !== 'billable') continue;
      const status = String(event.data['status']);
      if (!['held', 'ready', 'on_draft', 'invoiced', 'credited', 'cancelled'].includes(status)) continue;
      await startIn(em, {
        flow: tellMilestone, id: `tell-milestone:${event.entityid}:${event.entityversion}`, correlation_id: event.correlationid, causation_id: event.id,
        input: { milestone_id: String(event.data['milestone_id']), billing_status: status, no: Number(billed.source_version) * 1000 + event.entityversion, message: `${event.data['net']} ${event.data['currency']}${event.data['hold_reason'] ? `, ${event.data['hold_reason']}` : ''}` },
      });
    }
  },
});
