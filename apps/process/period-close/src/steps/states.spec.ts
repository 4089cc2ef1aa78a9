import 'reflect-metadata';
import { periodsOf } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { countChecks, foundBy } from '../checks/run-checks.js';
import { closeView } from '../http/close-view.js';
import { CloseBooks } from '../testing/close-books.js';
import { rollBalances } from './balances.js';
import { reportedMetrics, takeSnapshot } from './metrics.js';
import { approveReopening, close, reopeningRequest, requestReopening, softClose, subledgers, waive } from './states.js';
import { reconcile } from '../reconcile/reconcile.js';

jest.setTimeout(300_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const P = { legal_entity: 'US01', period: '2026-07' };
const fiona = { by: 'fiona', correlation_id: 'c' };
const frank = { by: 'frank', correlation_id: 'c' };
const trial = (work: (books: CloseBooks) => Promise<void>) => () => CloseBooks.trial(db.ds, work);
const states = async (books: CloseBooks) => (await subledgers(books.em, P)).map((s) => s.status);
const run = { run_id: 'r', correlation_id: 'c' };
/** What the general ledger needs beside clean books: a preparation, here without its journals. */
const prepared = async (books: CloseBooks) => {
  await reconcile(books.em, P, run);
  await rollBalances(books.em, P, run);
  await books.em.query(`insert into process_run (id, flow, business_key, correlation_id, state, input, attempt) values ('p1', 'close-preparation', 'b', 'c', 'completed', $1, 1)`, [JSON.stringify(P)]);
};
const closeAll = async (books: CloseBooks) => {
  for (const s of ['time', 'expense', 'cost', 'billing', 'revenue', 'gl'] as const) {
    await softClose(books.em, P, s, fiona);
    await close(books.em, P, s, frank);
  }
};

describe('the close of a period', () => {
  it('CLS-22: no subledger closes before those that feed it; two persons close it', trial(async (books) => {
    await expect(softClose(books.em, P, 'billing', fiona)).rejects.toMatchObject({ code: 'CLOSE_ORDER', message: expect.stringContaining('time, expense, cost') });
    await softClose(books.em, P, 'time', fiona);
    await softClose(books.em, P, 'time', fiona);
    await expect(close(books.em, P, 'time', fiona)).rejects.toMatchObject({ code: 'SEGREGATION_OF_DUTIES' });
    await softClose(books.em, P, 'expense', fiona);
    await expect(close(books.em, P, 'expense', frank)).rejects.toMatchObject({ code: 'CLOSE_ORDER' });
    await close(books.em, P, 'time', frank);
    await close(books.em, P, 'expense', frank);
    expect(await states(books)).toEqual(['closed', 'closed', 'open', 'open', 'open', 'open']);
    expect(await books.em.query(`select type, data->>'subledger' as s from event where type like 'period.%' and entity = 'period_close' order by seq`)).toEqual([
      { type: 'period.soft_closed', s: 'time' }, { type: 'period.soft_closed', s: 'expense' }, { type: 'period.closed', s: 'time' }, { type: 'period.closed', s: 'expense' }]);
  }));

  it('CLS-2: a check that finds something blocks until it is settled or waived by name, and blocks again when it finds more', trial(async (books) => {
    await books.sheet('2026-07-06', 'draft', [['2026-07-06', '8']]);
    await softClose(books.em, P, 'time', fiona);
    await expect(close(books.em, P, 'time', frank)).rejects.toMatchObject({ code: 'CLOSE_CHECKLIST', details: [{ field: 'unsubmitted_timesheets', message: 'finds 1' }] });
    expect(await foundBy(books.em, P, 'unsubmitted_timesheets', 10)).toMatchObject([{ what: 'E1, week of 2026-07-06, P1', detail: { hours: '8', status: 'draft' } }]);
    await waive(books.em, P, 'unsubmitted_timesheets', 'on leave', frank);
    expect((await closeView(books.em, P)).checklist.find((c) => c.check === 'unsubmitted_timesheets')).toMatchObject({ count: 1, blocking: false, waived_by: 'frank', waiver_reason: 'on leave' });
    await books.sheet('2026-07-13', 'rejected', [['2026-07-13', '8']]);
    await expect(close(books.em, P, 'time', frank)).rejects.toMatchObject({ code: 'CLOSE_CHECKLIST' });
    await books.sheet('2026-07-13', 'approved', [['2026-07-13', '8']]);
    await close(books.em, P, 'time', frank);
    await expect(waive(books.em, P, 'drafts_not_released', 'nothing there', frank)).rejects.toMatchObject({ code: 'NOTHING_TO_WAIVE' });
    await expect(waive(books.em, P, 'contract_balances_not_closed', 'not run', frank)).rejects.toMatchObject({ code: 'NOTHING_TO_WAIVE' });
  }));

  it('every check finds what it is about, and nothing in clean books', trial(async (books) => {
    expect(await countChecks(books.em, P)).toEqual({
      unsubmitted_timesheets: 0, unapproved_time_or_expense: 0, approved_time_not_posted: 0, billing_events_not_drafted: 0, drafts_not_released: 0, released_not_posted: 0, milestones_completed_not_billed: 0,
      revenue_schedules_not_run: 0, obligations_with_stale_eac: 0, open_finance_exceptions: 0, fx_rates_missing: 0,
    });
    await books.contract('C-2', 'EUR');
    await books.sheet('2026-07-06', 'submitted', [['2026-07-06', '8']]);
    await books.put('expense_report', 'X1', { worker_id: books.id('E1'), project_id: books.id('P1'), lines: [{ date: '2026-07-03' }], status: 'submitted' });
    await books.entry(books.id('E1:P1:2026-07-06'), '2026-07-06', '8', { costing_status: 'pending' });
    await books.billed('2026-07-06', '800', 'ready');
    await books.invoice('D-1', '2026-07-31', '100', { status: 'draft', posted_at: null, erp_source_id: null });
    await books.invoice('R-1', '2026-07-31', '100', { status: 'released', posted_at: null, erp_source_id: null });
    await books.invoice('E-1', '2026-07-31', '100', { currency: 'EUR', contract_id: books.id('C-2') });
    await books.put('milestone', 'M1', { project_id: books.id('P1'), code: 'M1', name: 'Go live', actual_date: '2026-07-20', acceptance_required: true, billing_trigger: true, revenue_trigger: true, task_codes: [], status: 'accepted' });
    await books.put('milestone', 'M2', { project_id: books.id('P1'), code: 'M2', name: 'Not accepted', actual_date: '2026-07-20', acceptance_required: true, billing_trigger: true, revenue_trigger: true, task_codes: [], status: 'completed' });
    const po = await books.obligation('C-1', 'USD', 'cost_to_cost');
    await books.em.query(`insert into revenue_schedule_line (id, tenant_id, obligation_id, schedule_version, period, method, planned, currency, status, correlation_id) values (gen_random_uuid(),'t',$1,1,'2026-07','cost_to_cost',500,'USD','planned','c')`, [po]);
    await books.revenue('C-1', '2026-07', '10', { status: 'calculated' });
    await books.em.query(`insert into exception (id, tenant_id, code, severity, business_key, workflow, owner_team, legal_entity_code, correlation_id, message, suggested_action, context) values
      (gen_random_uuid(),'t','MISSING_RATE','high','k1','w','finance_ops','US01','c','m','a','{}'), (gen_random_uuid(),'t','MISSING_RATE','high','k2','w','finance_ops','GB01','c','m','a','{}'), (gen_random_uuid(),'t','EFFECT_UNCERTAIN','high','k3','w','it','US01','c','m','a','{}')`);
    expect(await countChecks(books.em, P)).toEqual({
      unsubmitted_timesheets: 0, unapproved_time_or_expense: 2, approved_time_not_posted: 1, billing_events_not_drafted: 1, drafts_not_released: 1, released_not_posted: 1, milestones_completed_not_billed: 1,
      revenue_schedules_not_run: 2, obligations_with_stale_eac: 1, open_finance_exceptions: 1, fx_rates_missing: 1,
    });
    for (const check of ['unapproved_time_or_expense', 'revenue_schedules_not_run', 'fx_rates_missing'] as const) {
      const [first] = await foundBy(books.em, P, check, 1);
      expect((await foundBy(books.em, P, check, 10, first)).map((r) => r.id)).not.toContain(first!.id);
    }
    await books.rate('EUR', '2026-07-31', '1.1', 'closing');
    expect((await countChecks(books.em, P, ['fx_rates_missing'])).fx_rates_missing).toBe(0);
  }));

  it('an obligation that an amendment adds for a later month needs no estimate before that month', trial(async (books) => {
    const po = await books.obligation('C-1', 'USD', 'cost_to_cost');
    const stale = async () => (await countChecks(books.em, P, ['obligations_with_stale_eac'])).obligations_with_stale_eac;
    expect(await stale()).toBe(1);
    await books.em.query(`update performance_obligation set start_date = '2026-07-31' where id = $1`, [po]);
    expect(await stale()).toBe(1);
    await books.em.query(`update performance_obligation set start_date = '2026-08-01' where id = $1`, [po]);
    expect(await stale()).toBe(0);
  }));

  it('what an approved run found nothing earned for is run; what a run has not seen, or could not measure, is not', trial(async (books) => {
    const po = await books.obligation('C-1', 'USD', 'cost_to_cost');
    await books.em.query(`insert into revenue_schedule_line (id, tenant_id, obligation_id, schedule_version, period, method, planned, currency, status, correlation_id, updated_at) values (gen_random_uuid(),'t',$1,1,'2026-07','cost_to_cost',500,'USD','planned','c', now() - interval '1 hour')`, [po]);
    const notRun = async () => (await countChecks(books.em, P, ['revenue_schedules_not_run'])).revenue_schedules_not_run;
    const [{ id }] = await books.em.query(`insert into revenue_run (id, tenant_id, legal_entity_code, period, status, contracts, calculated_by, correlation_id) values (gen_random_uuid(),'t','US01','2026-07','open',1,'fiona','c') returning id`);
    await books.em.query(`insert into process_run (id, flow, business_key, correlation_id, state, input, result, attempt, ended_at) values ('calc', 'calculate-revenue', 'b', 'c', 'waiting', $1, null, 1, now())`, [JSON.stringify({ run_id: id, contract_id: books.id('C-1') })]);
    expect(await notRun()).toBe(1);
    await books.em.query(`update revenue_run set status = 'approved'`);
    expect(await notRun()).toBe(1);
    await books.em.query(`update process_run set state = 'completed', result = '{"outcome":"calculated","events":0}' where id = 'calc'`);
    expect(await notRun()).toBe(0);
    await books.em.query(`update revenue_schedule_line set planned = 600, updated_at = now() + interval '1 minute'`);
    expect(await notRun()).toBe(1);
  }));

  it('the general ledger closes last, on every check, and freezes the figures; what changes later is a restatement (CLS-8)', trial(async (books) => {
    const sheet = await books.sheet('2026-07-06', 'approved', [['2026-07-06', '8']]);
    await books.entry(sheet, '2026-07-06', '8');
    await books.laborJournal(sheet, '2026-07-06', '480');
    await books.billed('2026-07-06', '800', 'invoiced');
    await expect(closeAll(books)).rejects.toMatchObject({ code: 'CLOSE_CHECKLIST', details: [{ field: 'reconciliation_breaks', message: 'was not run: prepare the close' }, { field: 'contract_balances_not_closed' }] });
    await prepared(books);
    await closeAll(books);
    expect(await states(books)).toEqual(Array(6).fill('closed'));
    const frozen = (await reportedMetrics(books.em, P))!.metrics;
    expect(frozen.find((m) => m.metric === 'approved_hours')).toMatchObject({ value: '8' });
    expect(frozen.find((m) => m.metric === 'labor_cost')).toMatchObject({ value: '480', dimensions: { currency: 'USD' } });
    expect(frozen.some((m) => 'restated_to' in m)).toBe(false);
    await books.entry(sheet, '2026-07-07', '2');
    const after = (await reportedMetrics(books.em, P))!.metrics;
    expect(after.find((m) => m.metric === 'approved_hours')).toMatchObject({ value: '8', restated_to: '10' });
  }));

  it('CLS-3: a soft-closed subledger takes no postings but those of the close, a closed one none', trial(async (books) => {
    const seen = async (subledger?: 'time' | 'cost' | 'billing') => (await periodsOf(books.em, 'US01', subledger)).find((p) => p.start === '2026-07-01')!.status;
    await softClose(books.em, P, 'time', fiona);
    expect([await seen('time'), await seen('cost'), await seen()]).toEqual(['soft_closed', 'open', 'open']);
    await close(books.em, P, 'time', frank);
    expect(await seen('time')).toBe('closed');
    await books.period('2026-07', 'closed');
    expect([await seen('cost'), await seen()]).toEqual(['closed', 'closed']);
    expect((await closeView(books.em, P)).warnings).toEqual([expect.stringContaining('here expense, cost, billing, revenue, gl are not closed')]);
  }));

  it('CLS-7: reopening needs two persons, a reason and an expiry; later subledgers open with it, waivers end, and it closes by itself', trial(async (books) => {
    await books.sheet('2026-07-06', 'draft', [['2026-07-06', '8']]);
    await waive(books.em, P, 'unsubmitted_timesheets', 'on leave', frank);
    await prepared(books);
    await closeAll(books);
    const ask = (expires_on: string) => requestReopening(books.em, P, { subledger: 'billing', reason: 'late invoice', expires_on, as_of: '2026-08-03' }, fiona);
    await expect(ask('2026-08-03')).rejects.toMatchObject({ code: 'INVALID_REOPENING' });
    const id = await ask('2026-08-07');
    expect(await ask('2026-08-07')).toBe(id);
    await expect(approveReopening(books.em, (await reopeningRequest(books.em, id))!, '2026-08-03', fiona)).rejects.toMatchObject({ code: 'SEGREGATION_OF_DUTIES' });
    await approveReopening(books.em, (await reopeningRequest(books.em, id))!, '2026-08-03', frank);
    await approveReopening(books.em, (await reopeningRequest(books.em, id))!, '2026-08-03', frank);
    expect(await books.em.query('select count(*)::int as n from close_waiver')).toEqual([{ n: 0 }]);
    expect((await closeView(books.em, P)).checklist.find((c) => c.check === 'unsubmitted_timesheets')).toMatchObject({ blocking: true });
    await books.em.query(`update period_close set expires_on = current_date + 1 where status = 'open'`);
    expect(await states(books)).toEqual(['closed', 'closed', 'closed', 'open', 'open', 'open']);
    await books.em.query(`update period_close set expires_on = current_date - 1 where status = 'open'`);
    expect(await states(books)).toEqual(Array(6).fill('closed'));
    expect((await periodsOf(books.em, 'US01', 'billing')).find((p) => p.start === '2026-07-01')!.status).toBe('closed');
  }));

  it('a period the ERP does not have cannot be closed', trial(async (books) => {
    await expect(softClose(books.em, { legal_entity: 'US01', period: '2031-01' }, 'time', fiona)).rejects.toMatchObject({ code: 'UNKNOWN_PERIOD' });
    expect((await closeView(books.em, { legal_entity: 'XX', period: '2026-07' })).erp_status).toBeNull();
  }));

  it('figures are frozen anew at the close after a reopening', trial(async (books) => {
    await takeSnapshot(books.em, P);
    await books.entry(await books.sheet('2026-07-06', 'approved', [['2026-07-06', '8']]), '2026-07-06', '8');
    await takeSnapshot(books.em, P);
    expect((await reportedMetrics(books.em, P))!.metrics.find((m) => m.metric === 'approved_hours')).toEqual(expect.not.objectContaining({ restated_to: expect.anything() }));
  }));
});
