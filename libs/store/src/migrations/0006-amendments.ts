import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of each amendment: its steps, its treatment in revenue, and the budget, forecast and backlog that follow it. */
export class Amendments1763683200006 implements MigrationInterface {
  name = 'Amendments1763683200006';

  async up(q: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await q.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Financial facts are not dropped: restore a backup instead.');
  }
}

const STAMPS = 'correlation_id text not null, version integer not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now()';

const STATEMENTS = [
  `create table amendment_application (
    amendment_id uuid primary key, tenant_id text not null, contract_id uuid not null, amendment_number text not null, effective_date date not null, application_no integer not null default 0, status text not null,
    lines_before jsonb not null default '[]', lines_after jsonb not null default '[]', steps jsonb not null default '[]', run_id text, applied_at timestamptz, ${STAMPS})`,
  'create index amendment_application_contract on amendment_application (contract_id, effective_date)',
  `create table amendment_review (
    id uuid primary key, tenant_id text not null, amendment_id uuid not null, terms_hash text not null, treatments jsonb not null, requested_by text not null, requested_at timestamptz not null default now(), reason text not null,
    status text not null, decided_by text, decided_at timestamptz, decision_reason text, ${STAMPS})`,
  `create unique index amendment_review_open on amendment_review (amendment_id) where status = 'submitted'`,
  `create table amendment_treatment (
    id uuid primary key, tenant_id text not null, amendment_id uuid not null, application_no integer not null, contract_id uuid not null, line_no text not null, obligation_code text not null, treatment text not null, effective_date date not null,
    added_price numeric(24,4) not null, currency text not null, remaining_distinct text not null, past_concession numeric(24,4) not null default 0, status text not null, why jsonb not null default '[]', ${STAMPS}, unique (amendment_id, application_no, line_no))`,
  'create index amendment_treatment_contract on amendment_treatment (contract_id, status)',
  `create table contract_budget (
    contract_id uuid not null, budget_version integer not null, amendment_id uuid, kind text not null, price numeric(24,4) not null, currency text not null, effective_date date not null, status text not null, why jsonb not null default '[]',
    correlation_id text not null, created_at timestamptz not null default now(), primary key (contract_id, budget_version))`,
  `create table contract_forecast (
    id uuid primary key, contract_id uuid not null, forecast_version integer not null, amendment_id uuid, line_no text not null, period text, amount numeric(24,4) not null, currency text not null, functional_amount numeric(24,4) not null, functional_currency text not null,
    fx_rate numeric(24,10) not null, status text not null, correlation_id text not null, created_at timestamptz not null default now())`,
  'create index contract_forecast_period on contract_forecast (contract_id, status, period)',
  `create table backlog_movement (
    id uuid primary key, contract_id uuid not null, amendment_id uuid not null, application_no integer not null, kind text not null, effective_date date not null, opening numeric(24,4) not null, amount numeric(24,4) not null, closing numeric(24,4) not null, currency text not null,
    status text not null, why jsonb not null default '[]', correlation_id text not null, created_at timestamptz not null default now(), unique (amendment_id, application_no))`,
];
