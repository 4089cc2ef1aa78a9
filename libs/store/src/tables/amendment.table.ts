import type { ContractLine } from '#lib/canonical';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** One step of an amendment as it went (MOD-8). `kept` is what undoing it needs. */
export interface AmendmentStepState {
  step: string;
  /** `done | undone | failed`. */
  state: string;
  at: string;
  detail?: string;
  kept?: unknown;
}

/** How far an amendment is carried out. One row per amendment; `application_no` rises with every new beginning. */
@Entity('amendment_application')
export class AmendmentApplication {
  @PrimaryColumn('uuid') amendment_id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') amendment_number: string;
  @Column('date') effective_date: string;
  @Column('integer') application_no: number;
  /** `applying | applied | withdrawn`. */
  @Column('text') status: string;
  /** The lines the amendment touches, as they stood and as it leaves them. */
  @Column('jsonb') lines_before: ContractLine[];
  @Column('jsonb') lines_after: ContractLine[];
  @Column('jsonb') steps: AmendmentStepState[];
  @Column('text', { nullable: true }) run_id: string | null;
  @Column('timestamptz', { nullable: true }) applied_at: Date | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** The accounting treatment of an amendment, put forward by one person and decided by another (glossary 3.5). */
@Entity('amendment_review')
export class AmendmentReview {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') amendment_id: string;
  /** Hash of the terms that were looked at: a decision holds for these only. */
  @Column('text') terms_hash: string;
  @Column('jsonb') treatments: object;
  @Column('text') requested_by: string;
  @Column('text') reason: string;
  /** `submitted | approved | rejected`. */
  @Column('text') status: string;
  @Column('text', { nullable: true }) decided_by: string | null;
  @Column('timestamptz', { nullable: true }) decided_at: Date | null;
  @Column('text', { nullable: true }) decision_reason: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** What an amendment means for one line in revenue (MOD-2 to 7): written when the amendment is applied, carried out by the revenue flow on `contract.amended`. */
@Entity('amendment_treatment')
export class AmendmentTreatment {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') amendment_id: string;
  @Column('integer') application_no: number;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  /** The line's obligation code, or `L<line number>` where it names none. */
  @Column('text') obligation_code: string;
  /** `variable_consideration | separate_contract | prospective | cumulative_catch_up | new_rates_from_effective_date`. */
  @Column('text') treatment: string;
  @Column('date') effective_date: string;
  /** Change of the line's price over the contract's stretch; zero while it is open. */
  @Column('numeric') added_price: string;
  @Column('text') currency: string;
  /** `yes | no`. */
  @Column('text') remaining_distinct: string;
  /** Price concession for past delivery, positive (MOD-6); on one of the amendment's rows. */
  @Column('numeric') past_concession: string;
  /** `pending | applied | withdrawn`. */
  @Column('text') status: string;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
