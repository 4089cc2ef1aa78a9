import 'reflect-metadata';
import { startRun } from '#lib/process';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { view } from '../../../../../libs/process/src/testing/scripted-system.js';
import { closeView } from '../http/close-view.js';
import { CloseBooks } from '../testing/close-books.js';
import { closePreparation } from './close-preparation.flow.js';

jest.setTimeout(300_000);
let t: TestEngine;
let books: CloseBooks;
beforeAll(async () => {
  t = await testEngine([closePreparation]);
  books = await CloseBooks.found(t.db.ds.manager);
});
afterAll(() => t.close());

const P = { legal_entity: 'US01', period: '2026-07' };
let n = 0;
const prepare = async () => {
  const id = `close-preparation:${++n}`;
  await startRun({ flow: closePreparation, id, input: { ...P, prepared_by: 'fiona', request: String(n) }, correlation_id: 'c' });
  return t.ended(id);
};
const posted = () => t.system.calls.filter((c) => c.question === 'ask' && c.verb === 'post_journal').map((c) => {
  const body = c.body as { posting_date: string; purpose: string; lines: { account_role: string; debit: string; credit: string; project_source_id?: string }[] };
  return `${body.posting_date} ${body.purpose}: ${body.lines.map((l) => `${l.account_role} ${Number(l.debit) - Number(l.credit)}`).join(', ')}`;
});

it('books accruals and exchange differences with their reversals once, and only what has changed when prepared again', async () => {
  await books.contract('C-E', 'EUR');
  await books.rate('EUR', '2026-07-10', '1.10');
  await books.rate('EUR', '2026-07-31', '1.20', 'closing');
  await books.sheet('2026-07-27', 'submitted', [['2026-07-30', '8'], ['2026-07-31', '4'], ['2026-08-01', '8']]);
  await books.invoice('INV-1', '2026-07-10', '1000', { currency: 'EUR', contract_id: books.id('C-E') });
  await books.erpInvoice('INV-1', '2026-07-10', '1000', { currency: 'EUR' });

  // CLS-5: 12 hours at 60; FX-3: 1 000 EUR at 1.20 less 1.10. The hours of August are not July's.
  expect(await prepare()).toMatchObject({ state: 'completed', result: { accrued_hours: '12', journals: 4 } });
  expect(posted()).toEqual([
    '2026-07-31 time_accrual: labor_cost 720, labor_clearing -720', '2026-08-01 time_accrual_reversal: labor_cost -720, labor_clearing 720',
    '2026-07-31 fx_revaluation: receivable_revaluation 100, fx_gain_loss -100', '2026-08-01 fx_revaluation_reversal: receivable_revaluation -100, fx_gain_loss 100']);

  expect(await prepare()).toMatchObject({ state: 'completed', result: { journals: 0 } });
  expect(posted()).toHaveLength(4);

  // The sheet shrinks to one day and the invoice is half paid: the difference alone is booked.
  await books.sheet('2026-07-27', 'submitted', [['2026-07-30', '8']]);
  await t.rows(`update invoice set amount_paid = 500 where draft_key = 'INV-1'`);
  expect(await prepare()).toMatchObject({ state: 'completed', result: { accrued_hours: '8', journals: 4 } });
  expect(posted().slice(4)).toEqual([
    '2026-07-31 time_accrual: labor_cost -240, labor_clearing 240', '2026-08-01 time_accrual_reversal: labor_cost 240, labor_clearing -240',
    '2026-07-31 fx_revaluation: receivable_revaluation -50, fx_gain_loss 50', '2026-08-01 fx_revaluation_reversal: receivable_revaluation 50, fx_gain_loss -50']);
  // Approved meanwhile: nothing is left to accrue, everything booked is taken back.
  await books.sheet('2026-07-27', 'approved', [['2026-07-30', '8']]);
  await t.rows(`update invoice set amount_paid = total where draft_key = 'INV-1'`);
  await prepare();
  const net = new Map<string, number>();
  for (const c of t.system.calls.filter((one) => one.question === 'ask')) {
    for (const l of (c.body as { posting_date: string; lines: { account_role: string; debit: string; credit: string }[] }).lines) net.set(l.account_role, (net.get(l.account_role) ?? 0) + Number(l.debit) - Number(l.credit));
  }
  expect([...net.values()].every((v) => v === 0)).toBe(true);
});

it('a journal whose answer was lost is asked for again under its key, as it was, though the facts have moved on', async () => {
  await books.sheet('2026-07-20', 'draft', [['2026-07-20', '5']]);
  const before = posted().length;
  const [{ v }] = (await t.rows(`select coalesce(max(source_version::int), 0) + 1 as v from journal where purpose like 'time_accrual%'`)) as [{ v: number }];
  const key = `journal:US01:period_close:2026-07:${v}:time_accrual:2026-07`;
  t.system.answers(key, new Error('connection reset'), { status: 202, effect: view(key, 'sent') }, { status: 200, effect: view(key, 'confirmed', { receipt: { source_id: 'je-77', facts: {} } }) });
  expect(await prepare()).toMatchObject({ state: 'completed' });
  const bodies = t.system.callsFor(key).filter((c) => c.question === 'ask').map((c) => JSON.stringify(c.body));
  expect(new Set(bodies).size).toBe(1);
  expect(await t.rows('select status, erp_source_id from journal where key = $1', [key])).toEqual([{ status: 'posted', erp_source_id: 'je-77' }]);
  expect(posted().slice(before).filter((line) => line.includes('time_accrual:'))[0]).toContain('labor_cost 300');
});

it('PERIOD_CLOSED: what the ERP refuses ends in one exception; after it is open again the missing part is booked under a new key', async () => {
  await books.sheet('2026-07-20', 'draft', [['2026-07-20', '7']]);
  const [{ v }] = (await t.rows(`select max(source_version::int) + 1 as v from journal where purpose like 'time_accrual%'`)) as [{ v: number }];
  const key = `journal:US01:period_close:2026-07:${v}:time_accrual:2026-07`;
  t.system.answers(key, { status: 200, effect: view(key, 'rejected', { problem: { class: 'period_closed', code: 'PERIOD_CLOSED', detail: 'July is closed' } }) });
  expect(await prepare()).toMatchObject({ state: 'waiting' });
  expect(await books.exceptions()).toContain('PERIOD_CLOSED close:US01:2026-07');
  expect(await prepare()).toMatchObject({ state: 'completed' });
  expect(await books.exceptions()).not.toContain('PERIOD_CLOSED close:US01:2026-07');
  const total = await t.rows(`select sum((l->>'debit')::numeric - (l->>'credit')::numeric)::float as cost from journal j, jsonb_array_elements(j.lines) l where j.purpose = 'time_accrual' and j.status = 'posted' and l->>'account_role' = 'labor_cost'`);
  expect(total).toEqual([{ cost: 420 }]);
});

it('work whose worker has no cost rate is told, and the rest goes on', async () => {
  await books.put('worker', 'E9', { worker_number: 'E9', role: 'DEV', status: 'active' });
  await books.sheet('2026-07-13', 'submitted', [['2026-07-13', '3']], 'P1', 'E9');
  expect(await prepare()).toMatchObject({ state: 'completed' });
  expect(await books.exceptions()).toContain('MISSING_COST_RATE close:US01:2026-07:accrual');
  await books.sheet('2026-07-13', 'approved', [], 'P1', 'E9');
});

it('shows its progress with the close', async () => {
  const seen = await closeView(t.db.ds.manager, P);
  expect(seen.preparation).toMatchObject({ state: 'completed', steps: expect.arrayContaining(['accrue unapproved time 1', 'revalue foreign currency 1', 'reconcile with the ERP', 'roll contract balances forward']) });
  expect(seen.checklist.find((c) => c.check === 'contract_balances_not_closed')).toMatchObject({ count: 0 });
});

it('a restart in the middle goes on where it was and posts nothing twice', async () => {
  await books.sheet('2026-07-06', 'draft', [['2026-07-06', '2']]);
  const [{ v }] = (await t.rows(`select max(source_version::int) + 1 as v from journal where purpose like 'time_accrual%'`)) as [{ v: number }];
  const key = `journal:US01:period_close:2026-07:${v}:time_accrual:2026-07`;
  let asked: (() => void) | undefined;
  const waiting = new Promise<void>((done) => (asked = done));
  let open = true;
  t.system.script(key, () => {
    asked!();
    return open ? { status: 202, effect: view(key, 'sent') } : { status: 200, effect: view(key, 'confirmed', { receipt: { source_id: 'je-88', facts: {} } }) };
  });
  const ended = prepare();
  await waiting;
  await t.restart();
  open = false;
  expect(await ended).toMatchObject({ state: 'completed' });
  expect(await t.rows(`select count(*)::int as n from journal where source_version = $1 and purpose = 'time_accrual'`, [String(v)])).toEqual([{ n: 1 }]);
});
