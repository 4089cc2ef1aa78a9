import { hasScope, type Principal, Problem } from '#lib/platform';
import { rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { MarginRecord, MarginRecords, MarginRecordsQuery } from '../http/margin.dto.js';
import { knownIds } from '../known.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { monthPeriod } from '../period/period.js';
import { visibleEntities } from '../visible-entities.js';
import { COST_HIDDEN } from './margin-view.js';

const BILLING = `select 'billing_event' as kind, b.id, b.event_date as date, b.worker_id, b.role, b.quantity as hours, b.net as amount, b.currency, b.rate, b.status, i.draft_key as document, b.source_system, b.source_id, b.correlation_id
  from billing_event b left join invoice i on i.id = b.invoice_id where b.project_id = $1 and b.period between left($2, 7) and left($3, 7) and b.status <> 'cancelled'`;
const COST = `select 'labor_cost' as kind, e.id, e.work_date as date, e.worker_id, e.role, e.hours, e.cost_amount as amount, e.cost_currency as currency, e.cost_rate as rate, e.kind as status, e.costing_status as document, e.source_system, e.source_id, e.correlation_id
  from time_entry e where e.project_id = $1 and e.work_date between $2::date and $3::date and e.approval_status = 'approved'`;

/** The billing events and the costed time entries behind the margin of one project, by date. Cost only with the scope experience.cost. */
export async function marginRecords(em: Pick<EntityManager, 'query'>, q: MarginRecordsQuery, who: Principal): Promise<MarginRecords> {
  const period = monthPeriod(q);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 3);
  const limit = asked ?? 100;
  const showCost = hasScope(who, 'experience.cost');
  if (q.kind === 'labor_cost' && !showCost) throw new Problem('forbidden', 'Cost records need the scope experience.cost.', { code: 'COST_SCOPE' });
  const ids = (await knownIds(em, 'project', q.project))!;
  const [project] = await em.query(`select id, data->>'project_code' as code, legal_entity_code from canonical_record where id = $1`, [ids[0]]);
  const visible = visibleEntities(who);
  if (ids.length !== 1) throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'project', message: 'project names several projects', fix: 'Ask for the records of one project at a time.' }] });
  if (visible && !visible.includes(project.legal_entity_code)) throw new Problem('forbidden', `Your account does not cover legal entity ${project.legal_entity_code}.`, { code: 'LEGAL_ENTITY' });
  const parts = [...(q.kind !== 'labor_cost' ? [BILLING] : []), ...(showCost && q.kind !== 'billing_event' ? [COST] : [])];
  const params: unknown[] = [project.id, period.from, period.to];
  const next = after ? `where (date, kind, id) > ($${params.push(after[0])}::date, $${params.push(after[1])}, $${params.push(after[2])}::uuid)` : '';
  const rows: MarginRecord[] = await em.query(
    `select r.kind, r.id, r.date, w.data->>'worker_number' as worker_number, r.role, trim_scale(r.hours)::text as hours, trim_scale(r.amount)::text as amount, r.currency, trim_scale(r.rate)::text as rate, r.status, r.document,
       r.source_system, r.source_id, r.correlation_id
     from (select * from (${parts.join(' union all ')}) u ${next} order by date, kind, id limit ${limit + 1}) r left join canonical_record w on w.id = r.worker_id order by r.date, r.kind, r.id`, params);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    project_code: project.code, period, freshness: await rollupFreshness(em), cost_shown: showCost, records: shown, next_cursor: rows.length > limit ? pageCursor(question, [last!.date, last!.kind, last!.id]) : null,
    notices: showCost ? [] : [COST_HIDDEN],
  };
}
