import type { EntityRef, SourceRecord } from '#lib/canonical';

/** Systems that send each entity, and their type, in specs. */
const SENDERS: Record<string, [system: string, domain: string]> = {
  opportunity: ['salesforce', 'crm'], contract: ['salesforce', 'crm'], client: ['salesforce', 'crm'], worker: ['workday', 'hcm'], time_off: ['workday', 'hcm'], cost_rate: ['workday', 'hcm'],
  legal_entity: ['netsuite', 'erp'], erp_customer: ['netsuite', 'erp'], accounting_period: ['netsuite', 'erp'],
};

/** System and system type that send an entity; the PSA unless said otherwise. */
export function senderOf(entity: string): { source_system: string; domain: string } {
  const [source_system, domain] = SENDERS[entity] ?? ['kantata', 'psa'];
  return { source_system, domain };
}

/** A record as a system API gives it. `minute` orders versions: the instant of the change is that many minutes after noon. */
export function sourceRecord(entity: string, source_id: string, data: Record<string, unknown>, more: Partial<Omit<SourceRecord, 'refs'>> & { minute?: number; refs?: Record<string, EntityRef> } = {}): SourceRecord {
  const { minute = 0, ...rest } = more;
  const source_timestamp = new Date(Date.UTC(2026, 7, 3, 12, minute)).toISOString();
  return {
    entity, source_system: senderOf(entity).source_system, source_id, source_version: String(minute), source_timestamp, natural_key: null, approval_status: 'approved', effective_from: null, effective_to: null,
    deleted: false, refs: {}, extensions: {}, data, ...rest,
  };
}

/** An opportunity in a stage. */
export function deal(stage: string, minute: number, data: Record<string, unknown> = {}, more: Parameters<typeof sourceRecord>[3] = {}): SourceRecord {
  return sourceRecord('opportunity', '006A', { opportunity_number: 'O-1', name: 'Data platform', stage, canonical_stage: stage, currency: 'USD', roles_needed: [], commercial_approval: 'draft', ...data }, { natural_key: 'O-1', minute, ...more });
}
