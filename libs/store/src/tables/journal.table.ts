import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A journal the gateway prepared and the ERP posted (glossary 7.5). Key: legal entity, source, version, purpose (GL-4). */
@Entity('journal')
export class Journal {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('text') key: string;
  @Column('text') legal_entity_code: string;
  @Column('text') source_type: string;
  @Column('text') source_id: string;
  @Column('text') source_version: string;
  @Column('text') purpose: string;
  @Column('date') posting_date: string;
  @Column('date', { nullable: true }) work_from: string | null;
  @Column('date', { nullable: true }) work_to: string | null;
  @Column('boolean') prior_period: boolean;
  @Column('text') currency: string;
  @Column('jsonb') lines: object;
  @Column('numeric') total: string;
  /** State machine `journal`. */
  @Column('text') status: string;
  @Column('text', { nullable: true }) erp_system: string | null;
  @Column('text', { nullable: true }) erp_source_id: string | null;
  @Column('uuid', { nullable: true }) reverses_id: string | null;
  @Column('text') correlation_id: string;
  @Column('text', { nullable: true }) run_id: string | null;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
