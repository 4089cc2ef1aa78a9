import type { PerformanceObligation, RevenueEvent } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { revenueMilestones } from '../contract/revenue-milestones.js';
import { lastVersion } from '../contract/identify.js';
import { billableExpenses, billableTime, postedCost, projectsOf, usedQuantities } from '../measure/facts.js';
import { page } from './paging.js';
import type { RevenueEventPage, RevenueEventQuery, RevenueEventView, RevenueExplanation, RevenueJournalPage, RevenueJournalQuery, RevenueJournalView } from './revenue-event.dto.js';

export async function listRevenueEvents(em: EntityManager, q: RevenueEventQuery): Promise<RevenueEventPage> {
  const limit = q.limit ?? 100;
  const rows: RevenueEventView[] = await em.query(
    `select e.id, c.data->>'contract_number' as contract_number, o.code as obligation, e.legal_entity_code, e.kind, e.period, e.event_date, trim_scale(e.amount)::text as amount, e.currency, trim_scale(e.functional_amount)::text as functional_amount, e.functional_currency,
       trim_scale(e.fx_rate)::text as fx_rate, trim_scale(e.progress_before)::text as progress_before, trim_scale(e.progress_after)::text as progress_after, e.status, e.calculated_by, e.approved_by, e.journal_id, e.run_id
     from revenue_event e join performance_obligation o on o.id = e.obligation_id join canonical_record c on c.id = e.contract_id
     where ($1::text is null or e.legal_entity_code = $1) and ($2::text is null or e.period = $2) and ($3::text is null or e.status = $3) and ($4::text is null or c.data->>'contract_number' = $4) and ($5::uuid is null or e.id > $5::uuid) order by e.id limit $6`,
    [q.legal_entity_code ?? null, q.period ?? null, q.status ?? null, q.contract_number ?? null, q.cursor ?? null, limit + 1]);
  const found = page(rows, limit);
  return { revenue_events: found.rows, next_cursor: found.next_cursor };
}

export async function listRevenueJournals(em: EntityManager, q: RevenueJournalQuery): Promise<RevenueJournalPage> {
  const limit = q.limit ?? 100;
  const rows: RevenueJournalView[] = await em.query(
    `select j.id, j.key, c.data->>'contract_number' as contract_number, j.legal_entity_code, j.purpose, j.posting_date, j.prior_period, j.currency, trim_scale(j.total)::text as total, j.lines, j.status, j.erp_source_id
     from journal j join canonical_record c on c.id = j.source_id::uuid where j.source_type = 'revenue' and ($1::text is null or j.legal_entity_code = $1) and ($2::text is null or to_char(j.posting_date, 'YYYY-MM') = $2)
       and ($3::text is null or c.data->>'contract_number' = $3) and ($4::uuid is null or j.id > $4::uuid) order by j.id limit $5`,
    [q.legal_entity_code ?? null, q.period ?? null, q.contract_number ?? null, q.cursor ?? null, limit + 1]);
  const found = page(rows, limit);
  return { journals: found.rows, next_cursor: found.next_cursor };
}

const NEWEST = 200;
const newest = <T>(rows: T[]): { count: number; newest: T[] } => ({ count: rows.length, newest: rows.slice(-NEWEST) });

/** Why a revenue event is what it is: rules, inputs, and the facts as they now stand up to its date. */
export async function explainRevenueEvent(em: EntityManager, id: string): Promise<RevenueExplanation | undefined> {
  const [row]: (RevenueEvent & { number: string })[] = await em.query(`select e.*, c.data->>'contract_number' as number from revenue_event e join canonical_record c on c.id = e.contract_id where e.id = $1`, [id]);
  if (!row) return undefined;
  const [o]: PerformanceObligation[] = await em.query('select * from performance_obligation where id = $1', [row.obligation_id]);
  const { lines } = await lastVersion(em, o!.id);
  const of: [string, string[], string] = [row.contract_id, o!.line_nos, row.event_date];
  const projects = (await projectsOf(em, row.contract_id)).map((p) => p.id);
  const estimates = await em.query(`select id, project_id, estimate_version, trim_scale(cost_at_completion)::text as cost_at_completion, trim_scale(hours_at_completion)::text as hours_at_completion, currency, effective_date, approved_by, status from estimate where project_id = any($1::uuid[]) and effective_date <= $2 and status in ('approved', 'superseded') order by project_id, estimate_version`, [projects, row.event_date]);
  return {
    subject: `${row.kind.replaceAll('_', ' ')} of obligation ${o!.code}, contract ${row.number}, ${row.period}`, why: row.why, snapshot: row.snapshot, snapshot_hash: row.snapshot_hash, split: (row.evidence as { split?: object }).split ?? [],
    records: {
      time_entries: newest(await billableTime(em, ...of)), posted_cost: newest(await postedCost(em, ...of)), expenses: newest(await billableExpenses(em, ...of)), usage: newest(await usedQuantities(em, ...of)),
      milestones: await revenueMilestones(em, row.contract_id, lines), estimates,
    },
  };
}
