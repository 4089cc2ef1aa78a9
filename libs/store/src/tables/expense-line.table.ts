import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Approved expense as a fact (glossary 5.3). A correction adds rows; nothing approved is edited. */
@Entity('expense_line')
export class ExpenseLine {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') report_id: string;
  @Column('uuid') worker_id: string;
  @Column('uuid', { nullable: true }) project_id: string | null;
  @Column('uuid', { nullable: true }) task_id: string | null;
  @Column('uuid', { nullable: true }) contract_id: string | null;
  @Column('text', { nullable: true }) line_no: string | null;
  @Column('text') legal_entity_code: string;
  @Column('text', { nullable: true }) practice: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('date') expense_date: string;
  @Column('text') category: string;
  @Column('text', { nullable: true }) merchant: string | null;
  /** Spent, tax included, in `currency`; negative only on a reversal. */
  @Column('numeric') amount: string;
  @Column('numeric', { nullable: true }) tax_amount: string | null;
  @Column('numeric') recoverable_tax: string;
  @Column('text') currency: string;
  @Column('boolean') reimbursable_to_worker: boolean;
  @Column('boolean') billable_to_client: boolean;
  @Column('numeric', { nullable: true }) cost_amount: string | null;
  @Column('text', { nullable: true }) cost_currency: string | null;
  @Column('numeric', { nullable: true }) billed_amount: string | null;
  @Column('text', { nullable: true }) billed_currency: string | null;
  @Column('date', { nullable: true }) accounting_date: string | null;
  /** `original | reversal | replacement`. */
  @Column('text') kind: string;
  @Column('uuid', { nullable: true }) original_line_id: string | null;
  @Column('integer') adjustment_sequence: number;
  @Column('text') approval_status: string;
  /** `pending | posted | none`. */
  @Column('text') costing_status: string;
  /** State machine `time_billing`. */
  @Column('text') billing_status: string;
  @Column('jsonb') why: object;
  @Column('text') source_system: string;
  @Column('text') source_id: string;
  @Column('text') source_version: string;
  @Column('timestamptz', { nullable: true }) approved_at: Date | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
