import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** One line of a fixed-fee billing schedule (glossary 6.3). A change after invoicing is a new schedule version that keeps invoiced lines. */
@Entity('billing_schedule_line')
export class BillingScheduleLine {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  @Column('integer') schedule_version: number;
  @Column('text') seq: string;
  /** `date | milestone | progress`. */
  @Column('text') trigger: string;
  @Column('date', { nullable: true }) bill_date: string | null;
  @Column('text', { nullable: true }) milestone_code: string | null;
  @Column('uuid', { nullable: true }) milestone_id: string | null;
  @Column('numeric') amount: string;
  /** What of it is billed, after the line's discount; set when it falls due. */
  @Column('numeric', { nullable: true }) net: string | null;
  @Column('text') currency: string;
  /** State machine `billing_schedule_line`. */
  @Column('text') status: string;
  @Column('uuid', { nullable: true }) billing_event_id: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** One entry of a retainer's ledger (glossary 6.4): append only, the balance is the sum. */
@Entity('retainer_entry')
export class RetainerEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  /** `YYYY-MM` of the retainer period's first day. */
  @Column('text') period: string;
  /** `opening | grant | drawdown | rollover_in | rollover_out | expiry | overage | refund | adjustment`. */
  @Column('text') entry: string;
  /** `hours | money`. */
  @Column('text') unit: string;
  /** Signed: what is drawn, expires or is carried out is negative. */
  @Column('numeric') quantity: string;
  /** Period whose grant is used; oldest first. */
  @Column('text', { nullable: true }) grant_period: string | null;
  @Column('text') source_ref: string;
  @Column('uuid', { nullable: true }) time_entry_id: string | null;
  @Column('uuid', { nullable: true }) billing_event_id: string | null;
  @Column('text') correlation_id: string;
}

/** One meter record (glossary 6.5). A changed record is a further version; what was invoiced stands. */
@Entity('usage_record')
export class UsageRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  @Column('text') meter: string;
  @Column('text') subject: string;
  @Column('date') period_start: string;
  /** Included. */
  @Column('date') period_end: string;
  @Column('integer') sequence: number;
  @Column('integer') record_version: number;
  @Column('numeric') quantity: string;
  @Column('text') unit: string;
  @Column('timestamptz') recorded_at: Date;
  @Column('text') source_system: string;
  @Column('text') source_ref: string;
  /** State machine `usage_record`. */
  @Column('text') status: string;
  @Column('text', { nullable: true }) billing_period: string | null;
  @Column('uuid', { nullable: true }) billing_event_id: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** The part of an estimate that belongs to one contract line; amounts in the estimate's currency. */
export interface EstimateLine {
  line_no: string;
  cost_at_completion: string;
  hours_at_completion?: string;
  material_cost?: string;
}

/** A version of the estimate at completion of a project (glossary 7.8). Only an approved one feeds cost-to-cost. */
@Entity('estimate')
export class Estimate {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') project_id: string;
  @Column('integer') estimate_version: number;
  /** Actual to date plus estimate to complete, in `currency`. */
  @Column('numeric') cost_at_completion: string;
  @Column('numeric', { nullable: true }) hours_at_completion: string | null;
  @Column('text') currency: string;
  /** Pass-through material within the cost (REV-3). */
  @Column('numeric') material_cost: string;
  @Column('date') effective_date: string;
  @Column('text') reason: string;
  @Column('text') submitted_by: string;
  @Column('text', { nullable: true }) approved_by: string | null;
  @Column('timestamptz', { nullable: true }) approved_at: Date | null;
  /** State machine `estimate`. */
  @Column('text') status: string;
  /** Break-down by contract line, where the project serves more than one: `{ line_no, cost_at_completion, hours_at_completion?, material_cost? }`; sums to the whole. */
  @Column('jsonb') lines: EstimateLine[];
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
