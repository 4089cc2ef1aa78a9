import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** The accounting contract (glossary 7.1): one or more source contracts accounted for together. */
@Entity('revenue_contract')
export class RevenueContract {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid', { array: true }) contract_ids: string[];
  @Column('text') legal_entity_code: string;
  @Column('uuid') client_id: string;
  @Column('date') inception_date: string;
  @Column('text') currency: string;
  /** Fixed price plus the constrained estimate of what varies. */
  @Column('numeric') transaction_price: string;
  @Column('jsonb') variable_estimates: object;
  /** The five criteria of step 1, each true or false (REV-1). */
  @Column('jsonb') criteria: object;
  /** Version of the source contract it was made from; rises with amendments. */
  @Column('integer') contract_version: number;
  /** `identified | allocated | active | satisfied | closed`. */
  @Column('text') status: string;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** A performance obligation with the price allocated to it (REV-13). */
@Entity('performance_obligation')
export class PerformanceObligation {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') revenue_contract_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') code: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('text', { array: true }) line_nos: string[];
  @Column('numeric') ssp: string;
  @Column('text') ssp_method: string;
  @Column('numeric') allocated_price: string;
  /** `point_in_time | over_time`. */
  @Column('text') timing: string;
  @Column('text', { nullable: true }) over_time_criterion: string | null;
  /** `cost_to_cost | hours | output_milestone | units | straight_line | as_invoiced | point_in_time`. */
  @Column('text') measure: string;
  /** `fixed`: its price is allocated; outside the allocation: `work` (time), `expense`, `usage`, `overage`, `periodic` (an open series, priced period by period). */
  @Column('text') component: string;
  @Column('boolean') is_series: boolean;
  @Column('date', { nullable: true }) start_date: string | null;
  @Column('date', { nullable: true }) end_date: string | null;
  /** State machine `obligation`. */
  @Column('text') status: string;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** Planned and recognized revenue of one obligation and period (glossary 7.2). Posted lines of older versions stay. */
@Entity('revenue_schedule_line')
export class RevenueScheduleLine {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') obligation_id: string;
  @Column('integer') schedule_version: number;
  /** `YYYY-MM`. */
  @Column('text') period: string;
  @Column('text') method: string;
  @Column('numeric') planned: string;
  @Column('numeric') recognized: string;
  @Column('text') currency: string;
  /** State machine `revenue_schedule_line`. */
  @Column('text') status: string;
  @Column('uuid', { nullable: true }) milestone_id: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** One recognition fact (glossary 7.3). Key: obligation, period, kind, hash of the inputs (REV-19). */
@Entity('revenue_event')
export class RevenueEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') revenue_contract_id: string;
  @Column('uuid') obligation_id: string;
  @Column('uuid') contract_id: string;
  @Column('uuid', { nullable: true }) project_id: string | null;
  @Column('text') legal_entity_code: string;
  /** `progress | milestone | straight_line | as_invoiced | catch_up | constraint_release | reversal | loss_provision`. */
  @Column('text') kind: string;
  /** `YYYY-MM` it is recognized in. */
  @Column('text') period: string;
  @Column('date') event_date: string;
  @Column('numeric') amount: string;
  @Column('text') currency: string;
  @Column('numeric', { nullable: true }) functional_amount: string | null;
  @Column('text', { nullable: true }) functional_currency: string | null;
  @Column('numeric', { nullable: true }) fx_rate: string | null;
  @Column('numeric', { nullable: true }) progress_before: string | null;
  @Column('numeric', { nullable: true }) progress_after: string | null;
  @Column('jsonb') snapshot: object;
  @Column('text') snapshot_hash: string;
  @Column('jsonb') evidence: object;
  @Column('uuid', { nullable: true }) journal_id: string | null;
  /** State machine `revenue_event`. */
  @Column('text') status: string;
  @Column('text') calculated_by: string;
  @Column('text', { nullable: true }) approved_by: string | null;
  @Column('timestamptz', { nullable: true }) posted_at: Date | null;
  @Column('uuid', { nullable: true }) reverses_id: string | null;
  @Column('jsonb') why: object;
  @Column('text', { nullable: true }) run_id: string | null;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
