import type { CheckQuery } from './check.js';

/** Sheets of projects of the entity with work in the period. */
const sheets = (states: string) => `
  select s.id, coalesce(w.data->>'worker_number', 'unknown worker') || ', week of ' || (s.data->>'period_start') || ', ' || p.natural_key as what,
    jsonb_build_object('status', s.status, 'project', p.natural_key, 'worker', w.data->>'worker_number', 'period_start', s.data->>'period_start', 'hours', (select sum((e->>'hours')::numeric)::text from jsonb_array_elements(s.data->'entries') e)) as detail
  from args, canonical_record s join canonical_record p on p.id = (s.data->>'project_id')::uuid left join canonical_record w on w.id = (s.data->>'worker_id')::uuid
  where s.entity = 'timesheet' and not s.deleted and s.status in (${states}) and p.legal_entity_code = args.entity
    and exists (select 1 from jsonb_array_elements(s.data->'entries') e where (e->>'work_date')::date between args.day_from and args.day_to)`;

export const TIME_CHECKS: CheckQuery[] = [
  { check: 'unsubmitted_timesheets', says: 'Worked time that was not handed in', fix: 'Have the worker submit the sheet in the PSA.', sql: sheets(`'draft', 'rejected', 'recalled'`) },
  {
    check: 'unapproved_time_or_expense', says: 'Time or expenses handed in and not approved', fix: 'Approve or reject them in the PSA.',
    sql: `${sheets(`'submitted'`)} union all
      select r.id, 'expense report ' || coalesce(r.natural_key, r.source_id) as what, jsonb_build_object('status', r.status, 'project', p.natural_key) as detail
      from args, canonical_record r join canonical_record p on p.id = (r.data->>'project_id')::uuid
      where r.entity = 'expense_report' and not r.deleted and r.status in ('draft', 'submitted') and p.legal_entity_code = args.entity
        and exists (select 1 from jsonb_array_elements(r.data->'lines') l where (l->>'date')::date between args.day_from and args.day_to)`,
  },
  {
    check: 'approved_time_not_posted', says: 'Approved time or expenses whose cost is not in the ledger', fix: 'Settle the exception of the timesheet or report, then retry its run.',
    sql: `select t.id, coalesce(w.data->>'worker_number', 'unknown worker') || ', ' || t.work_date || ', ' || p.natural_key as what, jsonb_build_object('hours', trim_scale(t.hours)::text, 'work_date', t.work_date, 'timesheet_id', t.timesheet_id, 'kind', t.kind) as detail
      from args, time_entry t join canonical_record p on p.id = t.project_id left join canonical_record w on w.id = t.worker_id
      where t.legal_entity_code = args.entity and t.costing_status = 'pending' and t.work_date <= args.day_to
      union all
      select x.id, 'expense ' || x.category || ', ' || x.expense_date as what, jsonb_build_object('amount', trim_scale(x.amount)::text, 'currency', x.currency, 'report_id', x.report_id) as detail
      from args, expense_line x where x.legal_entity_code = args.entity and x.costing_status = 'pending' and x.expense_date <= args.day_to`,
  },
];
