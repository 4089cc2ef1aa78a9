import { sum } from '#lib/canonical';
import { costProgress, hoursProgress, type Progress } from '#lib/rules';
import type { LineOfContract } from '#lib/store';
import type { EntityManager } from 'typeorm';

interface EstimateOfProject {
  id: string;
  project: string;
  cost: string | null;
  hours: string | null;
  currency: string;
  lines: { line_no: string; cost_at_completion: string; hours_at_completion?: string }[] | null;
}

/**
 * How far a line of a contract is, by cost over the approved estimates at completion, or by hours where the line says so. Cost is what was approved with a date up to `through`. An estimate
 * that is broken down by contract line is measured by the line's own part and cost; one that is not, by all of its project. A project without an approved estimate, or an estimate in
 * another currency than its cost, is EAC_STALE.
 */
export async function progressOf(em: EntityManager, { contract, line }: LineOfContract, through: string): Promise<Progress> {
  const estimates: EstimateOfProject[] = await em.query(
    `select p.id, p.data->>'project_code' as project, e.cost_at_completion::text as cost, e.hours_at_completion::text as hours, e.currency, e.lines from canonical_record p
     left join lateral (select * from estimate where project_id = p.id and status in ('approved', 'superseded') and effective_date <= $2 order by estimate_version desc limit 1) e on true
     where p.entity = 'project' and p.data->>'contract_id' = $1 and not p.deleted and p.status not in ('cancelled', 'provisional')`, [contract.id, through]);
  const missing = estimates.filter((e) => e.cost === null).map((e) => e.project);
  if (estimates.length === 0 || missing.length > 0) return stale(estimates.length === 0 ? 'the contract has no project to measure' : `no approved estimate at completion for ${missing.join(', ')}`);
  const parts = estimates.flatMap((e) => partOf(e, line.line_no));
  if (parts.length === 0) return stale(`the approved estimates of ${estimates.map((e) => e.project).join(', ')} say nothing of this line`);
  const brokenDown = estimates.filter((e) => e.lines?.length).map((e) => e.id);
  const [worked]: { cost: string; hours: string; currencies: string[] }[] = await em.query(
    `with fact as (
       select e.cost_amount as cost, e.hours, e.cost_currency as currency, e.project_id, e.line_no from time_entry e join canonical_record p on p.id = e.project_id where p.data->>'contract_id' = $1 and e.work_date <= $2
       union all select x.cost_amount, 0, x.cost_currency, x.project_id, x.line_no from expense_line x where x.contract_id::text = $1 and x.expense_date <= $2)
     select coalesce(sum(cost), 0)::text as cost, coalesce(sum(hours), 0)::text as hours, coalesce(array_agg(distinct currency) filter (where currency is not null), '{}') as currencies from fact
     where line_no = $3 or project_id is null or not project_id = any($4::uuid[])`, [contract.id, through, line.line_no, brokenDown]);
  if (line.obligation?.measure === 'hours') {
    if (parts.some((e) => e.hours === null)) return stale('the approved estimate has no hours at completion');
    return hoursProgress({ approved_hours: worked!.hours, planned_hours: sum(parts.map((e) => e.hours!)).toFixed() });
  }
  const currencies = new Set([...parts.map((e) => e.currency), ...worked!.currencies]);
  if (currencies.size > 1) return stale(`cost and estimate are in different currencies: ${[...currencies].join(', ')}`);
  return costProgress({ cost_to_date: worked!.cost, eac: sum(parts.map((e) => e.cost)).toFixed() });
}

/** What an estimate says of the line: its part, or all of it; nothing where it is broken down and leaves the line out. */
function partOf(e: EstimateOfProject, lineNo: string): { cost: string; hours: string | null; currency: string }[] {
  if (!e.lines?.length) return [{ cost: e.cost!, hours: e.hours, currency: e.currency }];
  return e.lines.filter((l) => l.line_no === lineNo).map((l) => ({ cost: l.cost_at_completion, hours: l.hours_at_completion ?? null, currency: e.currency }));
}

function stale(detail: string): Progress {
  return { ok: false, code: 'EAC_STALE', detail, why: [{ rule: 'REV-6', detail, numbers: {} }] };
}
