import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schema of each vendor as last accepted by a person: what drift is counted from. */
export class VendorSchema1763683200002 implements MigrationInterface {
  name = 'VendorSchema1763683200002';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create table vendor_schema (
      system text primary key, fingerprint text not null, description jsonb not null, accepted_by text not null, accepted_at timestamptz not null default now())`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table vendor_schema');
  }
}
