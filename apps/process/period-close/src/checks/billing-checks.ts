import type { CheckQuery } from './check.js';

const documents = (states: string) => `
  select i.id, i.kind || ' ' || coalesce(i.invoice_number, i.draft_key) as what, jsonb_build_object('status', i.status, 'total', trim_scale(i.total)::text, 'currency', i.currency, 'billing_period', i.billing_period, 'prepared_by', i.prepared_by) as detail
  from args, invoice i where i.legal_entity_code = args.entity and i.status in (${states}) and i.billing_period <= args.period`;

export const BILLING_CHECKS: CheckQuery[] = [
  {
    check: 'billing_events_not_drafted', says: 'Work that is ready to be billed and on no draft', fix: 'Start the billing run of the month.',
    sql: `select b.id, c.natural_key || ', ' || b.description as what, jsonb_build_object('kind', b.kind, 'net', trim_scale(b.net)::text, 'currency', b.currency, 'event_date', b.event_date, 'contract', c.natural_key) as detail
      from args, billing_event b join canonical_record c on c.id = b.contract_id where b.legal_entity_code = args.entity and b.status = 'ready' and b.event_date <= args.day_to`,
  },
  { check: 'drafts_not_released', says: 'Drafts that nobody released', fix: 'Release or return the draft.', sql: documents(`'draft', 'in_review', 'approved'`) },
  { check: 'released_not_posted', says: 'Released documents that the ERP has not posted', fix: 'Approve the document in the ERP, or settle its exception.', sql: documents(`'released'`) },
  {
    check: 'milestones_completed_not_billed', says: 'Milestones reached that are on no invoice', fix: 'Settle what holds the milestone, then start the billing run.',
    sql: `select m.id, p.natural_key || ', ' || (m.data->>'code') || ' ' || (m.data->>'name') as what, jsonb_build_object('status', m.status, 'actual_date', m.data->>'actual_date', 'project', p.natural_key) as detail
      from args, canonical_record m join canonical_record p on p.id = (m.data->>'project_id')::uuid
      where m.entity = 'milestone' and not m.deleted and p.legal_entity_code = args.entity and coalesce((m.data->>'billing_trigger')::boolean, false)
        and (m.status = 'accepted' or (m.status = 'completed' and not coalesce((m.data->>'acceptance_required')::boolean, false)))
        and coalesce(m.data->>'actual_date', left(m.data->>'accepted_at', 10), m.data->>'planned_date')::date <= args.day_to
        and not exists (select 1 from billing_event b where b.milestone_id = m.id and b.status in ('on_draft', 'invoiced', 'credited', 'written_off'))`,
  },
];
