import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rollups need beyond the foundation: whether a day counts as employed, hours without cost, the months they cover, and indexes. */
export class RollupFacts1763683200003 implements MigrationInterface {
  name = 'RollupFacts1763683200003';

  async up(q: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await q.query(statement);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const index of ['time_entry_day', 'canonical_record_exchange_rate', 'canonical_record_hard_booking', 'effect_list', 'rollup_worker_day_scan']) await q.query(`drop index ${index}`);
    await q.query('drop table rollup_month');
    await q.query('alter table rollup_worker_day drop column employed, drop column overhead_hours');
    await q.query('alter table rollup_project_month drop column uncosted_hours, drop column unconverted_hours');
  }
}

const STATEMENTS = [
  `alter table rollup_worker_day add column employed boolean not null default false, add column overhead_hours numeric(12,4) not null default 0`,
  `alter table rollup_project_month add column uncosted_hours numeric(14,4) not null default 0, add column unconverted_hours numeric(14,4) not null default 0`,
  `create table rollup_month (month text primary key)`,
  `create index time_entry_day on time_entry (work_date)`,
  `create index canonical_record_exchange_rate on canonical_record ((data->>'from'), (data->>'to'), (data->>'date')) where entity = 'exchange_rate'`,
  `create index canonical_record_hard_booking on canonical_record ((data->>'start')) where entity = 'assignment' and data->>'booking_type' = 'hard'`,
  `create index effect_list on effect (state, planned_at, system, key)`,
  // A worker's days lie side by side in it: a worker's own figures touch a few pages.
  `create index rollup_worker_day_scan on rollup_worker_day (legal_entity_code, day)`,
];
