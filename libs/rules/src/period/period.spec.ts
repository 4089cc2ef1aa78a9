import 'reflect-metadata';
import * as rules from '../index.js';
import type { PeriodInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { accountingDate, accruePayroll, accrueUnapprovedTime, CLOSE_CHECKS, CLOSE_ORDER, closeChecklist, mayClose, postingCheck, reopenPeriod, restatement, splitTimesheet } = demanding(rules);

const p = (month: string, status: PeriodInput['status']): PeriodInput => ({ period_id: month, start: `2026-${month}-01`, end: `2026-${month}-28`, status });

describe('accountingDate (CLS-3, CLS-4)', () => {
  const periods = [p('04', 'open'), p('01', 'locked'), p('03', 'soft_closed'), p('02', 'closed'), p('05', 'future')];
  it('is the work date while its period is open', () => expect(accountingDate({ work_date: '2026-04-28', periods })).toMatchObject({ posting_date: '2026-04-28', prior_period: false }));
  it.each(['2026-01-15', '2026-02-01', '2026-03-28'])('moves %s to the first day of the first open period', (work_date) => expect(accountingDate({ work_date, periods })).toMatchObject({ posting_date: '2026-04-01', period_id: '04', prior_period: true, work_date }));
  it('lets the close role into a soft-closed period', () => {
    expect(accountingDate({ work_date: '2026-03-28', periods, close_role: true })).toMatchObject({ posting_date: '2026-03-28', prior_period: false });
    expect(accountingDate({ work_date: '2026-02-01', periods, close_role: true })).toMatchObject({ posting_date: '2026-03-01' });
  });
  it('never posts backwards, nor into a future period', () => {
    expect(() => accountingDate({ work_date: '2026-05-01', periods })).toThrow(expect.objectContaining({ code: 'PERIOD_CLOSED' }));
    expect(() => accountingDate({ work_date: '2026-02-01', periods: [p('01', 'open'), p('02', 'closed')] })).toThrow(expect.objectContaining({ code: 'PERIOD_CLOSED' }));
  });
  it('does not guess where no period is defined', () => expect(() => accountingDate({ work_date: '2026-04-29', periods })).toThrow(expect.objectContaining({ code: 'PERIOD_MISSING' })));
  it('says how a closed period can be resolved', () => {
    expect(postingCheck({ posting_date: '2026-04-01', periods })).toMatchObject({ ok: true, period_id: '04' });
    expect(postingCheck({ posting_date: '2026-02-01', periods })).toMatchObject({ ok: false, code: 'PERIOD_CLOSED', resolution: { action: 'next_open', posting_date: '2026-04-01', prior_period: true } });
    expect(postingCheck({ posting_date: '2026-02-01', periods, policy: 'ask_reopen' })).toMatchObject({ resolution: { action: 'ask_reopen', approvals: 2 } });
    expect(postingCheck({ posting_date: '2026-02-01', periods: [p('02', 'closed')] })).toMatchObject({ ok: false, resolution: null });
    expect(postingCheck({ posting_date: '2026-12-01', periods })).toMatchObject({ code: 'PERIOD_MISSING' });
  });
  it('splits a week that straddles a month end by date', () => {
    const periods = [{ period_id: 'feb', start: '2026-02-01', end: '2026-02-28', status: 'open' as const }, { period_id: 'jan', start: '2026-01-01', end: '2026-01-31', status: 'open' as const }];
    expect(splitTimesheet({ entries: [{ work_date: '2026-02-01', hours: '2' }, { work_date: '2026-01-31', hours: '7.5' }, { work_date: '2026-01-30', hours: '0.25' }], periods }).parts).toMatchObject([{ period_id: 'jan', hours: '7.75' }, { period_id: 'feb', hours: '2' }]);
    expect(() => splitTimesheet({ entries: [{ work_date: '2026-03-01', hours: '2' }], periods })).toThrow(expect.objectContaining({ code: 'PERIOD_MISSING' }));
  });
});

describe('close (CLS-1, 2, 7, 8)', () => {
  const status = Object.fromEntries(CLOSE_ORDER.map((s) => [s, 'closed']));
  it.each(CLOSE_ORDER.map((s, i) => [s, i] as const))('closes %s only after what comes before it', (subledger, i) => {
    expect(mayClose({ subledger, status })).toMatchObject({ ok: true });
    for (const earlier of CLOSE_ORDER.slice(0, i)) expect(mayClose({ subledger, status: { ...status, [earlier]: 'open' } })).toMatchObject({ ok: false, open: [earlier] });
  });
  it('takes an unknown status for open', () => expect(mayClose({ subledger: 'expense', status: {} })).toMatchObject({ ok: false, code: 'CLOSE_ORDER', open: ['time'] }));
  const zero = Object.fromEntries(CLOSE_CHECKS.map((c) => [c, 0]));
  it('needs every check at zero, and every check run', () => {
    expect(closeChecklist({ counts: zero })).toMatchObject({ ok: true, code: null, blocking: [] });
    expect(closeChecklist({ counts: { ...zero, reconciliation_breaks: 2 } })).toMatchObject({ ok: false, code: 'CLOSE_CHECKLIST', blocking: [{ check: 'reconciliation_breaks', count: 2 }] });
    expect(closeChecklist({ counts: { ...zero, fx_rates_missing: undefined } })).toMatchObject({ blocking: [{ check: 'fx_rates_missing', count: null }] });
  });
  it('accepts a waiver only with name and reason', () => {
    const counts = { ...zero, drafts_not_released: 1 };
    const waive = (by: string, reason: string) => closeChecklist({ counts, waivers: [{ check: 'drafts_not_released', by, reason }] });
    expect(waive('cfo', 'next month')).toMatchObject({ ok: true, waived: ['drafts_not_released'] });
    expect(waive('cfo', ' ').ok).toBe(false);
    expect(waive('', 'x').ok).toBe(false);
  });
  it('reopens with a reason, an expiry and a second person', () => {
    const ask = { status: 'closed', reason: 'late credit', requested_by: 'a', approved_by: 'b', as_of: '2026-02-01', expires_on: '2026-02-03' };
    expect(reopenPeriod(ask)).toMatchObject({ ok: true, status: 'open', rerun_checklist: true });
    expect(reopenPeriod({ ...ask, approved_by: 'a' })).toMatchObject({ code: 'SOD_VIOLATION' });
    expect(reopenPeriod({ ...ask, approved_by: '' })).toMatchObject({ code: 'SOD_VIOLATION' });
    expect(reopenPeriod({ ...ask, reason: ' ' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(reopenPeriod({ ...ask, expires_on: '2026-02-01' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(reopenPeriod({ ...ask, status: 'locked' })).toMatchObject({ code: 'PERIOD_CLOSED' });
  });
  it('reports the snapshot and shows changes as restatements', () => expect(restatement({ snapshot: { a: '1', b: '2' }, current: { a: '1', c: '3' } })).toMatchObject({ reported: { a: '1', b: '2' }, restated: [{ metric: 'b', frozen: '2', current: null }, { metric: 'c', frozen: null, current: '3' }] }));
});

describe('accruals (CLS-5, CLS-6)', () => {
  const time = { entries: [{ id: 'a', hours: '8', cost_rate: '100', bill_net: '1600' }], period_end: '2026-01-31', currency: 'USD' };
  it('accrues cost, not revenue, and reverses on day 1', () => expect(accrueUnapprovedTime(time)).toMatchObject({ cost: '800.00', revenue: '0.00', accrual_date: '2026-01-31', reversal_date: '2026-02-01' }));
  it('accrues revenue only where enforceable and likely to be approved', () => {
    const on = { ...time, accrue_revenue: true, enforceable: true, expected_approval: '0.95' };
    expect(accrueUnapprovedTime(on).revenue).toBe('1600.00');
    for (const off of [{ enforceable: false }, { expected_approval: '0.94' }, { accrue_revenue: false }, { expected_approval: undefined }]) expect(accrueUnapprovedTime({ ...on, ...off }).revenue).toBe('0.00');
    expect(accrueUnapprovedTime({ ...time, accrue_cost: false }).cost).toBe('0.00');
  });
  it('accrues payroll by working days', () => {
    expect(accruePayroll({ gross_pay: '10000', working_days_in_month: 3, working_days_in_pay_period: 7, currency: 'USD' }).accrued).toBe('4285.71');
    expect(() => accruePayroll({ gross_pay: '1', working_days_in_month: 8, working_days_in_pay_period: 7, currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'CLS-6' }));
  });
});
