import { type Amendment, type Contract, type ContractLine, type LineChange, newId } from '#lib/canonical';
import { applySourceRecord, BillingEvent, BillingScheduleLine, insertRecord, linkSystem, recordById, type StoredRecord, TENANT, TimeEntry, updateRecord } from '#lib/store';
import type { DataSource } from 'typeorm';

type Fields = Record<string, any>;

/** A contract of a spec in dollars of US01: line 1 of time on card STD, line 2 a fixed fee of 1000 in two bills; and its amendments as the CRM tells them. */
export class Agreement {
  contractId = '';
  private minute = 0;

  private constructor(private readonly ds: DataSource, readonly number: string) {}

  /** What every contract needs around it. */
  static async found(ds: DataSource): Promise<void> {
    const put = (entity: string, key: string, data: Fields, more: Fields = {}) => insertRecord(ds.manager, { entity, natural_key: key, data, ...more, ...source(key) });
    await put('legal_entity', 'US01', { code: 'US01', functional_currency: 'USD', status: 'active' });
    await put('legal_entity', 'GB01', { code: 'GB01', functional_currency: 'GBP', status: 'active' });
    await put('client', 'CL1', { client_number: 'CL1', legal_name: 'Acme', tax_ids: [], default_currency: 'USD', payment_terms: 'NET30', tax_profile: 'VAT20', po_required: false, invoice_grouping: 'contract', status: 'active' });
    for (const [code, rate] of [['STD', '100'], ['NEW', '120']] as const) {
      await put('rate_card_version', `${code}:1`, { card_code: code, version_no: '1', scope_type: 'contract', scope_key: code, currency: 'USD', kind: 'bill', lines: [{ line_id: '1', role: 'DEV', unit: 'hour', rate }], status: 'approved' }, { effective_from: '2026-01-01' });
    }
  }

  static async signed(ds: DataSource, number: string, more: Fields = {}, lines: ContractLine[] = [time(), fixed()]): Promise<Agreement> {
    const one = new Agreement(ds, number);
    const [client] = await ds.query(`select id from canonical_record where entity = 'client'`);
    const { legal_entity_code = 'US01', ...data } = more;
    const record = await insertRecord(ds.manager, { entity: 'contract', natural_key: `US01:${number}`, legal_entity_code, ...source(number), data: { contract_number: number, client_id: client.id, currency: 'USD', signed_date: '2026-01-01', start: '2026-01-01', end: '2026-12-31', lines, status: 'active', ...data } });
    one.contractId = record.id;
    await linkSystem(ds.manager, { canonical_type: 'contract', canonical_id: record.id, system: 'salesforce', system_type: 'contract', system_id: `800-${number}`, role: 'owner' });
    for (const [seq, date] of [['1', '2026-03-31'], ['2', '2026-09-30']] as const) {
      if (lines.some((l) => l.line_no === '2')) await ds.manager.insert(BillingScheduleLine, ds.manager.create(BillingScheduleLine, { id: newId(), tenant_id: TENANT, contract_id: record.id, line_no: '2', schedule_version: 1, seq, trigger: 'date', bill_date: date, milestone_code: null, milestone_id: null, amount: '500', currency: 'USD', status: 'scheduled', billing_event_id: null, correlation_id: 'c' }));
    }
    return one;
  }

  /** What the CRM says of an amendment, through the store and its event. */
  async says(no: number, change: Partial<Amendment> & { line_changes: LineChange[] }, more: { status?: string; deleted?: boolean } = {}): Promise<StoredRecord<Amendment>> {
    const data = {
      amendment_number: String(no), effective_date: '2026-08-01', client_approved: true, revenue_approved_by: 'rhea', adds_distinct_services: false, priced_at_ssp: false, remaining_distinct: 'no', unpriced: false, status: more.status ?? 'approved', ...change,
    };
    const outcome = await this.ds.transaction((em) => applySourceRecord(em, {
      entity: 'amendment', source_system: 'salesforce', source_id: `a06-${this.number}-${no}`, source_version: String(++this.minute), source_timestamp: new Date(Date.UTC(2026, 6, 1, 12, this.minute)).toISOString(), natural_key: `${this.number}:${no}`,
      approval_status: 'approved', effective_from: data.effective_date, effective_to: null, deleted: more.deleted ?? false, refs: { contract_id: { entity: 'contract', source_id: `800-${this.number}` } }, extensions: {}, data,
    }, { domain: 'crm', correlation_id: `c-${this.number}` }));
    if (!('record' in outcome)) throw new Error(`the store did not take amendment ${no}: ${JSON.stringify(outcome)}`);
    return outcome.record as unknown as StoredRecord<Amendment>;
  }

  async contract(): Promise<StoredRecord<Contract>> {
    return (await recordById<Contract>(this.ds.manager, this.contractId))!;
  }

  /** Work of eight hours on line 1, priced at 100; billed when an invoice carries it. */
  async worked(date: string, status: 'unbilled' | 'billed' = 'unbilled'): Promise<string> {
    const em = this.ds.manager;
    const [client] = await em.query(`select id from canonical_record where entity = 'client'`);
    const project = await insertRecord(em, { entity: 'project', natural_key: `P-${newId()}`, legal_entity_code: 'US01', ...source(newId()), data: { project_code: `P-${this.number}`, client_id: client.id, contract_id: this.contractId, currency: 'USD', type: 'billable', status: 'active' } });
    const worker = await insertRecord(em, { entity: 'worker', natural_key: `W-${newId()}`, ...source(newId()), data: { worker_number: `W-${newId()}`, status: 'active' } });
    const id = newId();
    const stamp = { tenant_id: TENANT, contract_id: this.contractId, line_no: '1', project_id: project.id, worker_id: worker.id, legal_entity_code: 'US01', role: 'DEV', source_system: 'kantata', source_id: id, source_version: '1', correlation_id: 'c', task_id: null };
    await em.insert(TimeEntry, em.create(TimeEntry, { ...stamp, id, timesheet_id: newId(), work_date: date, work_type: 'regular', billable_class: 'billable', hours: '8', billable_hours: '8', bill_rate: '100', bill_currency: 'USD', bill_net: '800', rate_why: [], kind: 'original', adjustment_sequence: 0, approval_status: 'approved', costing_status: 'none', billing_status: status } as never));
    await em.insert(BillingEvent, em.create(BillingEvent, { ...stamp, id: newId(), kind: 'time', part: 'billable', client_id: client.id, time_entry_id: id, event_date: date, period: date.slice(0, 7), description: `DEV ${date}`, quantity: '8', unit: 'hour', rate: '100', gross: '800', discount: '0', fee: '0', net: '800', currency: 'USD', tax_profile: 'VAT20', po_number: null, decision: 'invoiceable', status: status === 'billed' ? 'invoiced' : 'ready', why: [] } as never));
    return id;
  }

  /** The first bill of the fixed fee stands on an invoice. */
  async firstBillInvoiced(): Promise<void> {
    await this.ds.query(`update billing_schedule_line set status = 'invoiced' where contract_id = $1 and seq = '1'`, [this.contractId]);
  }

  /** The contract's lines as they are in the store. */
  async change(lines: ContractLine[]): Promise<void> {
    const contract = await this.contract();
    await updateRecord(this.ds.manager, contract, { data: { ...contract.data, lines } });
  }

  /** All that an amendment may move, as it stands and counts: equal before and after when nothing happened. */
  async books(): Promise<object> {
    const q = (sql: string) => this.ds.query(sql, [this.contractId]);
    return {
      lines: (await this.contract()).data.lines,
      bills: await q(`select line_no, seq, trigger, bill_date, trim_scale(amount)::text as amount, status from billing_schedule_line where contract_id = $1 and status <> 'cancelled' order by 1, 2`),
      events: await q(`select time_entry_id, kind, trim_scale(rate)::text as rate, trim_scale(net)::text as net, status from billing_event where contract_id = $1 and status <> 'cancelled' order by 1, 2`),
      entries: await q(`select id, trim_scale(bill_rate)::text as rate, trim_scale(bill_net)::text as net from time_entry where contract_id = $1 order by 1`),
      budgets: await q(`select kind, trim_scale(price)::text as price from contract_budget where contract_id = $1 and status = 'active' and kind <> 'baseline'`),
      forecast: await q(`select line_no, period, trim_scale(amount)::text as amount from contract_forecast where contract_id = $1 and status = 'active' order by 1, 2`),
      backlog: await q(`select trim_scale(amount)::text as amount, trim_scale(closing)::text as closing from backlog_movement where contract_id = $1 and status = 'standing'`),
      treatments: await q(`select line_no, treatment, trim_scale(added_price)::text as added from amendment_treatment where contract_id = $1 and status <> 'withdrawn' order by 1`),
      told: await q(`select type from event where entity_id = $1 and type = 'contract.amended'`),
    };
  }
}

const source = (key: string) => ({ source_system: 'spec', source_id: key, source_version: '1', source_timestamp: '2026-01-01T00:00:00Z', correlation_id: `c:${key}` });
const base = { task_codes: [], included_classes: ['time'], cap_policy: 'split_hold', status: 'active' };

export const time = (more: Partial<ContractLine> = {}): ContractLine => ({ ...base, line_no: '1', contract_type: 'time_and_materials', rate_card_code: 'STD', ...more });

export const fixed = (more: Partial<ContractLine> = {}): ContractLine => ({
  ...base, line_no: '2', contract_type: 'fixed_fee', amount: '1000', billing_method: 'schedule', obligation: { code: 'BUILD', measure: 'hours' },
  billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-03-31', amount: '500' }, { seq: '2', trigger: 'date', bill_date: '2026-09-30', amount: '500' }], ...more,
});

export const service = (more: Partial<ContractLine> = {}): ContractLine => ({ ...base, line_no: '3', contract_type: 'managed_services', recurring: { amount: '100', timing: 'advance', service_start: '2026-08-01', anchor_day: '1' }, ...more });

export const change = (terms: ContractLine, action = 'change'): LineChange => ({ line_no: terms.line_no, action, terms });

/** More of everything: a new card, a higher fee in three bills, a service. */
export const bigger = (): LineChange[] => [
  change(time({ rate_card_code: 'NEW' })),
  change(fixed({ amount: '1600', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-03-31', amount: '500' }, { seq: '2', trigger: 'date', bill_date: '2026-10-31', amount: '700' }, { seq: '3', trigger: 'date', bill_date: '2026-12-31', amount: '400' }] })),
  change(service(), 'add'),
];
