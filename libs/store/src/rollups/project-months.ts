import { isCurrency, minorUnits } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import type { ProjectMonthKey } from './keys.js';

const CHUNK = 500;
const FIGURES = ['hours', 'billable_hours', 'labor_cost', 'uncosted_hours', 'unconverted_hours', 'revenue', 'ready', 'held', 'capped', 'drafted', 'invoiced', 'written_off'];
const NAMES = ['client_id', 'engagement_id', 'contract_id', 'legal_entity_code', 'practice', 'region'];
const all = [...NAMES, ...FIGURES];

/**
 * Cost of approved time in the project's currency: each entry at the spot rate of its work date, or of the last day at most 31 days
 * before it (FX-2), rounded at the minor unit (MON-7). What has no cost or no rate is counted in hours, never as zero cost.
 * Revenue of time and materials is the billable net of approved work whether or not invoiced (REV-9), without what is held or capped (TM-7).
 */
const FRESH = `
  with keys as (select project_id, month, (month || '-01')::date as first, ((month || '-01')::date + interval '1 month')::date as next from unnest($1::uuid[], $2::text[]) as k(project_id, month)),
  minor as (select * from unnest($3::text[], $4::int[]) as m(currency, digits)),
  project as (select distinct p.id, p.data->>'currency' as home_currency, (p.data->>'client_id')::uuid as client_id, (p.data->>'engagement_id')::uuid as engagement_id, (p.data->>'contract_id')::uuid as contract_id,
    p.legal_entity_code, p.data->>'practice' as practice, p.data->>'region' as region from canonical_record p join keys on keys.project_id = p.id),
  worked as (
    select k.project_id, k.month, p.home_currency as currency, sum(e.hours) as hours, sum(e.billable_hours) as billable_hours,
      sum(case when e.cost_currency = p.home_currency then e.cost_amount else round(e.cost_amount * x.rate, m.digits) end) as labor_cost,
      sum(e.hours) filter (where e.cost_amount is null) as uncosted_hours,
      sum(e.hours) filter (where e.cost_amount is not null and e.cost_currency <> p.home_currency and x.rate is null) as unconverted_hours
    from keys k join project p on p.id = k.project_id join time_entry e on e.project_id = k.project_id and e.work_date >= k.first and e.work_date < k.next and e.approval_status = 'approved'
    left join minor m on m.currency = p.home_currency
    left join lateral (select (data->>'rate')::numeric as rate from canonical_record where entity = 'exchange_rate' and not deleted and data->>'from' = e.cost_currency and data->>'to' = p.home_currency
      and data->>'date' <= e.work_date::text and data->>'date' >= (e.work_date - 31)::text and coalesce(data->>'rate_type', 'spot') = 'spot' order by data->>'date' desc limit 1) x on e.cost_currency <> p.home_currency
    group by k.project_id, k.month, p.home_currency),
  billed as (
    select k.project_id, k.month, b.currency, sum(b.net) filter (where b.status in ('ready', 'raised', 'validated', 'deferred')) as ready, sum(b.net) filter (where b.status = 'held') as held,
      sum(b.net) filter (where b.status = 'capped') as capped, sum(b.net) filter (where b.status = 'on_draft') as drafted, sum(b.net) filter (where b.status in ('invoiced', 'credited')) as invoiced,
      sum(b.net) filter (where b.status = 'written_off') as written_off,
      sum(b.net) filter (where (b.kind = 'time' or b.kind = 'credit' and b.time_entry_id is not null) and b.status in ('ready', 'raised', 'validated', 'deferred', 'on_draft', 'invoiced', 'credited')) as revenue
    from keys k join billing_event b on b.project_id = k.project_id and b.period = k.month and b.status <> 'cancelled' and b.kind <> 'advance' group by k.project_id, k.month, b.currency),
  fresh as (
    select project_id, month, currency, ${NAMES.map((n) => `p.${n}`).join(', ')}, ${FIGURES.map((f) => `coalesce(${f}, 0) as ${f}`).join(', ')}
    from worked full join billed using (project_id, month, currency) join project p on p.id = project_id where currency is not null)`;

const RECOMPUTE = `${FRESH},
  written as (
    insert into rollup_project_month as r (project_id, month, currency, ${all.join(', ')}) select project_id, month, currency, ${all.join(', ')} from fresh
    on conflict (project_id, month, currency) do update set ${all.map((c) => `${c} = excluded.${c}`).join(', ')}, updated_at = now()
    where (${all.map((c) => `r.${c}`).join(', ')}) is distinct from (${all.map((c) => `excluded.${c}`).join(', ')}))
  delete from rollup_project_month r using keys k where r.project_id = k.project_id and r.month = k.month
    and not exists (select 1 from fresh f where f.project_id = r.project_id and f.month = r.month and f.currency = r.currency)`;

/** Writes exactly these project-months anew from time entries, billing events and exchange rates. Repeating it changes nothing. */
export async function recomputeProjectMonths(em: EntityManager, keys: ProjectMonthKey[]): Promise<void> {
  for (let i = 0; i < keys.length; i += CHUNK) {
    const chunk = keys.slice(i, i + CHUNK);
    const projects = chunk.map((k) => k.project_id);
    const currencies: { currency: string }[] = await em.query(`select distinct data->>'currency' as currency from canonical_record where id = any($1::uuid[])`, [projects]);
    const known = currencies.map((c) => c.currency).filter((c) => c && isCurrency(c));
    await em.query(RECOMPUTE, [projects, chunk.map((k) => k.month), known, known.map(minorUnits)]);
  }
}
