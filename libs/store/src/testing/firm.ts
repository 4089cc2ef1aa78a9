import { addDays, addMonths, type Contract, type ContractLine, monthEnd, monthOf, type TimeEntryData } from '#lib/canonical';
import { linkSystem } from '../cross-reference.js';
import { insertRecord, recordById, recordByKey, type StoredRecord, updateRecord } from '../records.js';
import { clientAt } from '../replicas.js';
import type { DataSource, EntityManager } from 'typeorm';

type Fields = Record<string, unknown>;

/** One line of a timesheet in a spec: a date and hours, the rest by default. */
export interface Worked {
  date: string;
  hours: string;
  id?: string;
  role?: string;
  billable_hours?: string;
  class?: string;
  work_type?: string;
  task?: string;
}

export interface Sheet {
  id: string;
  version: number;
}

/**
 * A small firm in the store: legal entity US01 (USD) with open months from July 2026, client CL1, contract C-1 whose one
 * line prices DEV at 100 and LEAD at 200 an hour, project P1, workers who cost 60 an hour. Specs change what they are about.
 */
export class Firm {
  private n = 0;
  readonly ids = new Map<string, string>();

  private constructor(readonly em: EntityManager) {}

  static async found(em: EntityManager): Promise<Firm> {
    const firm = new Firm(em);
    await firm.entity('US01', 'USD');
    await firm.put('tax_code', 'VAT20', { code: 'VAT20', rate: '0.2', status: 'active' });
    await firm.put('client', 'CL1', { client_number: 'CL1', legal_name: 'Acme', tax_ids: [], default_currency: 'USD', payment_terms: 'NET30', tax_profile: 'VAT20', po_required: false, invoice_grouping: 'contract', status: 'active' });
    await firm.link('CL1', 'netsuite', clientAt('US01'), '501');
    await firm.card('STD', { DEV: '100', LEAD: '200' });
    await firm.contract('C-1', [line()]);
    await firm.project('P1', 'C-1');
    return firm;
  }

  /** Runs `work` in a firm of its own, in a transaction that is rolled back. */
  static async trial<T>(ds: DataSource, work: (firm: Firm) => Promise<T>): Promise<T> {
    const runner = ds.createQueryRunner();
    await runner.startTransaction();
    try {
      return await work(await Firm.found(runner.manager));
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  /** Runs `work` and undoes all it did to the store. */
  async undone<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.em.queryRunner!;
    await runner.startTransaction();
    try {
      return await work();
    } finally {
      await runner.rollbackTransaction();
    }
  }

  id(key: string): string {
    const id = this.ids.get(key);
    if (!id) throw new Error(`${key} is not in this firm`);
    return id;
  }

  /** Inserts a record, or writes a new version over it with these members changed. */
  async put(entity: string, key: string, data: Fields, more: { legal_entity_code?: string; effective_from?: string; effective_to?: string | null } = {}): Promise<StoredRecord> {
    const known = await recordByKey(this.em, entity, key);
    const record = known
      ? await updateRecord(this.em, known, { data: { ...known.data, ...data }, ...more })
      : await insertRecord(this.em, { entity, natural_key: key, data, ...more, source_system: 'kantata', source_id: key, source_version: '1', source_timestamp: '2026-01-01T00:00:00Z', correlation_id: `c:${key}` });
    this.ids.set(key, record.id);
    return record;
  }

  async link(key: string, system: string, type: string, system_id: string): Promise<void> {
    await linkSystem(this.em, { canonical_type: type, canonical_id: this.id(key), system, system_type: type, system_id, role: 'owner' });
  }

  /** A legal entity with open months from July to December 2026. */
  async entity(code: string, currency: string): Promise<void> {
    await this.put('legal_entity', code, { code, name: code, functional_currency: currency, status: 'active' });
    for (let month = '2026-07-01'; month < '2027-01-01'; month = addMonths(month, 1)) await this.period(code, monthOf(month), 'open');
  }

  /** `month` is `YYYY-MM`. */
  period(entity: string, month: string, status: string): Promise<StoredRecord> {
    return this.put('accounting_period', `${entity}:${month}-01`, { name: month, start: `${month}-01`, end: monthEnd(`${month}-01`), status }, { legal_entity_code: entity });
  }

  /** A rate card version; the scope is the code's own unless said otherwise. */
  card(code: string, rates: Record<string, string>, more: { version?: string; from?: string; to?: string | null; currency?: string; scope_type?: string; scope_key?: string; status?: string; lines?: Fields[] } = {}): Promise<StoredRecord> {
    const { version = '1', from = '2026-01-01', to = null, currency = 'USD', scope_type = 'contract', scope_key = code, status = 'approved' } = more;
    const lines = more.lines ?? Object.entries(rates).map(([role, rate], i) => ({ line_id: String(i + 1), role, unit: 'hour', rate }));
    return this.put('rate_card_version', `${code}:${currency}:${version}`, { card_code: code, version_no: version, scope_type, scope_key, currency, kind: 'bill', lines, status }, { effective_from: from, effective_to: to });
  }

  contract(number: string, lines: ContractLine[], more: Fields & { legal_entity_code?: string } = {}): Promise<StoredRecord> {
    const { legal_entity_code = 'US01', ...data } = more;
    const terms: Fields = { contract_number: number, client_id: this.id('CL1'), currency: 'USD', signed_date: '2026-01-01', lines, status: 'active', ...data };
    return this.put('contract', number, terms, { legal_entity_code });
  }

  /** Changes members of a contract's first line. */
  async amend(number: string, change: Partial<ContractLine>): Promise<void> {
    const contract = (await recordById<Contract>(this.em, this.id(number)))!;
    await updateRecord(this.em, contract, { data: { ...contract.data, lines: contract.data.lines.map((l, i) => (i === 0 ? { ...l, ...change } : l)) } });
  }

  async project(code: string, contract: string | null, more: Fields & { legal_entity_code?: string } = {}): Promise<void> {
    const { legal_entity_code = 'US01', ...data } = more;
    await this.put('project', code, { project_code: code, name: code, client_id: this.id('CL1'), ...(contract ? { contract_id: this.id(contract) } : {}), type: 'billable', currency: 'USD', practice: 'DATA', region: 'AMER', time_entry_open: true, status: 'active', ...data }, { legal_entity_code });
    await this.link(code, 'netsuite', 'project', `job-${code}`);
    await this.link(code, 'kantata', 'project', `ws-${code}`);
    await this.task(code, 'DEL');
  }

  async task(project: string, wbs: string): Promise<void> {
    const key = `${project}:${wbs}`;
    await this.put('task', key, { project_id: this.id(project), wbs_code: wbs, name: wbs, billable_default: true, status: 'open' });
    await this.link(key, 'kantata', 'task', key);
  }

  /** A worker with a cost rate (null: none yet) and a hard booking on the project for the whole year. */
  async worker(number: string, more: Fields & { cost?: string | null; cost_currency?: string; projects?: string[] } = {}): Promise<void> {
    const { cost = '60', cost_currency = 'USD', projects = ['P1'], ...data } = more;
    await this.put('worker', number, { worker_number: number, kind: 'employee', display_name: number, role: 'DEV', fte: '1', hire_date: '2020-01-01', status: 'active', ...data });
    if (cost !== null) await this.cost(number, cost, '2020-01-01', null, cost_currency);
    for (const project of projects) await this.assign(number, project);
  }

  cost(worker: string, rate: string, from: string, to: string | null = null, currency = 'USD'): Promise<StoredRecord> {
    return this.put('cost_rate', `${worker}:${from}`, { worker_id: this.id(worker), currency, rate, kind: 'burdened', components: {} }, { effective_from: from, effective_to: to });
  }

  assign(worker: string, project: string, more: Fields = {}): Promise<StoredRecord> {
    const data = { worker_id: this.id(worker), project_id: this.id(project), role: 'DEV', start: '2026-01-01', end: '2026-12-31', hours: '1000', billable: true, booking_type: 'hard', status: 'confirmed', ...more };
    return this.put('assignment', `${worker}:${project}:${String(data.start)}`, data);
  }

  rate(from: string, to: string, date: string, rate: string, rate_type = 'spot'): Promise<StoredRecord> {
    return this.put('exchange_rate', `${from}:${to}:${date}:${rate_type}`, { from, to, date, rate, rate_type });
  }

  /** The next state of a timesheet (of one worker, project and week, and of one `submission` where there are several) as the PSA has it. */
  async sheet(worker: string, project: string, week: string, worked: Worked[], status = 'approved', approved_at = `${addDays(week, 7)}T09:00:00Z`, more: { submission?: string; submitted_at?: string } = {}): Promise<Sheet> {
    const entries = worked.map((w, i): TimeEntryData => ({
      source_id: w.id ?? `${worker}:${project}:${w.date}:${i}`, source_version: '1', work_date: w.date, hours: w.hours, billable_hours: w.billable_hours ?? w.hours,
      task_source_id: w.task ?? `${project}:DEL`, role: w.role, work_type: w.work_type ?? 'regular', billable_class: w.class ?? 'billable',
    }));
    const record = await this.put('timesheet', `${worker}:${project}:${week}${more.submission ? `:${more.submission}` : ''}`, {
      worker_id: this.id(worker), project_id: this.id(project), period_start: week, period_end: addDays(week, 6), total_hours: '0', entries: JSON.parse(JSON.stringify(entries)), status, ...(status === 'approved' ? { approved_at } : {}), ...(more.submitted_at ? { submitted_at: more.submitted_at } : {}), no: ++this.n,
    });
    return { id: record.id, version: record.version };
  }
}

/** A contract line for time and materials on card STD, with changes. */
export function line(more: Partial<ContractLine> = {}): ContractLine {
  return { line_no: '1', contract_type: 'time_and_materials', task_codes: [], included_classes: ['time'], rate_card_code: 'STD', cap_policy: 'split_hold', status: 'active', ...more };
}
