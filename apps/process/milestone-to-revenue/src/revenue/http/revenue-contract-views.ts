import { dec } from '#lib/canonical';
import { contractBalance } from '#lib/rules';
import { type ContractPosition, contractPositions } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { page } from './paging.js';
import type { ObligationView, PositionView, RevenueContractDetail, RevenueContractPage, RevenueContractQuery, RevenueContractSummary } from './revenue-contract.dto.js';

const SELECT = `select rc.id, c.id as contract_id, c.data->>'contract_number' as contract_number, cl.data->>'legal_name' as client, rc.legal_entity_code, rc.inception_date, rc.currency, trim_scale(rc.transaction_price)::text as transaction_price,
  (select trim_scale(coalesce(sum(e.amount), 0))::text from revenue_event e where e.revenue_contract_id = rc.id and e.status = 'posted' and e.kind <> 'loss_provision') as recognized, rc.status
  from revenue_contract rc join canonical_record c on c.id = rc.contract_ids[1] left join canonical_record cl on cl.id = rc.client_id`;

export async function listRevenueContracts(em: EntityManager, q: RevenueContractQuery): Promise<RevenueContractPage> {
  const limit = q.limit ?? 100;
  const rows: RevenueContractSummary[] = await em.query(
    `${SELECT} where ($1::text is null or rc.legal_entity_code = $1) and ($2::text is null or rc.status = $2) and ($3::text is null or c.data->>'contract_number' = $3) and ($4::uuid is null or rc.id > $4::uuid) order by rc.id limit $5`,
    [q.legal_entity_code ?? null, q.status ?? null, q.contract_number ?? null, q.cursor ?? null, limit + 1]);
  const found = page(rows, limit);
  return { revenue_contracts: found.rows, next_cursor: found.next_cursor };
}

export async function revenueContractDetail(em: EntityManager, id: string): Promise<RevenueContractDetail | undefined> {
  const [head]: RevenueContractSummary[] = await em.query(`${SELECT} where rc.id = $1`, [id]);
  if (!head) return undefined;
  const [more] = await em.query('select criteria, variable_estimates, why from revenue_contract where id = $1', [id]);
  const obligations: ObligationView[] = await em.query(
    `select o.id, o.code, o.description, o.line_nos, trim_scale(o.ssp)::text as ssp, o.ssp_method, trim_scale(o.allocated_price)::text as allocated_price, o.timing, o.over_time_criterion, o.measure, o.component, o.start_date, o.end_date, o.status, trim_scale(r.recognized)::text as recognized,
       case when o.component = 'fixed' then trim_scale(o.allocated_price - r.recognized)::text else '0' end as remaining,
       (select coalesce(json_agg(json_build_object('version_no', v.version_no, 'effective_date', v.effective_date, 'treatment', v.treatment, 'amendment_id', v.amendment_id, 'allocated_price', trim_scale(v.allocated_price)::text, 'base_revenue', trim_scale(v.base_revenue)::text, 'why', v.why) order by v.version_no), '[]') from obligation_version v where v.obligation_id = o.id) as versions,
       (select coalesce(json_agg(json_build_object('schedule_version', s.schedule_version, 'period', s.period, 'planned', trim_scale(s.planned)::text, 'recognized', trim_scale(s.recognized)::text, 'status', s.status, 'milestone_id', s.milestone_id) order by s.period, s.schedule_version), '[]') from revenue_schedule_line s where s.obligation_id = o.id and s.status <> 'cancelled') as schedule
     from performance_obligation o cross join lateral (select coalesce(sum(e.amount), 0) as recognized from revenue_event e where e.obligation_id = o.id and e.status = 'posted' and e.kind <> 'loss_provision') r
     where o.revenue_contract_id = $1 order by o.code`, [id]);
  const [position] = await contractPositions(em, { contract_id: head.contract_id, as_of: '9999-12-31' });
  return { ...head, ...more, obligations, position: position ? positionView(position) : null };
}

/** BAL-1: the position as it is shown: an asset or a liability, and the receivable apart. */
export function positionView(p: ContractPosition): PositionView {
  const b = contractBalance({ cumulative_revenue: p.recognized, cumulative_billed: p.billed, currency: p.currency });
  return { contract_id: p.contract_id, contract_number: p.contract_number, legal_entity_code: p.legal_entity_code, currency: p.currency, recognized: p.recognized, billed: p.billed, contract_asset: b.contract_asset, contract_liability: b.contract_liability, receivable: dec(p.invoiced).minus(p.paid).toFixed() };
}
