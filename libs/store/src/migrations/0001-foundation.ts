import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The foundation: canonical records, cross references, events, effects, exceptions, audit, facts, rollups, processes. */
export class Foundation1763683200001 implements MigrationInterface {
  name = 'Foundation1763683200001';

  async up(q: QueryRunner): Promise<void> {
    for (const statement of TABLES) await q.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The foundation is not undone: restore a backup instead.');
  }
}

const TABLES = [
  `create table canonical_record (
    id uuid primary key, tenant_id text not null, data_region text not null, entity text not null,
    natural_key text, version integer not null, status text, approval_status text not null,
    effective_from date, effective_to date, legal_entity_code text,
    data jsonb not null, refs jsonb not null default '{}', extensions jsonb not null default '{}',
    source_system text not null, source_id text not null, source_version text not null, source_timestamp timestamptz not null,
    correlation_id text not null, deleted boolean not null default false,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  `create unique index canonical_record_natural on canonical_record (tenant_id, entity, natural_key) where natural_key is not null`,
  `create index canonical_record_entity on canonical_record (entity, updated_at, id)`,
  `create index canonical_record_worker on canonical_record (entity, (data->>'worker_id')) where data ? 'worker_id'`,
  `create index canonical_record_project on canonical_record (entity, (data->>'project_id')) where data ? 'project_id'`,

  `create table cross_reference (
    canonical_type text not null, canonical_id uuid not null, system text not null, system_type text not null, system_id text not null,
    role text not null, valid_from timestamptz not null default now(), valid_to timestamptz,
    last_sync_version text, checksum text, primary key (system, system_type, system_id))`,
  `create unique index cross_reference_live on cross_reference (canonical_id, system, system_type) where valid_to is null`,

  `create table parked_record (
    system text not null, entity text not null, source_id text not null, record jsonb not null, missing text not null,
    since timestamptz not null default now(), correlation_id text not null, primary key (system, entity, source_id))`,

  `create table feed_cursor (
    system text not null, entity text not null, cursor text not null default '', records bigint not null default 0,
    caught_up_at timestamptz, updated_at timestamptz not null default now(), last_error text, primary key (system, entity))`,

  `create table event_partition (tenant_id text not null, partition_key text not null, last_sequence bigint not null, primary key (tenant_id, partition_key))`,
  `create table event (
    seq bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id(),
    id uuid not null unique, tenant_id text not null, type text not null, subject text not null, partition_key text not null, sequence bigint not null,
    idempotency_key text not null, entity text not null, entity_id text not null, entity_version integer not null,
    correlation_id text not null, causation_id text, approval_status text not null, effective_date date,
    source_system text, source_id text, source_version text, source_timestamp timestamptz,
    time timestamptz not null default now(), data jsonb not null,
    unique (tenant_id, type, idempotency_key), unique (tenant_id, partition_key, sequence))`,
  `create index event_order on event (xid, seq)`,
  `create index event_correlation on event (correlation_id)`,
  `create index event_entity on event (entity, entity_id)`,
  `create table event_consumer (name text primary key, last_xid xid8 not null default '0', last_seq bigint not null default 0, updated_at timestamptz not null default now())`,

  `create table effect (
    system text not null, key text not null, verb text not null, hash text not null, vendor_key text not null, request jsonb not null,
    state text not null, attempts integer not null default 0, lookups integer not null default 0,
    receipt jsonb, problem jsonb, correlation_id text not null, run_id text, actor text not null,
    planned_at timestamptz not null default now(), sent_at timestamptz, settled_at timestamptz, next_check_at timestamptz, lease_until timestamptz,
    version integer not null default 1, primary key (system, key))`,
  `create index effect_open on effect (state, next_check_at) where state in ('planned', 'sent', 'uncertain', 'exception')`,
  `create index effect_correlation on effect (correlation_id)`,
  `create index effect_run on effect (run_id)`,

  `create table exception (
    id uuid primary key, tenant_id text not null, code text not null, severity text not null, business_key text not null, workflow text not null, step text,
    owner_team text not null, legal_entity_code text, run_id text, correlation_id text not null,
    message text not null, context jsonb not null default '{}', evidence jsonb not null default '[]', suggested_action text not null,
    first_seen timestamptz not null default now(), last_seen timestamptz not null default now(), attempts integer not null default 1,
    status text not null default 'open', assigned_to text, resolution text, resolution_reason text, resolved_by text, resolved_at timestamptz,
    version integer not null default 1)`,
  `create unique index exception_live on exception (tenant_id, business_key, code) where status in ('open', 'assigned')`,
  `create index exception_list on exception (status, last_seen desc, id)`,
  `create index exception_run on exception (run_id) where status in ('open', 'assigned')`,
  `create index exception_correlation on exception (correlation_id)`,

  `create table audit_chain (chain smallint primary key, length bigint not null, last_hash text not null)`,
  `insert into audit_chain select n, 0, '' from generate_series(0, 15) n`,
  `create table audit (
    chain smallint not null, n bigint not null, at timestamptz not null, who text not null, what text not null, entity text not null, entity_id text not null,
    before_hash text, after_hash text, correlation_id text not null, reason text, details jsonb not null default '{}', retention_class text not null default 'finance_10y',
    previous_hash text not null, hash text not null, primary key (chain, n))`,
  `create index audit_entity on audit (entity, entity_id)`,
  `create index audit_correlation on audit (correlation_id)`,

  `create table idempotency (
    scope text not null, key text not null, request_hash text not null, status integer, response jsonb,
    first_seen timestamptz not null default now(), expires timestamptz not null, primary key (scope, key))`,

  `create table time_entry (
    id uuid primary key, tenant_id text not null, timesheet_id uuid not null, worker_id uuid not null, project_id uuid not null, task_id uuid,
    contract_id uuid, line_no text, legal_entity_code text not null, practice text, region text,
    work_date date not null, accounting_date date, role text, work_type text not null, billable_class text not null,
    hours numeric(12,4) not null, billable_hours numeric(12,4) not null, notes text,
    bill_rate numeric(24,10), bill_currency text, bill_net numeric(24,4), rate_why jsonb,
    cost_rate numeric(24,10), cost_currency text, cost_amount numeric(24,4),
    kind text not null default 'original', original_entry_id uuid, adjustment_sequence integer not null default 0,
    approval_status text not null, costing_status text not null, billing_status text not null,
    source_system text not null, source_id text not null, source_version text not null, approved_at timestamptz, approved_by text,
    correlation_id text not null, version integer not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    unique (source_system, source_id, source_version, kind))`,
  `create index time_entry_worker on time_entry (worker_id, work_date)`,
  `create index time_entry_project on time_entry (project_id, work_date)`,
  `create index time_entry_timesheet on time_entry (timesheet_id)`,
  `create index time_entry_source on time_entry (source_system, source_id)`,

  `create table billing_event (
    id uuid primary key, tenant_id text not null, kind text not null, contract_id uuid not null, line_no text not null, project_id uuid not null, client_id uuid not null,
    legal_entity_code text not null, source_system text not null, source_id text not null, source_version text not null, part text not null default 'billable',
    time_entry_id uuid, worker_id uuid, role text, task_id uuid, event_date date not null, period text not null, description text not null,
    quantity numeric(14,4) not null, unit text not null, rate numeric(24,10) not null, gross numeric(24,4) not null, discount numeric(24,4) not null default 0,
    fee numeric(24,4) not null default 0, net numeric(24,4) not null, currency text not null, tax_profile text, po_number text,
    decision text not null, hold_reason text, status text not null, invoice_id uuid, invoice_line_no text, original_event_id uuid,
    approved_at timestamptz, why jsonb not null default '[]', correlation_id text not null, version integer not null default 1,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    unique (kind, source_system, source_id, source_version, part))`,
  `create index billing_event_line on billing_event (contract_id, line_no, status)`,
  `create index billing_event_project on billing_event (project_id, period)`,
  `create index billing_event_invoice on billing_event (invoice_id)`,
  `create index billing_event_status on billing_event (status, period)`,

  `create table invoice (
    id uuid primary key, tenant_id text not null, kind text not null default 'invoice', draft_key text not null unique, invoice_number text,
    legal_entity_code text not null, client_id uuid not null, contract_id uuid not null, currency text not null,
    invoice_date date not null, due_date date, billing_period text not null, po_number text, grouping_key text not null,
    subtotal numeric(24,4) not null, discount_total numeric(24,4) not null default 0, tax_total numeric(24,4) not null, total numeric(24,4) not null,
    tax_method text not null, tax_lines jsonb not null default '[]', status text not null,
    prepared_by text not null, released_by text, released_at timestamptz, posted_at timestamptz, erp_system text, erp_source_id text, erp_period text,
    original_invoice_id uuid, reason_code text, why jsonb not null default '[]', correlation_id text not null, run_id text,
    version integer not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  `create index invoice_status on invoice (status, legal_entity_code, billing_period)`,
  `create index invoice_contract on invoice (contract_id, billing_period)`,
  `create table invoice_line (
    invoice_id uuid not null references invoice (id), line_no text not null, description text not null, quantity numeric(14,4) not null, unit text not null,
    unit_price numeric(24,10) not null, net numeric(24,4) not null, tax_code text not null, tax_rate numeric(12,8) not null,
    project_id uuid, service_from date, service_to date, billing_event_ids uuid[] not null, original_line_no text, primary key (invoice_id, line_no))`,

  `create table journal (
    id uuid primary key, tenant_id text not null, key text not null unique, legal_entity_code text not null, source_type text not null, source_id text not null, source_version text not null, purpose text not null,
    posting_date date not null, work_from date, work_to date, prior_period boolean not null default false, currency text not null, lines jsonb not null, total numeric(24,4) not null,
    status text not null, erp_system text, erp_source_id text, reverses_id uuid, correlation_id text not null, run_id text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  `create index journal_source on journal (source_type, source_id)`,

  `create table process_run (
    id text primary key, flow text not null, business_key text not null, correlation_id text not null, state text not null,
    input jsonb not null, result jsonb, error jsonb, attempt integer not null default 1, retry_of text,
    started_at timestamptz not null default now(), ended_at timestamptz, updated_at timestamptz not null default now())`,
  `create index process_run_flow on process_run (flow, state, started_at desc)`,
  `create index process_run_key on process_run (business_key)`,
  `create index process_run_correlation on process_run (correlation_id)`,
  `create table process_step (
    run_id text not null, n integer not null, name text not null, kind text not null, state text not null, detail jsonb not null default '{}',
    started_at timestamptz not null default now(), ended_at timestamptz, primary key (run_id, n))`,

  `create table rollup_worker_day (
    worker_id uuid not null, day date not null, practice text, region text, legal_entity_code text, role text,
    calendar_hours numeric(10,4) not null default 0, holiday_hours numeric(10,4) not null default 0, time_off_hours numeric(10,4) not null default 0, available_hours numeric(10,4) not null default 0,
    billable_hours numeric(12,4) not null default 0, client_non_billable_hours numeric(12,4) not null default 0, internal_hours numeric(12,4) not null default 0,
    training_hours numeric(12,4) not null default 0, credited_hours numeric(12,4) not null default 0, absence_hours numeric(12,4) not null default 0, total_hours numeric(12,4) not null default 0,
    scheduled_billable_hours numeric(12,4) not null default 0, scheduled_credited_hours numeric(12,4) not null default 0,
    updated_at timestamptz not null default now(), primary key (worker_id, day))`,
  `create index rollup_worker_day_day on rollup_worker_day (day, practice, region)`,
  `create table rollup_project_month (
    project_id uuid not null, month text not null, currency text not null, client_id uuid, engagement_id uuid, contract_id uuid, legal_entity_code text, practice text, region text,
    hours numeric(14,4) not null default 0, billable_hours numeric(14,4) not null default 0, labor_cost numeric(24,4) not null default 0,
    revenue numeric(24,4) not null default 0, ready numeric(24,4) not null default 0, held numeric(24,4) not null default 0, capped numeric(24,4) not null default 0,
    drafted numeric(24,4) not null default 0, invoiced numeric(24,4) not null default 0, written_off numeric(24,4) not null default 0,
    updated_at timestamptz not null default now(), primary key (project_id, month, currency))`,
  `create index rollup_project_month_month on rollup_project_month (month)`,
];
