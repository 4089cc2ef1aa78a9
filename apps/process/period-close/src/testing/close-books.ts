import { addDays, addMonths, monthEnd, monthOf, newId, vendorKey } from '#lib/canonical';
import { insertRecord, Invoice, Journal, linkSystem, recordByKey, TENANT, TimeEntry, updateRecord } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';

type Fields = Record<string, unknown>;

/**
 * Legal entity US01 (USD) with open months from June to December 2026, client CL1, contract C-1 and project P1, worker E1 at 60 USD an hour. The ERP's feeds have caught up
 * long after everything, so that what is missing there is missing.
 */
export class CloseBooks {
  readonly ids = new Map<string, string>();
  private n = 0;

  private constructor(readonly em: EntityManager) {}

  static async found(em: EntityManager): Promise<CloseBooks> {
    const books = new CloseBooks(em);
    await books.put('legal_entity', 'US01', { code: 'US01', name: 'US', functional_currency: 'USD', status: 'active' });
    for (let month = '2026-06-01'; month < '2027-01-01'; month = addMonths(month, 1)) await books.period(monthOf(month), 'open');
    await books.put('client', 'CL1', { client_number: 'CL1', legal_name: 'Acme', status: 'active' });
    await books.contract('C-1', 'USD');
    await books.project('P1', 'C-1');
    await books.put('worker', 'E1', { worker_number: 'E1', role: 'DEV', status: 'active' });
    await books.put('cost_rate', 'E1:rate', { worker_id: books.id('E1'), currency: 'USD', rate: '60', kind: 'burdened', components: {} }, { effective_from: '2020-01-01' });
    for (const feed of ['erp_invoice', 'erp_journal']) await em.query(`insert into feed_cursor (system, entity, cursor, records, caught_up_at) values ('netsuite', $1, 'c', 0, now() + interval '1 day')`, [feed]);
    return books;
  }

  /** Runs `work` in books of its own, in a transaction that is rolled back. */
  static async trial<T>(ds: DataSource, work: (books: CloseBooks) => Promise<T>): Promise<T> {
    const runner = ds.createQueryRunner();
    await runner.startTransaction();
    try {
      return await work(await CloseBooks.found(runner.manager));
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  id(key: string): string {
    return this.ids.get(key)!;
  }

  async put(entity: string, key: string, data: Fields, more: { legal_entity_code?: string; effective_from?: string } = {}): Promise<string> {
    const known = await recordByKey(this.em, entity, key);
    const record = known
      ? await updateRecord(this.em, known, { data: { ...known.data, ...data }, ...more })
      : await insertRecord(this.em, { entity, natural_key: key, data, ...more, source_system: entity.startsWith('erp_') ? 'netsuite' : 'kantata', source_id: key, source_version: '1', source_timestamp: '2026-06-01T00:00:00Z', correlation_id: `c:${key}` });
    this.ids.set(key, record.id);
    return record.id;
  }

  period(month: string, status: string): Promise<string> {
    return this.put('accounting_period', `US01:${month}-01`, { name: month, start: `${month}-01`, end: monthEnd(`${month}-01`), status }, { legal_entity_code: 'US01' });
  }

  contract(number: string, currency: string): Promise<string> {
    return this.put('contract', number, { contract_number: number, client_id: this.id('CL1'), currency, lines: [], status: 'active' }, { legal_entity_code: 'US01' });
  }

  async project(code: string, contract: string): Promise<void> {
    await this.put('project', code, { project_code: code, name: code, contract_id: this.id(contract), practice: 'DATA', region: 'AMER', status: 'active' }, { legal_entity_code: 'US01' });
    await linkSystem(this.em, { canonical_type: 'project', canonical_id: this.id(code), system: 'netsuite', system_type: 'project', system_id: `job-${code}`, role: 'owner' });
  }

  rate(from: string, date: string, rate: string, rate_type = 'spot'): Promise<string> {
    return this.put('exchange_rate', `${from}:USD:${date}:${rate_type}`, { from, to: 'USD', date, rate, rate_type });
  }

  /** A week of worker E1 as the PSA has it. */
  sheet(week: string, status: string, worked: [date: string, hours: string][], project = 'P1', worker = 'E1'): Promise<string> {
    const entries = worked.map(([work_date, hours], i) => ({ source_id: `${worker}:${project}:${work_date}:${i}`, source_version: '1', work_date, hours, billable_hours: hours, work_type: 'regular', billable_class: 'billable' }));
    return this.put('timesheet', `${worker}:${project}:${week}`, { worker_id: this.id(worker), project_id: this.id(project), period_start: week, period_end: addDays(week, 6), total_hours: '0', entries, status });
  }

  /** Recorded time of a sheet; cost 60 an hour, billed at 100. */
  async entry(sheet: string, date: string, hours: string, more: Partial<TimeEntry> = {}): Promise<void> {
    const amount = (rate: number): string => String(Number(hours) * rate);
    await this.em.insert(TimeEntry, this.em.create(TimeEntry, {
      id: newId(), tenant_id: TENANT, timesheet_id: sheet, worker_id: this.id('E1'), project_id: this.id('P1'), contract_id: this.id('C-1'), line_no: '1', legal_entity_code: 'US01', work_date: date, accounting_date: date, work_type: 'regular', billable_class: 'billable',
      hours, billable_hours: hours, bill_rate: '100', bill_currency: 'USD', bill_net: amount(100), cost_rate: '60', cost_currency: 'USD', cost_amount: amount(60), kind: 'original', adjustment_sequence: 0, approval_status: 'approved', costing_status: 'posted', billing_status: 'unbilled',
      source_system: 'kantata', source_id: `E1:P1:${date}:0`, source_version: '1', correlation_id: 'c', ...more,
    } as never));
  }

  /** The billing event of recorded time. */
  async billed(date: string, net: string, status: string, more: Fields = {}): Promise<void> {
    await this.em.query(
      `insert into billing_event (id, tenant_id, kind, contract_id, line_no, project_id, client_id, legal_entity_code, source_system, source_id, source_version, time_entry_id, event_date, period, description, quantity, unit, rate, gross, net, currency, decision, status, correlation_id)
       values ($1,'t','time',$2,'1',$3,$4,'US01','kantata',$9,'1',$5,$6::date,left($6::text, 7),'Work',1,'hour',$7::numeric,$7::numeric,$7::numeric,'USD','invoiceable',$8,'c')`,
      [newId(), this.id('C-1'), this.id('P1'), this.id('CL1'), more['time_entry_id'] ?? newId(), date, net, status, `b${++this.n}`]);
  }

  /** A document the gateway believes posted. `status` posted unless said otherwise. */
  async invoice(number: string, date: string, net: string, more: Partial<Invoice> = {}): Promise<string> {
    const id = newId();
    const total = more.total ?? net;
    await this.em.insert(Invoice, this.em.create(Invoice, {
      id, tenant_id: TENANT, kind: 'invoice', draft_key: number, invoice_number: number, legal_entity_code: 'US01', client_id: this.id('CL1'), contract_id: this.id('C-1'), currency: 'USD', invoice_date: date, billing_period: monthOf(date), grouping_key: 'g', subtotal: net, discount_total: '0', tax_total: '0', total,
      tax_method: 'per_category', tax_lines: [], status: 'posted', prepared_by: 'ann', posted_at: new Date('2026-07-31T12:00:00Z'), erp_system: 'netsuite', erp_source_id: number, why: [], correlation_id: 'c', ...more,
    } as never));
    return id;
  }

  /** The ERP's word on a document or journal. */
  erpInvoice(number: string, date: string, net: string, more: Fields = {}): Promise<string> {
    return this.put('erp_invoice', number, { kind: 'invoice', currency: 'USD', invoice_date: date, subtotal: net, tax_total: '0.00', total: net, amount_due: net, effect_key: 'tl_x', status: 'posted', ...more }, { legal_entity_code: 'US01' });
  }

  erpJournal(id: string, date: string, total: string, effectKey: string): Promise<string> {
    return this.put('erp_journal', id, { posting_date: date, currency: 'USD', total_debit: total, total_credit: total, effect_key: vendorKey('netsuite', effectKey), status: 'posted' }, { legal_entity_code: 'US01' });
  }

  /** A posted labor cost journal of a sheet, here and (unless `erp` says otherwise) in the ERP. */
  async laborJournal(sheet: string, date: string, amount: string, erp: string | null = amount): Promise<void> {
    const key = `journal:US01:timesheet:${sheet}:1:labor_cost:2026-07-01:${++this.n}`;
    const side = { debit: amount, credit: '0' };
    await this.em.insert(Journal, this.em.create(Journal, {
      id: newId(), tenant_id: TENANT, key, legal_entity_code: 'US01', source_type: 'timesheet', source_id: sheet, source_version: '1', purpose: 'labor_cost', posting_date: date, prior_period: false, currency: 'USD',
      lines: [{ account_role: 'labor_cost', ...side }, { account_role: 'labor_clearing', debit: '0', credit: amount }], total: amount, status: 'posted', erp_system: 'netsuite', erp_source_id: `je-${this.n}`, correlation_id: 'c', updated_at: new Date('2026-07-31T12:00:00Z'),
    } as never));
    if (erp !== null) await this.erpJournal(`je-${this.n}`, date, erp, key);
  }

  /** Posted revenue of contract and period. */
  async revenue(contract: string, period: string, amount: string, more: { currency?: string; functional?: string; status?: string } = {}): Promise<void> {
    const [known] = await this.em.query('select id from performance_obligation where contract_id = $1', [this.id(contract)]);
    const obligation = known?.id ?? (await this.obligation(contract, more.currency ?? 'USD'));
    await this.em.query(
      `insert into revenue_event (id, tenant_id, revenue_contract_id, obligation_id, contract_id, legal_entity_code, kind, period, event_date, amount, currency, functional_amount, functional_currency, snapshot, snapshot_hash, status, calculated_by, correlation_id)
       select $1,'t',revenue_contract_id,id,$2,'US01','progress',$3,($3 || '-28')::date,$4,$5,$6,'USD','{}',$7,$8,'run','c' from performance_obligation where id = $9`,
      [newId(), this.id(contract), period, amount, more.currency ?? 'USD', more.functional ?? amount, `h${++this.n}`, more.status ?? 'posted', obligation]);
  }

  async obligation(contract: string, currency: string, measure = 'straight_line'): Promise<string> {
    const [rc, id] = [newId(), newId()];
    await this.em.query(`insert into revenue_contract (id, tenant_id, contract_ids, legal_entity_code, client_id, inception_date, currency, transaction_price, contract_version, status, correlation_id) values ($1,'t',$2,'US01',$3,'2026-06-01',$4,1000,1,'active','c')`, [rc, [this.id(contract)], this.id('CL1'), currency]);
    await this.em.query(`insert into performance_obligation (id, tenant_id, revenue_contract_id, contract_id, code, line_nos, ssp, ssp_method, allocated_price, timing, measure, status, correlation_id) values ($1,'t',$2,$3,'PO1','{1}',1000,'observable',1000,'over_time',$4,'unsatisfied','c')`, [id, rc, this.id(contract), measure]);
    return id;
  }

  async exceptions(): Promise<string[]> {
    return (await this.em.query(`select code, business_key from exception where status in ('open', 'assigned') order by 1, 2`)).map((e: { code: string; business_key: string }) => `${e.code} ${e.business_key}`);
  }
}
