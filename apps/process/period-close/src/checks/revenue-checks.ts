import type { CheckQuery } from './check.js';

/** Contracts that an approved run of the period calculated without a fault, and until when. What such a run found nothing earned for is not planned any more: it waits for the next month. */
const RUN = `select p.input->>'contract_id' as contract_id, max(p.ended_at) as at from args, revenue_run v join process_run p on p.flow = 'calculate-revenue' and p.input->>'run_id' = v.id::text
        where v.legal_entity_code = args.entity and v.period = args.period and v.status = 'approved' and p.state = 'completed' and p.result->>'outcome' = 'calculated' group by 1`;

export const REVENUE_CHECKS: CheckQuery[] = [
  {
    check: 'revenue_schedules_not_run', says: 'Revenue of the period that is planned or calculated and not posted', fix: 'Run and approve the revenue run of the period.',
    sql: `select l.id, c.natural_key || ', obligation ' || o.code || ', ' || l.period as what, jsonb_build_object('planned', trim_scale(l.planned)::text, 'recognized', trim_scale(l.recognized)::text, 'currency', l.currency, 'status', l.status) as detail
      from args, revenue_schedule_line l join performance_obligation o on o.id = l.obligation_id join revenue_contract r on r.id = o.revenue_contract_id join canonical_record c on c.id = o.contract_id
        left join (${RUN}) run on run.contract_id = o.contract_id::text
      where r.legal_entity_code = args.entity and l.period <= args.period and l.status in ('planned', 'ready') and l.planned <> l.recognized and o.status <> 'cancelled'
        and (run.at is null or l.updated_at > run.at) and l.schedule_version = (select max(v.schedule_version) from revenue_schedule_line v where v.obligation_id = l.obligation_id)
      union all
      select e.id, c.natural_key || ', ' || e.kind || ' of ' || e.period as what, jsonb_build_object('amount', trim_scale(e.amount)::text, 'currency', e.currency, 'status', e.status, 'run_id', e.run_id) as detail
      from args, revenue_event e join canonical_record c on c.id = e.contract_id where e.legal_entity_code = args.entity and e.period <= args.period and e.status in ('calculated', 'approved')`,
  },
  {
    check: 'obligations_with_stale_eac', says: 'Obligations that have begun, measured by cost or hours, whose estimate is missing or below the cost so far', fix: 'Approve a new version of the estimate.',
    sql: `select o.id, c.natural_key || ', obligation ' || o.code as what, jsonb_build_object('measure', o.measure, 'project', p.natural_key, 'estimate', trim_scale(v.cost_at_completion)::text, 'cost_to_date', trim_scale(coalesce(t.cost, 0))::text) as detail
      from args, performance_obligation o join revenue_contract r on r.id = o.revenue_contract_id join canonical_record c on c.id = o.contract_id
        join canonical_record p on p.entity = 'project' and not p.deleted and p.data->>'contract_id' = o.contract_id::text
        left join lateral (select cost_at_completion from estimate x where x.project_id = p.id and x.status = 'approved' and x.effective_date <= args.day_to order by estimate_version desc limit 1) v on true
        left join lateral (select sum(cost_amount) as cost from time_entry e where e.project_id = p.id and e.work_date <= args.day_to) t on true
      where r.legal_entity_code = args.entity and o.measure = 'cost_to_cost' and o.status not in ('satisfied', 'cancelled') and coalesce(o.start_date, args.day_to) <= args.day_to and p.status in ('active', 'on_hold') and (v.cost_at_completion is null or t.cost > v.cost_at_completion)`,
  },
];
