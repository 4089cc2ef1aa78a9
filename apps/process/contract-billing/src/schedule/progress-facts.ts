import { sum } from '#lib/canonical';
import { costProgress, hoursProgress, type Progress } from '#lib/rules';
import type { LineOfContract } from '#lib/store';
import type { EntityManager } from 'typeorm';

/**
 * How far the projects of a contract are, by cost over the approved estimates at completion, or by hours where the line says so. Cost is what
 * was approved with a date up to `through`. A project without an approved estimate, or an estimate in another currency than its cost, is EAC_STALE.
 */
export async function progressOf(em: EntityManager, { contract, line }: LineOfContract, through: string): Promise<Progress> {
  const estimates: { project: string; cost: string; hours: string | null; currency: string; material: string }[] = await em.query(
    `select p.data->>'project_code' as project, e.cost_at_completion::text as cost, e.hours_at_completion::text as hours, e.currency from canonical_record p
     left join lateral (select * from estimate where project_id = p.id and status in ('approved', 'superseded') and effective_date <= $2 order by estimate_version desc limit 1) e on true
     where p.entity = 'project' and p.data->>'contract_id' = $1 and not p.deleted and p.status not in ('cancelled', 'provisional')`, [contract.id, through]);
  const missing = estimates.filter((e) => e.cost === null).map((e) => e.project);
  if (estimates.length === 0 || missing.length > 0) return stale(estimates.length === 0 ? 'the contract has no project to measure' : `no approved estimate at completion for ${missing.join(', ')}`);
  const add = (field: 'cost' | 'hours'): string => sum(estimates.map((e) => e[field] ?? '0')).toFixed();
  const [worked]: { cost: string; hours: string; currencies: string[] }[] = await em.query(
    `with fact as (
       select e.cost_amount as cost, e.hours, e.cost_currency as currency from time_entry e join canonical_record p on p.id = e.project_id where p.data->>'contract_id' = $1 and e.work_date <= $2
       union all select x.cost_amount, 0, x.cost_currency from expense_line x where x.contract_id::text = $1 and x.expense_date <= $2)
     select coalesce(sum(cost), 0)::text as cost, coalesce(sum(hours), 0)::text as hours, coalesce(array_agg(distinct currency) filter (where currency is not null), '{}') as currencies from fact`, [contract.id, through]);
  if (line.obligation?.measure === 'hours') {
    if (estimates.some((e) => e.hours === null)) return stale('the approved estimate has no hours at completion');
    return hoursProgress({ approved_hours: worked!.hours, planned_hours: add('hours') });
  }
  const currencies = new Set([...estimates.map((e) => e.currency), ...worked!.currencies]);
  if (currencies.size > 1) return stale(`cost and estimate are in different currencies: ${[...currencies].join(', ')}`);
  return costProgress({ cost_to_date: worked!.cost, eac: add('cost') });
}

function stale(detail: string): Progress {
  return { ok: false, code: 'EAC_STALE', detail, why: [{ rule: 'REV-6', detail, numbers: {} }] };
}
