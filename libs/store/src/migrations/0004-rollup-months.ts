import type { MigrationInterface, QueryRunner } from 'typeorm';

const HOURS = [
  'calendar_hours', 'holiday_hours', 'time_off_hours', 'available_hours', 'billable_hours', 'client_non_billable_hours', 'internal_hours', 'training_hours', 'credited_hours', 'overhead_hours', 'absence_hours', 'total_hours',
  'scheduled_billable_hours', 'scheduled_credited_hours', 'recorded_time_off_hours', 'assigned_billable_hours', 'assigned_credited_hours', 'days_365', 'days_366',
].map((c) => `${c} numeric(14,4) not null`).join(', ');
const UNITS = 'practice text not null, region text not null, legal_entity_code text not null, role text not null';

/** Worker-days summed by month, per worker and per unit: what a view over whole months reads, whatever the size of the firm. Begins with empty rollups: the consumer fills them from the log. */
export class RollupMonths1763683200004 implements MigrationInterface {
  name = 'RollupMonths1763683200004';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create table rollup_worker_month (worker_id uuid not null, month text not null, ${UNITS}, ${HOURS}, primary key (worker_id, month, practice, region, legal_entity_code, role))`);
    await q.query('create index rollup_worker_month_unit on rollup_worker_month (month, practice, region, legal_entity_code, role)');
    await q.query(`create table rollup_unit_month (month text not null, ${UNITS}, ${HOURS}, primary key (month, practice, region, legal_entity_code, role))`);
    await q.query('drop index rollup_worker_day_scan');
    // All tables of days and months fill together, while the consumer reads the log again from its beginning.
    await q.query('delete from rollup_month');
    await q.query('delete from rollup_worker_day');
    await q.query(`update event_consumer set last_xid = '0', last_seq = 0 where name = 'analytics.rollups'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table rollup_unit_month');
    await q.query('drop table rollup_worker_month');
    await q.query('create index rollup_worker_day_scan on rollup_worker_day (legal_entity_code, day)');
  }
}
