import type { EntityManager } from 'typeorm';
import type { MarginSource } from '../http/explanation.dto.js';
import { monthFacts, type MonthRow } from './month-facts.js';

/** The records behind a margin row in order of date, kind and id. Without `withCost` the billing events alone. */
export async function marginSources(em: Pick<EntityManager, 'query'>, row: MonthRow, withCost: boolean, page: { after?: string[]; limit: number }): Promise<MarginSource[]> {
  const { sql, params } = await monthFacts(em, row, withCost);
  const next = page.after ? `where (date, kind, id) > ($${params.push(page.after[0])}::date, $${params.push(page.after[1])}, $${params.push(page.after[2])}::uuid)` : '';
  return em.query(
    `${sql} select s.kind, s.id, s.date, s.month, s.project_code, w.data->>'worker_number' as worker_number, s.role, trim_scale(s.hours)::text as hours, trim_scale(s.amount)::text as amount, s.currency, s.bucket,
       case when s.kind = 'labor_cost' then 'labor_cost' when s.counts then 'revenue' end as counts_in, trim_scale(s.rate)::text as rate, trim_scale(s.original_amount)::text as original_amount, s.original_currency,
       trim_scale(s.exchange_rate)::text as exchange_rate, s.exchange_rate_source_id, s.document, s.document_system, s.document_source_id, s.source_system, s.source_id, s.source_version, s.correlation_id
     from (select * from fact ${next} order by date, kind, id limit ${page.limit}) s left join canonical_record w on w.id = s.worker_id order by s.date, s.kind, s.id`, params);
}
