import { newId } from '#lib/canonical';
import type { DataSource, EntityManager } from 'typeorm';
import { changeEvent } from '../../change-events.js';
import { appendEvents, type NewEvent } from '../../events.js';
import { insertRecord, recordById, type StoredRecord, updateRecord } from '../../records.js';
import { BillingEvent, TimeEntry } from '../../tables/index.js';

type Fields = Record<string, unknown>;

/** Writes the facts of a small firm for specs, each with the event that tells of it, as intake and the flows do. */
export class Facts {
  private n = 0;

  constructor(private readonly ds: DataSource) {}

  /** A canonical record with its event. `effective_from` and `changed` (instant of the change) belong to the context, the rest is data. */
  async record(entity: string, natural_key: string | null, data: Fields, context: { legal_entity_code?: string; effective_from?: string; changed?: string } = {}): Promise<string> {
    return this.ds.transaction(async (em) => {
      const created = await insertRecord(em, { entity, natural_key, data, legal_entity_code: context.legal_entity_code, effective_from: context.effective_from, ...this.source(entity, context.changed) });
      await appendEvents(em, [changeEvent(undefined, created)]);
      return created.id;
    });
  }

  async change(id: string, data: Fields, context: { effective_from?: string; changed?: string; legal_entity_code?: string } = {}): Promise<void> {
    await this.ds.transaction(async (em) => {
      const before = (await recordById(em, id))!;
      const after = await updateRecord(em, before, { ...context, source_timestamp: context.changed ?? new Date().toISOString(), data: { ...before.data, ...data } });
      await appendEvents(em, [changeEvent(before, after)]);
    });
  }

  worker(number: string, data: Fields = {}, context: { legal_entity_code?: string; effective_from?: string } = {}): Promise<string> {
    const base = { worker_number: number, kind: 'employee', display_name: `Worker ${number}`, practice: 'DATA', region: 'AMER', role: 'CONSULTANT', work_calendar_code: 'US', fte: '1', hire_date: '2020-01-01', status: 'active' };
    return this.record('worker', number, { ...base, ...data }, { legal_entity_code: 'US01', ...context });
  }

  calendar(code = 'US', holidays: Fields[] = []): Promise<string> {
    return this.record('work_calendar', code, { code, weekday_hours: ['8', '8', '8', '8', '8', '0', '0'], holidays });
  }

  project(code: string, data: Fields = {}): Promise<string> {
    return this.record('project', code, { project_code: code, name: `Project ${code}`, type: 'billable', currency: 'USD', practice: 'DATA', region: 'AMER', status: 'active', ...data }, { legal_entity_code: 'US01' });
  }

  task(project_id: string, wbs_code: string): Promise<string> {
    return this.record('task', `${project_id}:${wbs_code}`, { project_id, wbs_code, name: wbs_code, status: 'open' });
  }

  rate(from: string, to: string, date: string, rate: string): Promise<string> {
    return this.record('exchange_rate', `${from}:${to}:${date}`, { from, to, date, rate, rate_type: 'spot' });
  }

  /** An approved time entry and its `labor_cost.posted`. Without an event when `silent`. */
  async entry(e: { worker_id: string; project_id: string; work_date: string; hours: string } & Partial<TimeEntry>, silent = false): Promise<TimeEntry> {
    const row = Object.assign(new TimeEntry(), {
      id: newId(), tenant_id: 'main', timesheet_id: newId(), legal_entity_code: 'US01', work_type: 'regular', billable_class: 'billable', billable_hours: e.billable_class && e.billable_class !== 'billable' ? '0' : e.hours, task_id: null,
      kind: 'original', adjustment_sequence: 0, approval_status: 'approved', costing_status: 'posted', billing_status: 'unbilled', cost_rate: '100', cost_currency: 'USD', cost_amount: null, source_system: 'psa', source_id: `te-${++this.n}`, source_version: '1', correlation_id: 'spec',
    }, e);
    await this.ds.transaction(async (em) => {
      await em.insert(TimeEntry, row);
      if (!silent) await this.tell(em, 'labor_cost.posted', newId(), { timesheet_id: row.timesheet_id, worker_id: row.worker_id, project_id: row.project_id });
    });
    return row;
  }

  /** COR-1: the negative copy of an entry and, when given, its replacement, with the events the flow sends. */
  async correct(before: TimeEntry, replacement?: { work_date: string; hours: string }): Promise<void> {
    await this.ds.transaction(async (em) => {
      const minus = (v: string | null) => (v === null ? null : v.startsWith('-') ? v.slice(1) : `-${v}`);
      await em.insert(TimeEntry, { ...before, id: newId(), kind: 'reversal', original_entry_id: before.id, hours: minus(before.hours)!, billable_hours: minus(before.billable_hours)!, cost_amount: minus(before.cost_amount), source_version: `${before.source_version}!` });
      if (replacement) {
        const after = { ...before, id: newId(), kind: 'replacement', original_entry_id: before.id, adjustment_sequence: 2, ...replacement, billable_hours: replacement.hours, source_version: '2' };
        await em.insert(TimeEntry, after);
        await this.tell(em, 'time_entry.corrected', after.id, { worker_id: after.worker_id, project_id: after.project_id, work_date: after.work_date, replaces: before.id });
      }
      await this.tell(em, 'labor_cost.posted', newId(), { timesheet_id: before.timesheet_id });
    });
  }

  async billing(e: { project_id: string; event_date: string; net: string; status: string } & Partial<BillingEvent>): Promise<string> {
    const row = Object.assign(new BillingEvent(), {
      id: newId(), tenant_id: 'main', kind: 'time', contract_id: newId(), line_no: '1', client_id: newId(), legal_entity_code: 'US01', source_system: 'psa', source_id: `be-${++this.n}`, source_version: '1', part: 'billable', time_entry_id: newId(), period: e.event_date.slice(0, 7), description: 'Work',
      quantity: '1', unit: 'hour', rate: e.net, gross: e.net, discount: '0', fee: '0', currency: 'USD', decision: 'invoiceable', why: [], correlation_id: 'spec',
    }, e);
    await this.ds.transaction(async (em) => {
      await em.insert(BillingEvent, row);
      await this.tell(em, 'billing_event.raised', row.id, { project_id: row.project_id, worker_id: row.worker_id, event_date: row.event_date, period: row.period, status: row.status });
    });
    return row.id;
  }

  async moveBilling(id: string, status: string): Promise<void> {
    await this.ds.transaction(async (em) => {
      const row = await em.findOneByOrFail(BillingEvent, { id });
      await em.update(BillingEvent, { id }, { status });
      await this.tell(em, 'billing_event.changed', id, { project_id: row.project_id, worker_id: row.worker_id, event_date: row.event_date, period: row.period, status });
    });
  }

  async tell(em: EntityManager, type: NewEvent['type'], entity_id: string, data: Fields): Promise<void> {
    await appendEvents(em, [{ type, entity: type.split('.')[0]!, entity_id, entity_version: 1, partition_key: `spec:${entity_id}`, idempotency_key: newId(), approval_status: 'approved', correlation_id: 'spec', data }]);
  }

  private source(entity: string, changed = '2026-01-01T00:00:00.000Z'): Pick<StoredRecord, 'source_system' | 'source_id' | 'source_version'> & { source_timestamp: string; correlation_id: string } {
    return { source_system: 'spec', source_id: `${entity}-${++this.n}`, source_version: '1', source_timestamp: changed, correlation_id: 'spec' };
  }
}
