import { addMonths, type Contract, type ContractLine, monthEnd, newId } from '#lib/canonical';
import { appendEvents, changeEvent, ExpenseLine, insertRecord, Invoice, InvoiceLine, linkSystem, recordById, recordByKey, type StoredRecord, TENANT, TimeEntry, updateRecord, UsageRecord } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';

type Fields = Record<string, unknown>;
const SOURCE = { source_system: 'spec', source_version: '1', source_timestamp: '2026-01-01T00:00:00Z' };

/** A firm with one client in the store, for specs of recognition: legal entity US01 (USD), open months of two years, projects and facts as a spec asks for them. */
export class Books {
  readonly ids = new Map<string, string>();
  private n = 0;

  private constructor(readonly ds: DataSource) {}

  static async found(ds: DataSource, year = 2026): Promise<Books> {
    const books = new Books(ds);
    await books.entity('US01', 'USD', year);
    await books.put('client', 'CL1', { client_number: 'CL1', legal_name: 'Acme', tax_ids: [], default_currency: 'USD', payment_terms: 'NET30', po_required: false, invoice_grouping: 'contract', status: 'active' });
    return books;
  }

  get em(): EntityManager {
    return this.ds.manager;
  }

  id(key: string): string {
    const id = this.ids.get(key);
    if (!id) throw new Error(`${key} is not in these books`);
    return id;
  }

  /** Inserts a record or writes a new version with these members changed, and publishes the change. */
  put(entity: string, key: string, data: Fields, more: { legal_entity_code?: string } = {}): Promise<StoredRecord> {
    return this.ds.transaction(async (em) => {
      const known = await recordByKey(em, entity, key);
      const record = known ? await updateRecord(em, known, { data: { ...known.data, ...data }, ...more }) : await insertRecord(em, { entity, natural_key: key, data, ...more, ...SOURCE, source_id: key, correlation_id: `c:${key}` });
      this.ids.set(key, record.id);
      await appendEvents(em, [changeEvent(known, record)]);
      return record;
    });
  }

  async entity(code: string, currency: string, year = 2026): Promise<void> {
    await this.put('legal_entity', code, { code, name: code, country: 'US', functional_currency: currency, rounding_profile: 'half_up', data_region: 'default', status: 'active' });
    for (let month = `${year}-01-01`; month < `${year + 2}-01-01`; month = addMonths(month, 1)) await this.period(code, month.slice(0, 7), 'open');
  }

  period(entity: string, month: string, status: string): Promise<StoredRecord> {
    return this.put('accounting_period', `${entity}:${month}-01`, { name: month, start: `${month}-01`, end: monthEnd(`${month}-01`), status }, { legal_entity_code: entity });
  }

  /** A signed contract with its project `<number>-P`. */
  async contract(number: string, lines: ContractLine[], more: Fields & { legal_entity_code?: string; project?: boolean } = {}): Promise<StoredRecord> {
    const { legal_entity_code = 'US01', project = true, ...data } = more;
    const record = await this.put('contract', number, { contract_number: number, client_id: this.id('CL1'), currency: 'USD', signed_date: '2026-01-01', start: '2026-01-01', end: '2026-12-31', lines, status: 'active', ...data }, { legal_entity_code });
    if (project) await this.project(`${number}-P`, number, { legal_entity_code });
    return record;
  }

  async project(code: string, contract: string, more: Fields & { legal_entity_code?: string } = {}): Promise<void> {
    const { legal_entity_code = 'US01', ...data } = more;
    await this.put('project', code, { project_code: code, name: code, client_id: this.id('CL1'), contract_id: this.id(contract), type: 'billable', currency: 'USD', practice: 'DATA', region: 'AMER', time_entry_open: true, status: 'active', ...data }, { legal_entity_code });
    await this.ds.transaction((em) => linkSystem(em, { canonical_type: 'project', canonical_id: this.id(code), system: 'netsuite', system_type: 'project', system_id: `job-${code}`, role: 'owner' }));
  }

  milestone(project: string, code: string, more: Fields = {}): Promise<StoredRecord> {
    return this.put('milestone', `${project}:${code}`, { project_id: this.id(project), code, name: code, acceptance_required: true, billing_trigger: true, revenue_trigger: true, task_codes: [], status: 'planned', ...more });
  }

  /** Approved time on a contract line whose cost stands in the ledger. */
  async time(contract: string, date: string, t: { hours: string; net?: string; cost?: string; line?: string; project?: string; class?: string; accounting_date?: string; billing_status?: string }): Promise<string> {
    const id = newId();
    const project = this.id(t.project ?? `${contract}-P`);
    const legal_entity_code = (await recordById(this.em, project))!.legal_entity_code!;
    await this.em.insert(TimeEntry, {
      id, tenant_id: TENANT, timesheet_id: newId(), worker_id: newId(), project_id: project, task_id: null, contract_id: this.id(contract), line_no: t.line ?? '1', legal_entity_code, practice: 'DATA', region: 'AMER', work_date: date, accounting_date: t.accounting_date ?? date, role: 'DEV', work_type: 'regular',
      billable_class: t.class ?? 'billable', hours: t.hours, billable_hours: t.hours, bill_net: t.net ?? null, bill_currency: t.net ? 'USD' : null, bill_rate: null, cost_rate: null, cost_currency: t.cost ? 'USD' : null, cost_amount: t.cost ?? null, kind: 'original', original_entry_id: null, adjustment_sequence: 0,
      approval_status: 'approved', costing_status: t.cost ? 'posted' : 'none', billing_status: t.billing_status ?? 'unbilled', source_system: 'spec', source_id: `t${++this.n}-${id}`, source_version: '1', approved_at: new Date(`${date}T18:00:00Z`), approved_by: 'pm', correlation_id: 'c', notes: null, rate_why: null,
    } as never);
    return id;
  }

  async expense(contract: string, date: string, e: { cost: string; billed: string; line?: string; category?: string }): Promise<void> {
    await this.em.insert(ExpenseLine, {
      id: newId(), tenant_id: TENANT, report_id: newId(), worker_id: newId(), project_id: this.id(`${contract}-P`), contract_id: this.id(contract), line_no: e.line ?? '1', legal_entity_code: 'US01', practice: 'DATA', region: 'AMER', expense_date: date, category: e.category ?? 'Travel', amount: e.cost, recoverable_tax: '0', currency: 'USD',
      reimbursable_to_worker: true, billable_to_client: true, cost_amount: e.cost, cost_currency: 'USD', billed_amount: e.billed, billed_currency: 'USD', accounting_date: date, kind: 'original', adjustment_sequence: 0, approval_status: 'approved', costing_status: 'posted', billing_status: 'unbilled', why: [], source_system: 'spec', source_id: `e${++this.n}`, source_version: '1', correlation_id: 'c',
    } as never);
  }

  async usage(contract: string, from: string, to: string, quantity: string, more: { meter?: string; line?: string; version?: number; subject?: string } = {}): Promise<void> {
    await this.em.insert(UsageRecord, {
      id: newId(), tenant_id: TENANT, contract_id: this.id(contract), line_no: more.line ?? '1', meter: more.meter ?? 'units', subject: more.subject ?? `s-${contract}`, period_start: from, period_end: to, sequence: 0, record_version: more.version ?? 1, quantity, unit: 'each', recorded_at: new Date(), source_system: 'spec', source_ref: `u${++this.n}`,
      status: 'validated', billing_period: null, billing_event_id: null, correlation_id: 'c',
    });
  }

  /** A document that the ERP has posted, of one line. */
  async invoiced(contract: string, date: string, net: string, role: 'contract_asset' | 'contract_liability', more: { kind?: string; currency?: string } = {}): Promise<void> {
    const record = (await recordById<Contract>(this.em, this.id(contract)))!;
    const id = newId();
    await this.em.insert(Invoice, {
      id, tenant_id: TENANT, kind: more.kind ?? 'invoice', draft_key: `d${++this.n}-${id}`, invoice_number: `INV-${this.n}`, legal_entity_code: record.legal_entity_code!, client_id: this.id('CL1'), contract_id: record.id, currency: more.currency ?? record.data.currency, invoice_date: date, billing_period: date.slice(0, 7), grouping_key: 'k', subtotal: net, discount_total: '0', tax_total: '0', total: net,
      tax_method: 'per_category', tax_lines: [], status: 'posted', prepared_by: 'ann', why: [], correlation_id: 'c',
    } as never);
    await this.em.insert(InvoiceLine, { invoice_id: id, line_no: '1', description: 'x', quantity: '1', unit: 'each', unit_price: net, net, tax_code: 'Z', tax_rate: '0', account_role: role, billing_event_ids: [] } as never);
  }

  rate(from: string, to: string, date: string, rate: string): Promise<StoredRecord> {
    return this.put('exchange_rate', `${from}:${to}:${date}:spot`, { from, to, date, rate, rate_type: 'spot' });
  }

  /** An approved estimate of a project. */
  async estimate(project: string, cost: string, more: { from?: string; hours?: string; material?: string; lines?: object[] } = {}): Promise<void> {
    const [{ version }] = await this.em.query('select coalesce(max(estimate_version), 0) + 1 as version from estimate where project_id = $1', [this.id(project)]);
    await this.em.query(`update estimate set status = 'superseded' where project_id = $1 and status = 'approved'`, [this.id(project)]);
    await this.em.query(
      `insert into estimate (id, tenant_id, project_id, estimate_version, cost_at_completion, hours_at_completion, currency, material_cost, effective_date, reason, submitted_by, approved_by, approved_at, status, lines, correlation_id) values ($1,$2,$3,$4,$5,$6,'USD',$7,$8,'plan','dana','frank',now(),'approved',$9,'c')`,
      [newId(), TENANT, this.id(project), version, cost, more.hours ?? null, more.material ?? '0', more.from ?? '2026-01-01', JSON.stringify(more.lines ?? [])]);
  }
}

/** A contract line with changes; a fixed fee of 100 unless said otherwise. */
export function line(more: Partial<ContractLine> = {}): ContractLine {
  return { line_no: '1', contract_type: 'fixed_fee', task_codes: [], included_classes: [], cap_policy: 'split_hold', amount: '100', status: 'active', ...more };
}
