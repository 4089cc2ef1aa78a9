import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts of every contract type beyond time, of revenue and of the close. Money is numeric(24,4), rates and quantities keep more digits. */
export class BillingAndRevenue1763683200005 implements MigrationInterface {
  name = 'BillingAndRevenue1763683200005';

  async up(q: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await q.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Financial facts are not dropped: restore a backup instead.');
  }
}

const STAMPS = 'correlation_id text not null, version integer not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now()';

const STATEMENTS = [
  // What an event bills beside time, and what the invoice line credits in the ledger (GL-2).
  'alter table billing_event add column schedule_line_id uuid, add column milestone_id uuid, add column expense_line_id uuid, add column usage_record_ids uuid[], add column service_from date, add column service_to date',
  `alter table billing_event add column account_role text not null default 'contract_asset', alter column project_id drop not null`,
  ...['schedule_line_id', 'milestone_id', 'expense_line_id', 'original_event_id'].map((fact) => `create index billing_event_${fact} on billing_event (${fact}) where ${fact} is not null`),
  `alter table invoice_line add column account_role text not null default 'contract_asset'`,
  `alter table invoice add column amount_paid numeric(24,4) not null default 0, add column credited numeric(24,4) not null default 0, add column fx_rate numeric(24,10), add column advance_limit numeric(24,4)`,

  // What the ERP tells of documents is looked up by its ids.
  'create index invoice_erp on invoice (erp_system, erp_source_id)',
  'create index invoice_original on invoice (original_invoice_id) where original_invoice_id is not null',
  'create index billing_event_original on billing_event (original_event_id) where original_event_id is not null',
  `create index erp_credit_memo on canonical_record ((data->>'original_source_id')) where entity = 'erp_invoice'`,

  `create table expense_line (
    id uuid primary key, tenant_id text not null, report_id uuid not null, worker_id uuid not null, project_id uuid, task_id uuid, contract_id uuid, line_no text, legal_entity_code text not null, practice text, region text,
    expense_date date not null, category text not null, merchant text, amount numeric(24,4) not null, tax_amount numeric(24,4), recoverable_tax numeric(24,4) not null default 0, currency text not null,
    reimbursable_to_worker boolean not null, billable_to_client boolean not null, cost_amount numeric(24,4), cost_currency text, billed_amount numeric(24,4), billed_currency text, accounting_date date,
    kind text not null default 'original', original_line_id uuid, adjustment_sequence integer not null default 0, approval_status text not null, costing_status text not null, billing_status text not null, why jsonb not null default '[]',
    source_system text not null, source_id text not null, source_version text not null, approved_at timestamptz, ${STAMPS}, unique (source_system, source_id, source_version, kind))`,
  'create index expense_line_project on expense_line (project_id, expense_date)',
  'create index expense_line_report on expense_line (report_id)',

  `create table billing_schedule_line (
    id uuid primary key, tenant_id text not null, contract_id uuid not null, line_no text not null, schedule_version integer not null, seq text not null, trigger text not null, bill_date date, milestone_code text, milestone_id uuid,
    amount numeric(24,4) not null, net numeric(24,4), currency text not null, status text not null, billing_event_id uuid, ${STAMPS}, unique (contract_id, line_no, schedule_version, seq))`,
  'create index billing_schedule_line_due on billing_schedule_line (status, bill_date)',
  'create index billing_schedule_line_milestone on billing_schedule_line (milestone_id)',

  `create table retainer_entry (
    id uuid primary key, tenant_id text not null, contract_id uuid not null, line_no text not null, period text not null, entry text not null, unit text not null, quantity numeric(24,6) not null, grant_period text,
    source_ref text not null, time_entry_id uuid, billing_event_id uuid, correlation_id text not null, created_at timestamptz not null default now(), unique (contract_id, line_no, entry, source_ref))`,
  'create index retainer_entry_period on retainer_entry (contract_id, line_no, period)',

  `create table usage_record (
    id uuid primary key, tenant_id text not null, contract_id uuid not null, line_no text not null, meter text not null, subject text not null, period_start date not null, period_end date not null, sequence integer not null default 0,
    record_version integer not null default 1, quantity numeric(24,6) not null, unit text not null, recorded_at timestamptz not null, source_system text not null, source_ref text not null, status text not null, billing_period text, billing_event_id uuid,
    ${STAMPS}, unique (source_system, meter, subject, period_start, sequence, record_version))`,
  'create index usage_record_line on usage_record (contract_id, line_no, status)',

  // What the terms ask for a period of service: the side of billing that is compared with its events (REC-3 law 1).
  `create table service_charge (
    id uuid primary key, tenant_id text not null, contract_id uuid not null, line_no text not null, kind text not null, charge_key text not null, period text not null, service_from date not null, service_to date not null,
    quantity numeric(24,6) not null, unit text not null, rate numeric(24,10) not null, gross numeric(24,4) not null, discount numeric(24,4) not null default 0, net numeric(24,4) not null, currency text not null, why jsonb not null default '[]',
    ${STAMPS}, unique (contract_id, line_no, kind, charge_key))`,
  'create index service_charge_period on service_charge (currency, period)',
  `create table recurring_price (contract_id uuid not null, line_no text not null, effective_from date not null, amount numeric(24,4) not null, correlation_id text not null, created_at timestamptz not null default now(), primary key (contract_id, line_no, effective_from))`,
  // The date up to which what falls due on a contract was raised: later events are judged as of it.
  `create table contract_dues (contract_id uuid primary key, through date not null, updated_at timestamptz not null default now())`,

  `create table estimate (
    id uuid primary key, tenant_id text not null, project_id uuid not null, estimate_version integer not null, cost_at_completion numeric(24,4) not null, hours_at_completion numeric(14,4), currency text not null, material_cost numeric(24,4) not null default 0,
    effective_date date not null, reason text not null, submitted_by text not null, approved_by text, approved_at timestamptz, status text not null, lines jsonb not null default '[]', ${STAMPS}, unique (project_id, estimate_version))`,

  `create table revenue_contract (
    id uuid primary key, tenant_id text not null, contract_ids uuid[] not null, legal_entity_code text not null, client_id uuid not null, inception_date date not null, currency text not null,
    transaction_price numeric(24,4) not null, variable_estimates jsonb not null default '[]', criteria jsonb not null default '{}', contract_version integer not null, status text not null, why jsonb not null default '[]', ${STAMPS})`,
  'create unique index revenue_contract_source on revenue_contract using btree ((contract_ids[1]))',
  `create table performance_obligation (
    id uuid primary key, tenant_id text not null, revenue_contract_id uuid not null references revenue_contract (id), contract_id uuid not null, code text not null, description text, line_nos text[] not null, ssp numeric(24,4) not null, ssp_method text not null,
    allocated_price numeric(24,4) not null, timing text not null, over_time_criterion text, measure text not null, component text not null default 'fixed', is_series boolean not null default false, start_date date, end_date date, status text not null, why jsonb not null default '[]', ${STAMPS}, unique (revenue_contract_id, code))`,
  `create table revenue_schedule_line (
    id uuid primary key, tenant_id text not null, obligation_id uuid not null references performance_obligation (id), schedule_version integer not null, period text not null, method text not null, planned numeric(24,4) not null, recognized numeric(24,4) not null default 0, currency text not null,
    status text not null, milestone_id uuid, reason text, ${STAMPS}, unique (obligation_id, schedule_version, period))`,
  `create table revenue_event (
    id uuid primary key, tenant_id text not null, revenue_contract_id uuid not null, obligation_id uuid not null references performance_obligation (id), contract_id uuid not null, project_id uuid, legal_entity_code text not null, kind text not null, period text not null, event_date date not null,
    amount numeric(24,4) not null, currency text not null, functional_amount numeric(24,4), functional_currency text, fx_rate numeric(24,10), progress_before numeric(24,12), progress_after numeric(24,12), snapshot jsonb not null, snapshot_hash text not null, evidence jsonb not null default '[]',
    journal_id uuid, status text not null, calculated_by text not null, approved_by text, posted_at timestamptz, reverses_id uuid, why jsonb not null default '[]', run_id text, ${STAMPS})`,
  // REV-19: the same inputs give no second event; a run that was rejected may be calculated again.
  `create unique index revenue_event_once on revenue_event (obligation_id, period, kind, snapshot_hash) where status <> 'cancelled'`,
  'create index revenue_event_period on revenue_event (legal_entity_code, period, status)',
  'create index revenue_event_contract on revenue_event (contract_id, period)',

  `create table obligation_version (
    obligation_id uuid not null references performance_obligation (id), version_no integer not null, effective_date date not null, treatment text not null, amendment_id uuid, allocated_price numeric(24,4) not null, base_revenue numeric(24,4) not null default 0,
    base_measure numeric(24,12) not null default 0, concession numeric(24,4) not null default 0, start_date date, end_date date, lines jsonb not null, why jsonb not null default '[]', correlation_id text not null, created_at timestamptz not null default now(), primary key (obligation_id, version_no))`,
  `create table revenue_run (
    id uuid primary key, tenant_id text not null, legal_entity_code text not null, period text not null, contract_number text, status text not null, calculated_by text not null, approved_by text, decided_at timestamptz, reason text, contracts integer not null, ${STAMPS})`,
  `create unique index revenue_run_open on revenue_run (legal_entity_code, period) where status = 'open'`,
  `create table contract_posting (
    id uuid primary key, journal_id uuid not null, contract_id uuid not null, obligation_id uuid, revenue_event_id uuid, legal_entity_code text not null, period text not null, posting_date date not null, purpose text not null, account_role text not null, amount numeric(24,4) not null, currency text not null,
    functional_amount numeric(24,4) not null, functional_currency text not null, correlation_id text not null, created_at timestamptz not null default now())`,
  'create index contract_posting_contract on contract_posting (contract_id, posting_date)',

  `create table period_close (
    legal_entity_code text not null, period text not null, subledger text not null, status text not null, changed_by text not null, approved_by text, reason text, expires_on date, version integer not null default 1, updated_at timestamptz not null default now(),
    primary key (legal_entity_code, period, subledger))`,
  `create table close_waiver (id uuid primary key, legal_entity_code text not null, period text not null, check_name text not null, by_whom text not null, reason text not null, count integer not null, at timestamptz not null default now(), unique (legal_entity_code, period, check_name))`,
  `create table close_request (id uuid primary key, legal_entity_code text not null, period text not null, kind text not null, reason text not null, expires_on date, requested_by text not null, requested_at timestamptz not null default now(), decided_by text, decided_at timestamptz, status text not null)`,
  `create table reconciliation (id uuid primary key, control text not null, legal_entity_code text not null, period text not null, as_of timestamptz not null default now(), run_no integer not null, counts jsonb not null, amounts jsonb not null, breaks jsonb not null, run_id text, correlation_id text not null)`,
  'create index reconciliation_period on reconciliation (legal_entity_code, period, control, run_no desc)',
  `create table metric_snapshot (legal_entity_code text not null, period text not null, metric text not null, dimensions jsonb not null default '{}', dimensions_hash text not null, value text, definition text not null, taken_at timestamptz not null default now(), primary key (legal_entity_code, period, metric, dimensions_hash))`,
  `create table contract_balance (
    contract_id uuid not null, legal_entity_code text not null, period text not null, currency text not null, opening numeric(24,4) not null, recognized numeric(24,4) not null, billed numeric(24,4) not null, fx numeric(24,4) not null default 0, other numeric(24,4) not null default 0,
    closing numeric(24,4) not null, contract_asset numeric(24,4) not null, contract_liability numeric(24,4) not null, receivable numeric(24,4) not null, taken_at timestamptz not null default now(), primary key (contract_id, period))`,
];
