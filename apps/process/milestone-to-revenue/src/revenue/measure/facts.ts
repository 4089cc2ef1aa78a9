import type { EntityManager } from 'typeorm';

/** Facts of work that recognition reads: approved time, expenses, usage. Never what was invoiced (REV-9, REV-15). Decimal text. */
export interface TimeFact {
  id: string;
  project_id: string;
  work_date: string;
  hours: string;
  billable_hours: string;
  /** Null until the entry has a price. */
  bill_net: string | null;
  approved_at: string | null;
  reverses_id: string | null;
}

/** Approved time on these lines worked up to a date; held work without a clear right and work given up bring nothing. */
export function billableTime(em: EntityManager, contractId: string, lineNos: string[], asOf: string): Promise<TimeFact[]> {
  return em.query(
    `select id, project_id, work_date, trim_scale(hours)::text as hours, trim_scale(billable_hours)::text as billable_hours, trim_scale(bill_net)::text as bill_net, to_char(approved_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as approved_at,
       case when kind = 'reversal' then original_entry_id end as reverses_id
     from time_entry where contract_id = $1 and line_no = any($2) and approval_status = 'approved' and work_date <= $3 and bill_net is not null and billing_status not in ('held', 'not_eligible', 'written_off') order by work_date, id`, [contractId, lineNos, asOf]);
}

/** Approved hours by project and day of work, whatever their price: what hours and retainers are measured by. */
export function approvedHours(em: EntityManager, contractId: string, lineNos: string[], asOf: string): Promise<{ project_id: string; work_date: string; hours: string; billable_hours: string }[]> {
  return em.query(
    `select project_id, work_date, trim_scale(sum(hours))::text as hours, trim_scale(sum(case when billable_class = 'billable' then billable_hours else 0 end))::text as billable_hours from time_entry
     where contract_id = $1 and line_no = any($2) and approval_status = 'approved' and work_date <= $3 group by 1, 2 order by 2, 1`, [contractId, lineNos, asOf]);
}

export interface CostFact {
  project_id: string;
  /** Accounting date: late cost counts where the ledger has it (REV-7). */
  date: string;
  currency: string;
  amount: string;
  /** Pass-through material (REV-3): expenses of the category `Material`. */
  material: boolean;
}

/** Labor and expense cost of these lines that stands in the ledger, by accounting date up to a date (REV-7). */
export function postedCost(em: EntityManager, contractId: string, lineNos: string[], asOf: string): Promise<CostFact[]> {
  return em.query(
    `select project_id, date, currency, trim_scale(sum(amount))::text as amount, material from (
       select project_id, coalesce(accounting_date, work_date) as date, cost_currency as currency, cost_amount as amount, false as material from time_entry
         where contract_id = $1 and line_no = any($2) and costing_status = 'posted' and cost_amount is not null
       union all
       select project_id, coalesce(accounting_date, expense_date), cost_currency, cost_amount, lower(category) = 'material' from expense_line
         where contract_id = $1 and line_no = any($2) and costing_status = 'posted' and cost_amount is not null) c
     where date <= $3 group by 1, 2, 3, 5 order by 2, 1, 3`, [contractId, lineNos, asOf]);
}

/** Projects with posted cost on other lines of the contract than these: their estimates must say which part is whose. */
export async function projectsWithOtherCost(em: EntityManager, contractId: string, lineNos: string[]): Promise<Set<string>> {
  const rows = await em.query(
    `select distinct project_id from (select project_id, line_no from time_entry where contract_id = $1 and cost_amount is not null union select project_id, line_no from expense_line where contract_id = $1 and cost_amount is not null) c
     where line_no is not null and not line_no = any($2)`, [contractId, lineNos]);
  return new Set(rows.map((r: { project_id: string }) => r.project_id));
}

/** Billable value and cost of approved expenses on these lines up to a date, by project. */
export function billableExpenses(em: EntityManager, contractId: string, lineNos: string[], asOf: string): Promise<{ id: string; project_id: string | null; expense_date: string; billed: string; cost: string | null; approved_at: string | null; reverses_id: string | null }[]> {
  return em.query(
    `select id, project_id, expense_date, trim_scale(billed_amount)::text as billed, trim_scale(case when cost_currency = billed_currency then cost_amount end)::text as cost, to_char(approved_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as approved_at,
       case when kind = 'reversal' then original_line_id end as reverses_id
     from expense_line where contract_id = $1 and line_no = any($2) and approval_status = 'approved' and expense_date <= $3 and billable_to_client and billed_amount is not null and billing_status not in ('held', 'not_eligible', 'written_off') order by expense_date, id`, [contractId, lineNos, asOf]);
}

/** Accepted usage of these lines by meter and month of service, newest version of each record. */
export function usedQuantities(em: EntityManager, contractId: string, lineNos: string[], asOf: string): Promise<{ line_no: string; meter: string; month: string; quantity: string }[]> {
  return em.query(
    `select line_no, meter, to_char(period_end, 'YYYY-MM') as month, trim_scale(sum(quantity))::text as quantity from (
       select distinct on (source_system, meter, subject, period_start, sequence) line_no, meter, period_end, quantity from usage_record
       where contract_id = $1 and line_no = any($2) and status in ('validated', 'rated', 'invoiced') order by source_system, meter, subject, period_start, sequence, record_version desc) u
     where period_end <= $3 group by 1, 2, 3 order by 1, 2, 3`, [contractId, lineNos, asOf]);
}

export interface ProjectOfContract {
  id: string;
  project_code: string;
  practice: string | null;
  region: string | null;
}

/** The projects of a contract by code; the first takes what belongs to none in particular. */
export function projectsOf(em: EntityManager, contractId: string): Promise<ProjectOfContract[]> {
  return em.query(`select id, data->>'project_code' as project_code, data->>'practice' as practice, data->>'region' as region from canonical_record where entity = 'project' and not deleted and data->>'contract_id' = $1 and coalesce(status, '') <> 'cancelled' order by 2, 1`, [contractId]);
}
