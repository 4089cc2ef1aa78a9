import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** What the terms of a contract line ask for one period of service: recurring charge, retainer fee, overage, usage, minimum. Its billing events sum to it. */
@Entity('service_charge')
export class ServiceCharge {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tenant_id: string;
  @Column('uuid') contract_id: string;
  @Column('text') line_no: string;
  /** Kind of its billing events: `recurring | retainer_period | retainer_overage | usage | adjustment`. */
  @Column('text') kind: string;
  /** Names the charge within line and kind, such as the first day of the service. */
  @Column('text') charge_key: string;
  /** Month of the service, `YYYY-MM`. */
  @Column('text') period: string;
  @Column('date') service_from: string;
  /** Included. */
  @Column('date') service_to: string;
  @Column('numeric') quantity: string;
  @Column('text') unit: string;
  @Column('numeric') rate: string;
  @Column('numeric') gross: string;
  @Column('numeric') discount: string;
  @Column('numeric') net: string;
  @Column('text') currency: string;
  @Column('jsonb') why: object;
  @Column('text') correlation_id: string;
  @VersionColumn() version: number;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
