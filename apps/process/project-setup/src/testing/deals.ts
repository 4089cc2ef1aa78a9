import { type ContractLine, monthEnd } from '#lib/canonical';
import { appendEvents, applySourceRecord, changeEvent, insertRecord, recordByKey, type StoredRecord, updateRecord } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';

type Fields = Record<string, unknown>;

/** A deal of a spec and the words for it: client, signed contract with one line, opportunity with two roles. */
export class Deals {
  private minute = 0;

  constructor(private readonly ds: DataSource) {}

  /** What every deal needs around it: the legal entity, a tax code, an approved rate card. */
  async found(): Promise<void> {
    await this.put('legal_entity', 'US01', { code: 'US01', functional_currency: 'USD', status: 'active' });
    await this.put('tax_code', 'VAT20', { code: 'VAT20', rate: '0.2', status: 'active' });
    await this.card('STD', 'USD');
    await this.put('accounting_period', 'US01:2026-07-01', { name: 'Jul', start: '2026-07-01', end: monthEnd('2026-07-01'), status: 'open' });
  }

  card(code: string, currency: string, status = 'approved'): Promise<StoredRecord> {
    return this.put('rate_card_version', `${code}:${currency}:1`, { card_code: code, version_no: '1', scope_type: 'contract', scope_key: code, currency, kind: 'bill', lines: [], status });
  }

  /** Client and contract of the deal numbered `no`; members given change or, when undefined, leave out what is usual. */
  async signed(no: string, more: { client?: Fields; contract?: Fields; line?: Partial<ContractLine> } = {}): Promise<void> {
    const client = await this.put('client', `CL-${no}`, { client_number: `CL-${no}`, legal_name: `Client ${no}`, tax_ids: [], default_currency: 'USD', payment_terms: 'NET30', tax_profile: 'VAT20', po_required: false, invoice_grouping: 'contract', status: 'active', ...more.client });
    const entity = (await recordByKey(this.ds.manager, 'legal_entity', 'US01'))!;
    const line = { line_no: '1', contract_type: 'time_and_materials', task_codes: [], included_classes: ['time'], rate_card_code: 'STD', cap_policy: 'split_hold', status: 'active', ...more.line };
    await this.put('contract', `US01:C-${no}`, { contract_number: `C-${no}`, client_id: client.id, legal_entity_id: entity.id, currency: 'USD', signed_date: '2026-06-01', start: '2026-07-01', end: '2026-12-31', lines: [line], status: 'active', ...more.contract });
  }

  /** What the CRM says of the opportunity, through the store and its event. Returns the stored record. */
  async crmSays(no: string, stage: string, more: Fields & { without?: ('client' | 'contract' | 'legal_entity')[] } = {}): Promise<StoredRecord> {
    const { without = [], ...data } = more;
    const keyed = { client_id: ['client', `CL-${no}`], contract_id: ['contract', `US01:C-${no}`], legal_entity_id: ['legal_entity', 'US01'] } as const;
    const refs = Object.fromEntries(Object.entries(keyed).filter(([, [entity]]) => !without.includes(entity)).map(([field, [entity, natural_key]]) => [field, { entity, natural_key, optional: true }]));
    const roles_needed = [{ role: 'DEV', quantity: '2', hours: '800', start: '2026-07-01', end: '2026-12-31', billable: true }, { role: 'LEAD', quantity: '1', hours: '200', start: '2026-07-01', end: '2026-12-31', billable: true }];
    const outcome = await this.ds.transaction((em: EntityManager) => applySourceRecord(em, {
      entity: 'opportunity', source_system: 'salesforce', source_id: `006-${no}`, source_version: String(++this.minute), source_timestamp: new Date(Date.UTC(2026, 5, 1, 12, this.minute)).toISOString(), natural_key: no, approval_status: 'approved',
      effective_from: null, effective_to: null, deleted: false, refs, extensions: {},
      data: { opportunity_number: no, name: `Deal ${no}`, stage, canonical_stage: stage, currency: 'USD', practice: 'DATA', region: 'AMER', start: '2026-07-01', end: '2026-12-31', roles_needed, commercial_approval: stage === 'closed_won' ? 'approved' : 'draft', ...data },
    }, { domain: 'crm', correlation_id: `c-${no}` }));
    if (!('record' in outcome)) throw new Error(`the store did not take deal ${no}: ${JSON.stringify(outcome)}`);
    return outcome.record;
  }

  /** The same, and its event tells of it. */
  async arrives(entity: string, key: string, data: Fields): Promise<void> {
    await this.ds.transaction(async (em) => {
      const before = await recordByKey(em, entity, key);
      const after = before ? await updateRecord(em, before, { data: { ...before.data, ...data } }) : await insertRecord(em, { entity, natural_key: key, data, source_system: 'spec', source_id: key, source_version: '1', source_timestamp: '2026-01-01T00:00:00Z', correlation_id: `c:${key}` });
      await appendEvents(em, [changeEvent(before, after)]);
    });
  }

  async put(entity: string, key: string, data: Fields): Promise<StoredRecord> {
    const em = this.ds.manager;
    const known = await recordByKey(em, entity, key);
    if (known) return updateRecord(em, known, { data: { ...known.data, ...data } });
    return insertRecord(em, { entity, natural_key: key, data, legal_entity_code: entity === 'contract' ? 'US01' : null, effective_from: '2026-01-01', source_system: 'spec', source_id: key, source_version: '1', source_timestamp: '2026-01-01T00:00:00Z', correlation_id: `c:${key}` });
  }
}
