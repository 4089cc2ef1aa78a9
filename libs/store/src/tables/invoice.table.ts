import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Invoice or credit memo as the gateway prepares it (glossary 6.7, 6.8). Only the ERP moves it to `posted`. */
@Entity('invoice')
export class Invoice {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  /** `invoice | credit_memo`. */
  @Column('text') kind: string;
  /** Contract, grouping key, billing period and run: one draft per key. */
  @Column('text') draft_key: string;
  @Column('text', { nullable: true }) invoice_number: string | null;
  @Column('text') legal_entity_code: string;
  @Column('uuid') client_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') currency: string;
  @Column('date') invoice_date: string;
  @Column('date', { nullable: true }) due_date: string | null;
  @Column('text') billing_period: string;
  @Column('text', { nullable: true }) po_number: string | null;
  @Column('text') grouping_key: string;
  @Column('numeric') subtotal: string;
  @Column('numeric') discount_total: string;
  @Column('numeric') tax_total: string;
  @Column('numeric') total: string;
  /** Paid as the ERP says. */
  @Column('numeric', { default: '0' }) amount_paid: string;
  /** Total of its posted credit memos. */
  @Column('numeric', { default: '0' }) credited: string;
  /** Most of the client's advances that a person lets it take (RET-5); empty: all it can. */
  @Column('numeric', { nullable: true }) advance_limit: string | null;
  @Column('text') tax_method: string;
  @Column('jsonb') tax_lines: object;
  /** State machine `invoice`. */
  @Column('text') status: string;
  @Column('text') prepared_by: string;
  @Column('text', { nullable: true }) released_by: string | null;
  @Column('timestamptz', { nullable: true }) released_at: Date | null;
  @Column('timestamptz', { nullable: true }) posted_at: Date | null;
  @Column('text', { nullable: true }) erp_system: string | null;
  @Column('text', { nullable: true }) erp_source_id: string | null;
  @Column('text', { nullable: true }) erp_period: string | null;
  @Column('uuid', { nullable: true }) original_invoice_id: string | null;
  @Column('text', { nullable: true }) reason_code: string | null;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @Column('text', { nullable: true }) run_id: string | null;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

@Entity('invoice_line')
export class InvoiceLine {
  @PrimaryColumn('uuid') invoice_id: string;
  @PrimaryColumn('text') line_no: string;
  @Column('text') description: string;
  @Column('numeric') quantity: string;
  @Column('text') unit: string;
  @Column('numeric') unit_price: string;
  @Column('numeric') net: string;
  @Column('text') tax_code: string;
  @Column('numeric') tax_rate: string;
  /** What the line credits in the ledger (GL-2). */
  @Column('text', { default: 'contract_asset' }) account_role: string;
  @Column('uuid', { nullable: true }) project_id: string | null;
  @Column('date', { nullable: true }) service_from: string | null;
  @Column('date', { nullable: true }) service_to: string | null;
  @Column('uuid', { array: true }) billing_event_ids: string[];
  @Column('text', { nullable: true }) original_line_no: string | null;
}
