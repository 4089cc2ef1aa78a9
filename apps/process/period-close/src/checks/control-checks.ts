import type { CheckQuery } from './check.js';

const open = (where: string) => `
  select x.id, x.code || ' ' || x.business_key as what, jsonb_build_object('message', x.message, 'first_seen', x.first_seen, 'assigned_to', x.assigned_to, 'legal_entity', x.legal_entity_code) as detail
  from args, exception x where x.status in ('open', 'assigned') and ${where}`;

export const CONTROL_CHECKS: CheckQuery[] = [
  {
    check: 'open_finance_exceptions', says: 'Exceptions that finance has to decide; those of no legal entity count for each', fix: 'Settle, waive or mark them as done.',
    sql: open(`x.owner_team = 'finance_ops' and x.code not in ('RECON_BREAK', 'CLOSE_CHECKLIST') and (x.legal_entity_code = args.entity or x.legal_entity_code is null)`),
  },
  {
    check: 'reconciliation_breaks', says: 'Differences between the systems', fix: 'Compare both sides and correct the wrong one; the break ends by itself.',
    sql: open(`x.code = 'RECON_BREAK' and x.legal_entity_code = args.entity and x.context->>'period' = args.period`),
    // Not run, or run before the ERP's newest documents could be read back.
    needs: `select count(*) > 0 and coalesce(bool_and((last.counts->>'pending')::int = 0), false) as ran
      from (select distinct on (control) r.counts from args, reconciliation r where r.legal_entity_code = args.entity and r.period = args.period order by control, run_no desc) last`,
  },
  {
    check: 'fx_rates_missing', says: 'A currency with open amounts that has no rate at period end', fix: 'Add the rate of the last day in the ERP.',
    sql: `select u.currency || '/' || le.functional as id, u.currency || ' to ' || le.functional as what, jsonb_build_object('date', args.day_to, 'used_by', u.used_by) as detail
      from args, (select l.data->>'functional_currency' as functional from canonical_record l where l.entity = 'legal_entity' and l.natural_key = (select entity from args)) le,
        (select currency, string_agg(distinct used_by, ', ') as used_by from (
          select i.currency, 'invoices' as used_by from args, invoice i where i.legal_entity_code = args.entity and i.invoice_date <= args.day_to and i.status in ('posted', 'partially_paid', 'disputed')
          union all select e.currency, 'revenue' from args, revenue_event e where e.legal_entity_code = args.entity and e.period <= args.period and e.status = 'posted'
          union all select t.cost_currency, 'labor cost' from args, time_entry t where t.legal_entity_code = args.entity and t.cost_currency is not null and t.work_date between args.day_from and args.day_to) x group by currency) u
      where u.currency <> le.functional and not exists (
        select 1 from canonical_record f where f.entity = 'exchange_rate' and not f.deleted and f.data->>'from' = u.currency and f.data->>'to' = le.functional
          and ((f.data->>'rate_type' = 'closing' and (f.data->>'date')::date = args.day_to) or (coalesce(f.data->>'rate_type', 'spot') = 'spot' and (f.data->>'date')::date between args.day_to - 31 and args.day_to)))`,
  },
  {
    check: 'contract_balances_not_closed', says: 'A contract whose balance does not roll forward (BAL-5)', fix: 'Prepare the close anew; if the break stays, compare the posted documents of the contract.',
    sql: `select b.contract_id as id, c.natural_key as what, jsonb_build_object('opening', trim_scale(b.opening)::text, 'recognized', trim_scale(b.recognized)::text, 'billed', trim_scale(b.billed)::text, 'fx', trim_scale(b.fx)::text, 'other', trim_scale(b.other)::text, 'closing', trim_scale(b.closing)::text) as detail
      from args, contract_balance b join canonical_record c on c.id = b.contract_id
      where b.legal_entity_code = args.entity and b.period = args.period and b.opening + b.recognized - b.billed + b.fx + b.other <> b.closing`,
    needs: `select exists (select 1 from args, process_run r where r.flow = 'close-preparation' and r.state = 'completed' and r.input->>'legal_entity' = args.entity and r.input->>'period' = args.period) as ran`,
  },
];
