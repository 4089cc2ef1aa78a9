import 'reflect-metadata';
import * as rules from '../index.js';
import type { PeriodInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { accountingDate, accruePayroll, accrueUnapprovedTime, CLOSE_CHECKS, closeChecklist, mayClose, postingCheck, reopenPeriod, restatement, splitTimesheet } = demanding(rules);

const p = (month: string, status: PeriodInput['status']): PeriodInput => ({ period_id: month, start: `2026-${month}-01`, end: `2026-${month}-28`, status });

describe('posting into another period', () => {
  it('work of a future period waits for it, even when a later one is open', () => {
    expect(() => accountingDate({ work_date: '2026-05-02', periods: [p('05', 'future'), p('06', 'open')] })).toThrow(expect.objectContaining({ code: 'PERIOD_CLOSED', rule: 'CLS-4', detail: 'period 05 of 2026-05-02 is not open yet' }));
  });
  it('goes to the nearest open period after it, whatever order the periods come in', () => {
    const periods = [p('06', 'open'), p('02', 'closed'), p('04', 'open'), p('01', 'open'), p('03', 'closed'), p('05', 'open')];
    for (const list of [periods, [...periods].reverse(), [...periods].sort((a, b) => (a.start < b.start ? -1 : 1))]) {
      expect(accountingDate({ work_date: '2026-02-10', periods: list })).toMatchObject({ posting_date: '2026-04-01', why: [{ rule: 'CLS-3', detail: 'period 02 is closed: posts on the first day of 04, work date kept' }] });
      expect(postingCheck({ posting_date: '2026-02-10', periods: list })).toMatchObject({ ok: false, period_id: '02', resolution: { posting_date: '2026-04-01', period_id: '04' }, why: [{ rule: 'CLS-3', detail: 'period 02 is closed' }] });
    }
  });
  it('never goes to a period that shares its last day with the closed one', () => {
    const periods = [p('02', 'closed'), { ...p('02', 'open'), period_id: 'overlap', start: '2026-02-28' }];
    expect(postingCheck({ posting_date: '2026-02-10', periods })).toMatchObject({ resolution: null });
  });
  it('opens soft-closed periods for the close role only', () => {
    const periods = [p('02', 'soft_closed'), p('03', 'soft_closed')];
    expect(postingCheck({ posting_date: '2026-02-10', periods })).toMatchObject({ ok: false, code: 'PERIOD_CLOSED', resolution: null });
    expect(postingCheck({ posting_date: '2026-02-10', periods, close_role: true })).toMatchObject({ ok: true, why: [{ detail: 'period 02 is soft_closed' }] });
    expect(postingCheck({ posting_date: '2026-02-10', periods: [p('02', 'closed'), p('03', 'soft_closed')], close_role: true })).toMatchObject({ resolution: { period_id: '03' } });
  });
  it('refuses what no period covers, and asks two people to reopen', () => {
    expect(postingCheck({ posting_date: '2026-12-01', periods: [] })).toMatchObject({ ok: false, code: 'PERIOD_MISSING', period_id: null, resolution: null, why: [{ detail: 'no accounting period covers 2026-12-01' }] });
    expect(postingCheck({ posting_date: '2026-02-10', periods: [p('02', 'closed')], policy: 'ask_reopen' })).toMatchObject({ ok: false, code: 'PERIOD_CLOSED', resolution: { action: 'ask_reopen', approvals: 2 } });
  });
  it('splits by period in order of time and leaves out periods without work', () => {
    const entry = (work_date: string) => ({ work_date, hours: '1' });
    for (const periods of [[p('02', 'open'), p('03', 'open'), p('01', 'open')], [p('01', 'open'), p('02', 'open'), p('03', 'open')]]) expect(splitTimesheet({ entries: [entry('2026-03-01'), entry('2026-01-28')], periods })).toMatchObject({ parts: [{ period_id: '01' }, { period_id: '03' }], why: [{ numbers: { periods: '2' } }] });
  });
});

describe('close', () => {
  it('takes locked for closed', () => expect(mayClose({ subledger: 'expense', status: { time: 'locked' } })).toMatchObject({ ok: true }));
  it('says which subledgers are open', () => expect(mayClose({ subledger: 'cost', status: {} }).why).toEqual([{ rule: 'CLS-1', detail: 'cost cannot close while time, expense is open', numbers: {} }]));
  const zero = Object.fromEntries(CLOSE_CHECKS.map((c) => [c, 0]));
  it('a waiver counts for its own check only, with name and reason that are more than blanks', () => {
    const counts = { ...zero, drafts_not_released: 2, fx_rates_missing: 1 };
    const waive = (by: string, reason: string) => closeChecklist({ counts, waivers: [{ check: 'fx_rates_missing', by, reason }] });
    expect(waive('Ann', 'holiday')).toMatchObject({ ok: false, code: 'CLOSE_CHECKLIST', blocking: [{ check: 'drafts_not_released', count: 2 }], waived: ['fx_rates_missing'], why: [{ detail: 'drafts_not_released: 2' }] });
    expect(waive(' ', 'holiday').waived).toEqual([]);
    expect(waive('Ann', ' ').waived).toEqual([]);
  });
  it('lists what blocks with its count, or that it was not run', () => {
    expect(closeChecklist({ counts: { ...zero, drafts_not_released: 2, fx_rates_missing: undefined } }).why).toEqual([{ rule: 'CLS-2', detail: 'drafts_not_released: 2, fx_rates_missing: not run', numbers: {} }]);
    expect(closeChecklist({ counts: zero }).why).toEqual([{ rule: 'CLS-2', detail: 'every check is zero or waived', numbers: {} }]);
  });
  it('reopens closed and soft-closed periods, for a reason, until later, by two people', () => {
    const ask = { status: 'soft_closed', reason: 'late invoice', requested_by: 'a', approved_by: 'b', as_of: '2026-02-01', expires_on: '2026-02-02' };
    expect(reopenPeriod(ask)).toMatchObject({ ok: true, rerun_checklist: true, why: [{ rule: 'CLS-7', detail: 'reopened until 2026-02-02: late invoice' }] });
    expect(reopenPeriod({ ...ask, status: 'locked' })).toMatchObject({ ok: false, code: 'PERIOD_CLOSED', why: [{ rule: 'CLS-7', detail: 'a locked period cannot be reopened' }] });
    expect(reopenPeriod({ ...ask, expires_on: '2026-02-01' })).toMatchObject({ ok: false, code: 'INVALID_INPUT', why: [{ detail: 'a reopening needs a reason and an expiry after today' }] });
    expect(reopenPeriod({ ...ask, reason: ' ' })).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
    expect(reopenPeriod({ ...ask, approved_by: 'a' })).toMatchObject({ ok: false, code: 'SOD_VIOLATION', why: [{ detail: 'a second person must approve the reopening' }] });
    expect(reopenPeriod({ ...ask, approved_by: '' })).toMatchObject({ ok: false, code: 'SOD_VIOLATION' });
  });
  it('lists restated metrics in order of name, gone and new ones too (CLS-8)', () => {
    expect(restatement({ snapshot: { margin: '1', gone: '2', same: '3' }, current: { same: '3', margin: '4', added: '5' } })).toMatchObject({ restated: [{ metric: 'added', frozen: null, current: '5' }, { metric: 'gone', frozen: '2', current: null }, { metric: 'margin', frozen: '1', current: '4' }], why: [{ numbers: { restated: '3' } }] });
  });
});

describe('accruals', () => {
  const accrue = { entries: [{ id: 'e', hours: '8', cost_rate: '50', bill_net: '1000' }], period_end: '2026-01-31', currency: 'USD' };
  it('accrues revenue only when enforceable and likely enough, and says so', () => {
    expect(accrueUnapprovedTime({ ...accrue, accrue_revenue: true, enforceable: true, expected_approval: '0.95' })).toMatchObject({ cost: '400.00', revenue: '1000.00', reversal_date: '2026-02-01', why: [{ detail: 'cost and revenue accrued', numbers: { entries: '1', cost: '400' } }] });
    for (const less of [{ expected_approval: '0.94' }, { enforceable: false }, { accrue_revenue: false }]) expect(accrueUnapprovedTime({ ...accrue, accrue_revenue: true, enforceable: true, expected_approval: '1', ...less })).toMatchObject({ revenue: '0.00', why: [{ detail: 'cost accrued, revenue not' }] });
  });
  it('accrues a whole pay period, and refuses one of no days or a month longer than it', () => {
    const pay = { gross_pay: '1000', working_days_in_month: 10, working_days_in_pay_period: 10, currency: 'USD' };
    expect(accruePayroll(pay)).toMatchObject({ accrued: '1000.00', why: [{ rule: 'CLS-6', numbers: { days: '10', of: '10', accrued: '1000' } }] });
    for (const wrong of [{ working_days_in_pay_period: 0, working_days_in_month: 0 }, { working_days_in_month: 11 }]) expect(() => accruePayroll({ ...pay, ...wrong })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'CLS-6' }));
  });
});
