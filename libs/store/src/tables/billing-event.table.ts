import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Something that may be invoiced (glossary 6.2). One source version gives at most one live event per part. */
@Entity('billing_event')
export class BillingEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('text') kind: string;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  /** Empty for what belongs to the contract alone: recurring charges, usage, retainers. */
  @Column('uuid', { nullable: true }) project_id: string | null;
  @Column('uuid') client_id: string;
  @Column('text') legal_entity_code: string;
  @Column('text') source_system: string;
  @Column('text') source_id: string;
  @Column('text') source_version: string;
  /** `billable`, or `over_cap` for the part of an entry beyond a cap (TM-5). */
  @Column('text') part: string;
  @Column('uuid', { nullable: true }) time_entry_id: string | null;
  @Column('uuid', { nullable: true }) worker_id: string | null;
  @Column('text', { nullable: true }) role: string | null;
  @Column('uuid', { nullable: true }) task_id: string | null;
  @Column('date') event_date: string;
  /** Billing period, `YYYY-MM` of the work. */
  @Column('text') period: string;
  @Column('text') description: string;
  @Column('numeric') quantity: string;
  @Column('text') unit: string;
  @Column('numeric') rate: string;
  @Column('numeric') gross: string;
  @Column('numeric') discount: string;
  @Column('numeric') fee: string;
  @Column('numeric') net: string;
  @Column('text') currency: string;
  @Column('text', { nullable: true }) tax_profile: string | null;
  @Column('text', { nullable: true }) po_number: string | null;
  /** `invoiceable | deferred | capped | held | non_billable` (TM-9). */
  @Column('text') decision: string;
  @Column('text', { nullable: true }) hold_reason: string | null;
  /** State machine `billing_event`. */
  @Column('text') status: string;
  @Column('uuid', { nullable: true }) invoice_id: string | null;
  @Column('text', { nullable: true }) invoice_line_no: string | null;
  @Column('uuid', { nullable: true }) original_event_id: string | null;
  @Column('uuid', { nullable: true }) schedule_line_id: string | null;
  @Column('uuid', { nullable: true }) milestone_id: string | null;
  @Column('uuid', { nullable: true }) expense_line_id: string | null;
  @Column('uuid', { array: true, nullable: true }) usage_record_ids: string[] | null;
  /** What the service covers where it is more than a day; `service_to` is included. */
  @Column('date', { nullable: true }) service_from: string | null;
  @Column('date', { nullable: true }) service_to: string | null;
  /** What the invoice line credits (GL-2): `contract_asset` for work already earned, `contract_liability` for what is billed ahead of it. */
  @Column('text', { default: 'contract_asset' }) account_role: string;
  @Column('timestamptz', { nullable: true }) approved_at: Date | null;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
