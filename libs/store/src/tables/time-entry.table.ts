import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Approved time as a fact (glossary 5.2). A correction adds rows; nothing approved is edited. */
@Entity('time_entry')
export class TimeEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') timesheet_id: string;
  @Column('uuid') worker_id: string;
  @Column('uuid') project_id: string;
  @Column('uuid', { nullable: true }) task_id: string | null;
  @Column('uuid', { nullable: true }) contract_id: string | null;
  @Column('text', { nullable: true }) line_no: string | null;
  @Column('text') legal_entity_code: string;
  @Column('text', { nullable: true }) practice: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('date') work_date: string;
  @Column('date', { nullable: true }) accounting_date: string | null;
  @Column('text', { nullable: true }) role: string | null;
  @Column('text') work_type: string;
  @Column('text') billable_class: string;
  /** Hours, exact; negative only on a reversal. */
  @Column('numeric') hours: string;
  @Column('numeric') billable_hours: string;
  @Column('text', { nullable: true }) notes: string | null;
  @Column('numeric', { nullable: true }) bill_rate: string | null;
  @Column('text', { nullable: true }) bill_currency: string | null;
  @Column('numeric', { nullable: true }) bill_net: string | null;
  @Column('jsonb', { nullable: true }) rate_why: object | null;
  /** Restricted (glossary 3.7). */
  @Column('numeric', { nullable: true }) cost_rate: string | null;
  @Column('text', { nullable: true }) cost_currency: string | null;
  @Column('numeric', { nullable: true }) cost_amount: string | null;
  /** `original | reversal | replacement`. */
  @Column('text') kind: string;
  @Column('uuid', { nullable: true }) original_entry_id: string | null;
  @Column('integer') adjustment_sequence: number;
  @Column('text') approval_status: string;
  /** `pending | posted | none`. */
  @Column('text') costing_status: string;
  /** State machine `time_billing`. */
  @Column('text') billing_status: string;
  @Column('text') source_system: string;
  @Column('text') source_id: string;
  @Column('text') source_version: string;
  @Column('timestamptz', { nullable: true }) approved_at: Date | null;
  @Column('text', { nullable: true }) approved_by: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
