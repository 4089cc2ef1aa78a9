import { minorUnits, isCurrency } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { MARGIN_KEY, type MarginGroup, type MonthFilter, projectConditions } from '../margin/sum-months.js';

/** A row of a margin view: its group, key and, unless converted, its currency. */
export interface MonthRow {
  months: string[];
  group: MarginGroup;
  key: string;
  /** Null: every currency of the group. */
  currency: string | null;
  filter: MonthFilter;
}

/**
 * A relation `fact` of the records behind a margin row, read from billing events and time entries and not from the rollups: one row per
 * record, with `amount` in the project's currency. Revenue is what REV-9 and TM-7 count; cost of another currency is converted at the
 * spot rate of the work date or of the last day at most 31 days before it (FX-2), rounded at the minor unit (MON-7).
 */
export async function monthFacts(em: Pick<EntityManager, 'query'>, row: MonthRow, withCost: boolean): Promise<{ sql: string; params: unknown[] }> {
  const params: unknown[] = [row.months, row.key];
  const chosen = [`${MARGIN_KEY[row.group]} = $2::text`, ...projectConditions(row.filter, params)].join(' and ');
  const only = `($${params.push(row.currency)}::text is null or currency = $${params.length})`;
  const billed = `
    select 'billing_event' as kind, b.id, b.event_date as date, b.period as month, b.currency, b.net as amount, b.quantity as hours, null::numeric as billable_hours,
      case when b.status in ('ready', 'raised', 'validated', 'deferred') then 'ready' when b.status = 'on_draft' then 'drafted' when b.status in ('invoiced', 'credited') then 'invoiced' else b.status end as bucket,
      (b.kind = 'time' or b.kind = 'credit' and b.time_entry_id is not null) and b.status not in ('held', 'capped', 'written_off') as counts, b.net as original_amount, b.currency as original_currency, b.rate, null::numeric as exchange_rate, null::text as exchange_rate_source_id,
      c.project_code, b.worker_id, b.role, i.erp_system as document_system, i.erp_source_id as document_source_id, coalesce(i.invoice_number, i.draft_key) as document, b.source_system, b.source_id, b.source_version, b.correlation_id
    from chosen c join billing_event b on b.project_id = c.project_id and b.period = any($1::text[]) and b.status <> 'cancelled' and b.kind <> 'advance' left join invoice i on i.id = b.invoice_id`;
  const costed = withCost ? ` union all ${await laborCosts(em, params)}` : '';
  const sql = `
    with project as (select id as project_id, data->>'project_code' as project_code, data->>'currency' as home_currency, (data->>'client_id')::uuid as client_id, (data->>'engagement_id')::uuid as engagement_id, legal_entity_code,
      data->>'practice' as practice, data->>'region' as region from canonical_record where entity = 'project'),
    chosen as materialized (select * from project where ${chosen}),
    fact as (select * from (${billed}${costed}) f where currency is not null and ${only})`;
  return { sql, params };
}

/** Labor cost of the entries of the `chosen` projects. */
async function laborCosts(em: Pick<EntityManager, 'query'>, params: unknown[]): Promise<string> {
  const homes: { currency: string }[] = await em.query(`select distinct data->>'currency' as currency from canonical_record where entity = 'project'`);
  const known = homes.map((h) => h.currency).filter((c) => c && isCurrency(c));
  const digits = `(select m.digits from unnest($${params.push(known)}::text[], $${params.push(known.map(minorUnits))}::int[]) as m(currency, digits) where m.currency = c.home_currency)`;
  return `
    select 'labor_cost', e.id, e.work_date, to_char(e.work_date, 'YYYY-MM'), c.home_currency, case when e.cost_currency = c.home_currency then e.cost_amount else round(e.cost_amount * x.rate, ${digits}) end, e.hours, e.billable_hours,
      case when e.cost_amount is null then 'uncosted' when e.cost_currency <> c.home_currency and x.rate is null then 'unconverted' else e.costing_status end, true, e.cost_amount, e.cost_currency, e.cost_rate, x.rate, x.source_id,
      c.project_code, e.worker_id, e.role, null::text, null::text, null::text, e.source_system, e.source_id, e.source_version, e.correlation_id
    from chosen c join time_entry e on e.project_id = c.project_id and to_char(e.work_date, 'YYYY-MM') = any($1::text[]) and e.approval_status = 'approved'
    left join lateral (select (r.data->>'rate')::numeric as rate, r.source_id from canonical_record r where r.entity = 'exchange_rate' and not r.deleted and r.data->>'from' = e.cost_currency and r.data->>'to' = c.home_currency
      and r.data->>'date' <= e.work_date::text and r.data->>'date' >= (e.work_date - 31)::text and coalesce(r.data->>'rate_type', 'spot') = 'spot' order by r.data->>'date' desc limit 1) x on e.cost_currency <> c.home_currency`;
}
