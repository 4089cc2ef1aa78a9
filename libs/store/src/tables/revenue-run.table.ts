import type { ContractLine } from '#lib/canonical';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/**
 * Terms of an obligation from a date on: one row at inception and one per modification or change of variable consideration. Nothing recognized before
 * `effective_date` is computed anew: `base_revenue` and `base_measure` are what stood then (MOD-3), zero where the price changed for the past as well (MOD-4).
 */
@Entity('obligation_version')
export class ObligationVersion {
  @PrimaryColumn('uuid') obligation_id: string;
  @PrimaryColumn('integer') version_no: number;
  @Column('date') effective_date: string;
  /** `inception | prospective | cumulative_catch_up | separate_contract | variable_consideration | new_rates_from_effective_date | ended`. */
  @Column('text') treatment: string;
  @Column('uuid', { nullable: true }) amendment_id: string | null;
  @Column('numeric') allocated_price: string;
  @Column('numeric') base_revenue: string;
  @Column('numeric') base_measure: string;
  /** Price given back for past delivery (MOD-6). */
  @Column('numeric') concession: string;
  @Column('date', { nullable: true }) start_date: string | null;
  @Column('date', { nullable: true }) end_date: string | null;
  /** The contract lines as they read then. */
  @Column('jsonb') lines: ContractLine[];
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
}

/** A calculation of revenue for one legal entity and month, by one person, to be approved by another. */
@Entity('revenue_run')
export class RevenueRun {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('text') legal_entity_code: string;
  /** `YYYY-MM`. */
  @Column('text') period: string;
  /** One contract only, or all of the entity. */
  @Column('text', { nullable: true }) contract_number: string | null;
  /** `open | approved | rejected`. */
  @Column('text') status: string;
  @Column('text') calculated_by: string;
  @Column('text', { nullable: true }) approved_by: string | null;
  @Column('timestamptz', { nullable: true }) decided_at: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('integer') contracts: number;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}

/** One line of a posted revenue journal in the contract's currency and the functional one: what the ledger holds for a contract beside its invoices. */
@Entity('contract_posting')
export class ContractPosting {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') journal_id: string;
  @Column('uuid') contract_id: string;
  @Column('uuid', { nullable: true }) obligation_id: string | null;
  @Column('uuid', { nullable: true }) revenue_event_id: string | null;
  @Column('text') legal_entity_code: string;
  /** Posting period, `YYYY-MM`. */
  @Column('text') period: string;
  @Column('date') posting_date: string;
  /** `recognition | loss_provision | balance_reclass`. */
  @Column('text') purpose: string;
  @Column('text') account_role: string;
  /** Debits positive, credits negative, contract currency. */
  @Column('numeric') amount: string;
  @Column('text') currency: string;
  @Column('numeric') functional_amount: string;
  @Column('text') functional_currency: string;
  @Column('text') correlation_id: string;
}
