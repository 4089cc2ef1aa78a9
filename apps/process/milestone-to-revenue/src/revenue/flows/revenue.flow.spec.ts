import 'reflect-metadata';
import { type JournalLineWrite, newId } from '#lib/canonical';
import { retryRun, startIn } from '#lib/process';
import { appendEvents, contractPositions, type RevenueContract, RevenueEvent, RevenueRun, RevenueScheduleLine } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { testEngine, type TestEngine } from '../../../../../../libs/process/src/testing/engine.js';
import { view } from '../../../../../../libs/process/src/testing/scripted-system.js';
import { revenueContractOf } from '../contract/identify.js';
import { approveVariable, submitVariable } from '../contract/variable.js';
import { Books, line } from '../testing/books.js';
import { REVENUE_PARTS } from '../parts.js';
import { contractsOf, contractsToPost, decideRun, openRun } from '../run/decide.js';
import { calculateRevenue } from './calculate-revenue.flow.js';
import { postRevenue } from './post-revenue.flow.js';

jest.setTimeout(120_000);
let t: TestEngine;
let books: Books;
beforeAll(async () => {
  t = await testEngine(REVENUE_PARTS);
  // As migration 0006 of the amendments has it.
  await t.db.ds.query(`create table if not exists amendment_treatment (
    id uuid primary key, tenant_id text not null, amendment_id uuid not null, application_no integer not null, contract_id uuid not null, line_no text not null, obligation_code text not null, treatment text not null, effective_date date not null,
    added_price numeric(24,4) not null, currency text not null, remaining_distinct text not null, past_concession numeric(24,4) not null default 0, status text not null, why jsonb not null default '[]', correlation_id text not null, version integer not null default 1, updated_at timestamptz not null default now())`);
  books = await Books.found(t.db.ds);
});
afterAll(() => t.close());

let n = 0;
const contractNumber = (): string => `C-${++n}`;
/** Calculated by Ann: one run of one contract. */
const calculate = async (contract: string, period: string): Promise<string> => {
  const run = await t.db.ds.transaction(async (em) => {
    const [c] = await contractsOf(em, 'US01', contract);
    const opened = await openRun(em, { legal_entity_code: 'US01', period, contract_number: contract, contracts: 1, correlation_id: 'c' }, 'ann');
    await startIn(em, { flow: calculateRevenue, id: `calculate-revenue:${opened.id}:${contract}`, input: { run_id: opened.id, ...c!, period }, correlation_id: 'c' });
    return opened.id;
  });
  await t.ended(`calculate-revenue:${run}:${contract}`);
  return run;
};
/** Approved by Bob and posted. */
const approve = async (run: string): Promise<Record<string, any>[]> => {
  const started = await t.db.ds.transaction(async (em) => {
    await decideRun(em, run, 'approved', 'bob', null);
    const r = await em.findOneByOrFail(RevenueRun, { id: run });
    const mine = await contractsOf(em, 'US01', r.contract_number ?? undefined);
    const list = await contractsToPost(em, r, mine.map((c) => c.contract_id));
    for (const c of list) await startIn(em, { flow: postRevenue, id: `post-revenue:${run}:${c.contract_number}`, input: { run_id: run, ...c, legal_entity_code: 'US01', period: r.period }, correlation_id: 'c' });
    return list;
  });
  return Promise.all(started.map((c) => t.ended(`post-revenue:${run}:${c.contract_number}`)));
};
const recognize = async (contract: string, period: string): Promise<void> => {
  for (const done of await approve(await calculate(contract, period))) expect([done['state'], done['error']]).toEqual(['completed', null]);
};
/** The run about the latest word on the contract, ended. */
const identified = async (contract: string) => {
  const [last] = await t.rows(`select 'identify-revenue:' || id as id from event where type in ('contract.signed', 'contract.changed', 'contract.amended') and (entity_id = $1 or data->>'contract_id' = $1::text) order by seq desc limit 1`, [books.id(contract)]);
  return t.ended(last!['id']);
};
const events = async (contract: string) => (await t.db.ds.manager.find(RevenueEvent, { where: { contract_id: books.id(contract) }, order: { event_date: 'ASC', updated_at: 'ASC' } })).filter((e) => e.status !== 'cancelled');
const recognized = async (contract: string): Promise<string[]> => (await events(contract)).map((e) => `${e.period} ${e.kind} ${Number(e.amount)}`);
const journals = (contract: string) => t.rows(`select purpose, to_char(posting_date, 'YYYY-MM-DD') as date, lines, prior_period from journal where source_id = $1 and status = 'posted' order by posting_date, purpose desc`, [books.id(contract)]);
const sides = (lines: JournalLineWrite[]) => lines.map((l) => `${l.account_role} ${l.debit === '0' ? `-${l.credit}` : l.debit}`);
const position = async (contract: string, as_of = '2027-12-31') => (await contractPositions(t.db.ds.manager, { contract_id: books.id(contract), as_of }))[0];
const obligations = (contract: string) => t.rows(`select o.code, trim_scale(o.allocated_price)::text as allocated, o.measure, o.component, o.timing, o.status from performance_obligation o where o.contract_id = $1 order by o.code`, [books.id(contract)]);
const schedule = async (contract: string) => (await t.db.ds.manager.query(`select s.period, trim_scale(s.planned)::text as planned, s.status from revenue_schedule_line s join performance_obligation o on o.id = s.obligation_id where o.contract_id = $1 and s.status <> 'cancelled' order by 1`, [books.id(contract)])).map((s: RevenueScheduleLine) => `${s.period} ${s.planned} ${s.status}`);
const openExceptions = (contract: string) => t.rows(`select code from exception where status in ('open', 'assigned') and context->>'contract' = $1 order by 1`, [contract]);

describe('a contract', () => {
  it('becomes obligations with allocated prices, measures and plans', async () => {
    const c = contractNumber();
    await books.contract(c, [
      line({ line_no: '1', amount: '50000', obligation: { code: 'LIC', ssp: '100000', measure: 'cost_to_cost' } }), line({ line_no: '2', amount: '400000', obligation: { code: 'SVC', ssp: '400000', measure: 'hours' } }),
      line({ line_no: '3', contract_type: 'time_and_materials', amount: undefined, included_classes: ['time', 'expense'] }),
    ]);
    expect(await identified(c)).toMatchObject({ state: 'completed', result: { outcome: 'identified' } });
    expect(await obligations(c)).toEqual([
      { code: 'L3', allocated: '0', measure: 'as_invoiced', component: 'work', timing: 'over_time', status: 'unsatisfied' }, { code: 'L3:expense', allocated: '0', measure: 'as_invoiced', component: 'expense', timing: 'over_time', status: 'unsatisfied' },
      { code: 'LIC', allocated: '90000', measure: 'cost_to_cost', component: 'fixed', timing: 'over_time', status: 'unsatisfied' }, { code: 'SVC', allocated: '360000', measure: 'hours', component: 'fixed', timing: 'over_time', status: 'unsatisfied' },
    ]);
  });
  it('whose client is on hold brings nothing, says why, and is recognized when the criteria are met', async () => {
    const c = contractNumber();
    await books.put('client', 'CL1', { status: 'on_hold' });
    await books.contract(c, [line()]);
    expect(await identified(c)).toMatchObject({ state: 'waiting', error: { code: 'STEP1_NOT_MET' } });
    expect(await obligations(c)).toEqual([]);
    await books.put('client', 'CL1', { status: 'active' });
    await books.put('contract', c, { po_number: 'PO-1' });
    expect(await identified(c)).toMatchObject({ state: 'completed', result: { outcome: 'identified' } });
    expect(await openExceptions(c)).toEqual([]);
  });
  it('whose price changes without an amendment keeps the price allocated at inception (REV-14), until nothing was recognized yet', async () => {
    const c = contractNumber();
    const terms = (amount: string) => [line({ amount, obligation: { code: 'A', measure: 'straight_line' } })];
    await books.contract(c, terms('1200'));
    await identified(c);
    await books.put('contract', c, { lines: terms('1460') });
    expect(await identified(c)).toMatchObject({ result: { outcome: 'identified' } });
    await recognize(c, '2026-01');
    expect(await recognized(c)).toEqual(['2026-01 straight_line 124']);
    await books.put('contract', c, { lines: terms('9999') });
    expect(await identified(c)).toMatchObject({ state: 'waiting', error: { code: 'REVENUE_MISMATCH' } });
    expect((await obligations(c))[0]).toMatchObject({ allocated: '1460' });
  });
  it('that contradicts itself names line and field', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ obligation: { code: 'A', measure: 'hours' } }), line({ line_no: '2', obligation: { code: 'A', measure: 'units' } })]);
    expect(await identified(c)).toMatchObject({ state: 'waiting', error: { code: 'INVALID_TERMS', message: expect.stringContaining('hours and units') } });
  });
});

describe('a revenue run', () => {
  it('takes what is earned out of the advance first, then into the asset, tells of it when the ERP has it, and nets the balance', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'cost_to_cost' } })]);
    await identified(c);
    await books.estimate(`${c}-P`, '500');
    await books.invoiced(c, '2026-01-10', '150', 'contract_liability');
    await books.time(c, '2026-01-15', { hours: '1', cost: '100' });
    const run = await calculate(c, '2026-01');
    expect(await recognized(c)).toEqual(['2026-01 progress 200']);
    expect(await t.rows(`select 1 from event where type = 'revenue.recognized' and data->>'contract_id' = $1`, [books.id(c)])).toEqual([]);
    await approve(run);
    expect((await journals(c)).map((j) => [j['purpose'], j['date'], sides(j['lines'])])).toEqual([['recognition', '2026-01-31', ['contract_liability 150', 'revenue_services -200', 'contract_asset 50']]]);
    expect(await t.rows(`select data->>'amount' as amount from event where type = 'revenue.recognized' and data->>'contract_id' = $1`, [books.id(c)])).toEqual([{ amount: '200' }]);
    expect(await position(c)).toMatchObject({ recognized: '200', billed: '150', ledger_asset: '50', ledger_liability: '0' });
    await books.invoiced(c, '2026-02-10', '400', 'contract_liability');
    await recognize(c, '2026-02');
    expect((await journals(c)).map((j) => [j['purpose'], j['date'], sides(j['lines'])]).slice(1)).toEqual([['balance_reclass', '2026-02-28', ['contract_asset -50', 'contract_liability 50']]]);
    expect(await position(c)).toMatchObject({ ledger_asset: '0', ledger_liability: '350' });
  });
  it('with the same inputs finds nothing new (REV-19), with late cost catches up, and when progress falls takes revenue back in the month of the run (REV-6)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'cost_to_cost' } })]);
    await identified(c);
    await books.estimate(`${c}-P`, '500');
    await books.time(c, '2026-01-15', { hours: '1', cost: '100' });
    await recognize(c, '2026-01');
    await recognize(c, '2026-01');
    expect(await recognized(c)).toEqual(['2026-01 progress 200']);
    await books.time(c, '2026-01-20', { hours: '1', cost: '50', accounting_date: '2026-02-01' });
    await recognize(c, '2026-01');
    expect(await recognized(c)).toHaveLength(1);
    await recognize(c, '2026-02');
    await books.estimate(`${c}-P`, '1000', { from: '2026-03-01' });
    await recognize(c, '2026-03');
    expect(await recognized(c)).toEqual(['2026-01 progress 200', '2026-02 progress 100', '2026-03 catch_up -150']);
    expect((await journals(c)).map((j) => sides(j['lines'])).at(-1)).toEqual(['contract_asset -150', 'revenue_services 150']);
  });
  it('is approved by another person only, and rejected leaves nothing behind', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '365', obligation: { code: 'A', measure: 'straight_line' } })]);
    await identified(c);
    const run = await calculate(c, '2026-01');
    await expect(t.db.ds.transaction((em) => decideRun(em, run, 'approved', 'ann', null))).rejects.toMatchObject({ code: 'SEGREGATION_OF_DUTIES' });
    await expect(t.db.ds.transaction((em) => openRun(em, { legal_entity_code: 'US01', period: '2026-01', contracts: 0, correlation_id: 'c' }, 'ann'))).rejects.toMatchObject({ code: 'RUN_OPEN' });
    await t.db.ds.transaction((em) => decideRun(em, run, 'rejected', 'bob', 'not now'));
    expect(await recognized(c)).toEqual([]);
    await recognize(c, '2026-01');
    expect(await recognized(c)).toEqual(['2026-01 straight_line 31']);
  });
  it('for a month before one that is recognized changes nothing', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '365', obligation: { code: 'A', measure: 'straight_line' } })]);
    await identified(c);
    await recognize(c, '2026-02');
    expect(await recognized(c)).toEqual(['2026-02 straight_line 59']);
    const run = await calculate(c, '2026-01');
    expect(await t.ended(`calculate-revenue:${run}:${c}`)).toMatchObject({ result: { outcome: 'later_recognized', events: 0 } });
    await approve(run);
  });
  it('measures without an estimate only what does not need one; the rest is EAC_STALE and goes through after approval of one', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'cost_to_cost' } }), line({ line_no: '2', amount: '365', obligation: { code: 'B', measure: 'straight_line' } })]);
    await identified(c);
    await books.time(c, '2026-01-15', { hours: '1', cost: '100' });
    const run = await calculate(c, '2026-01');
    expect(await t.ended(`calculate-revenue:${run}:${c}`)).toMatchObject({ state: 'waiting', error: { code: 'EAC_STALE' } });
    expect(await recognized(c)).toEqual(['2026-01 straight_line 31']);
    await books.estimate(`${c}-P`, '200');
    expect(await t.ended(await retryRun(`calculate-revenue:${run}:${c}`, 'olga'))).toMatchObject({ state: 'completed' });
    expect((await recognized(c)).sort()).toEqual(['2026-01 progress 500', '2026-01 straight_line 31']);
    await approve(run);
  });
  it('of a closed month recognizes in the next open one and flags it (CLS-3), also when the ERP closed it before we heard', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '365', obligation: { code: 'A', measure: 'straight_line' } })], { start: '2027-01-01', end: '2027-12-31' });
    await identified(c);
    await books.period('US01', '2027-01', 'closed');
    await recognize(c, '2027-01');
    expect(await recognized(c)).toEqual(['2027-02 straight_line 31']);
    expect(await journals(c)).toMatchObject([{ date: '2027-02-01', prior_period: true }]);
    const run = await calculate(c, '2027-03');
    const key = `journal:US01:revenue:${books.id(c)}:${run}:recognition:2027-03`;
    t.system.answers(key, { status: 200, effect: view(key, 'rejected', { problem: { class: 'validation', code: 'PERIOD_CLOSED', detail: 'closed' } }) });
    await approve(run);
    expect((await journals(c)).map((j) => j['date'])).toEqual(['2027-02-01', '2027-04-01']);
    expect(await recognized(c)).toEqual(['2027-02 straight_line 31', '2027-04 straight_line 59']);
    await books.period('US01', '2027-01', 'open');
  });
  it('of work billed as it is done recognizes approved value by work date, whatever is invoiced (REV-9, REV-12 of the published cases)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ contract_type: 'time_and_materials', amount: undefined, included_classes: ['time'], cap_amount: '2000' })]);
    await identified(c);
    await books.time(c, '2026-03-10', { hours: '8', net: '1600' });
    await books.time(c, '2026-03-11', { hours: '1', net: '100', billing_status: 'held' });
    await recognize(c, '2026-03');
    await books.invoiced(c, '2026-04-05', '1600', 'contract_asset');
    await recognize(c, '2026-04');
    expect(await recognized(c)).toEqual(['2026-03 as_invoiced 1600']);
    expect(await position(c, '2026-03-31')).toMatchObject({ ledger_asset: '1600', billed: '0' });
    expect(await position(c)).toMatchObject({ ledger_asset: '0', billed: '1600' });
    await books.time(c, '2026-05-10', { hours: '8', net: '1600' });
    await recognize(c, '2026-05');
    expect((await recognized(c)).at(-1)).toBe('2026-05 as_invoiced 400');
  });
  it('shows billed expenses as reimbursement, and as an agent only the markup (EXP-6)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ contract_type: 'expense', amount: undefined, expense: { markup: '0.1', presentation: 'agent' } }), line({ line_no: '2', contract_type: 'expense', amount: undefined })]);
    await identified(c);
    await books.expense(c, '2026-01-10', { cost: '100', billed: '110' });
    await books.expense(c, '2026-01-10', { cost: '50', billed: '50', line: '2' });
    await recognize(c, '2026-01');
    expect((await journals(c)).map((j) => sides(j['lines']).sort())).toEqual([['contract_asset 110', 'contract_asset 50', 'expense_cost -100', 'revenue_expense_reimbursement -10', 'revenue_expense_reimbursement -50']]);
    await books.expense(c, '2026-02-10', { cost: '20', billed: '22' });
    await recognize(c, '2026-02');
    expect(sides((await journals(c))[1]!['lines']).sort()).toEqual(['contract_asset 22', 'expense_cost -20', 'revenue_expense_reimbursement -2']);
    expect(await position(c)).toMatchObject({ ledger_asset: '182', recognized: '182' });
  });
  it('provides for the whole expected loss at once and releases it as it is made (LOSS-01 of the published cases)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '900000', obligation: { code: 'A', measure: 'cost_to_cost' } })]);
    await identified(c);
    await books.estimate(`${c}-P`, '950000');
    await books.time(c, '2026-01-15', { hours: '1', cost: '380000' });
    await recognize(c, '2026-01');
    expect((await recognized(c)).sort()).toEqual(['2026-01 loss_provision 30000', '2026-01 progress 360000']);
    expect((await journals(c)).map((j) => [j['purpose'], sides(j['lines'])])).toEqual([['recognition', ['contract_asset 360000', 'revenue_services -360000']], ['loss_provision', ['provision_expense 30000', 'loss_provision -30000']]]);
    await books.time(c, '2026-02-15', { hours: '1', cost: '570000' });
    await recognize(c, '2026-02');
    expect((await recognized(c)).sort().slice(2)).toEqual(['2026-02 loss_provision -30000', '2026-02 progress 540000']);
    expect(await position(c)).toMatchObject({ recognized: '900000', ledger_asset: '900000' });
  });
  it('takes in variable consideration only once another person has approved it, and only what the constraint lets in (REV-12)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'cost_to_cost' } })]);
    await identified(c);
    await books.estimate(`${c}-P`, '500');
    await books.time(c, '2026-01-15', { hours: '1', cost: '250' });
    await recognize(c, '2026-01');
    const bonus = (probability: string) => ({ code: 'bonus', obligation_code: null, method: 'most_likely' as const, outcomes: [{ amount: '200', probability }], effective_date: '2026-02-01', reason: 'on time' });
    const decide = <T>(work: (em: EntityManager, rc: RevenueContract) => Promise<T>) => t.db.ds.transaction(async (em) => work(em, (await revenueContractOf(em, books.id(c)))!));
    expect(await decide((em, rc) => submitVariable(em, rc, bonus('0.8'), 'ifrs', 'ann'))).toMatchObject({ estimate: '200.00', included: '0.00' });
    await decide((em, rc) => approveVariable(em, rc, 'bonus', 'bob'));
    await recognize(c, '2026-02');
    expect(await recognized(c)).toEqual(['2026-01 progress 500']);
    await decide((em, rc) => submitVariable(em, rc, bonus('0.95'), 'ifrs', 'ann'));
    await expect(decide((em, rc) => approveVariable(em, rc, 'bonus', 'ann'))).rejects.toMatchObject({ code: 'SEGREGATION_OF_DUTIES' });
    await decide((em, rc) => approveVariable(em, rc, 'bonus', 'bob'));
    await recognize(c, '2026-03');
    expect((await recognized(c)).slice(1)).toEqual(['2026-03 constraint_release 100']);
    expect((await obligations(c))[0]).toMatchObject({ allocated: '1200' });
    await expect(decide((em, rc) => submitVariable(em, rc, { ...bonus('0.95'), method: 'expected_value' }, 'ifrs', 'ann'))).rejects.toMatchObject({ class: 'validation' });
  });
  it('in another currency keeps both amounts; what comes out of an advance keeps the rate of its day (FX-2, FX-4)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'straight_line' } })], { currency: 'EUR', start: '2026-01-01', end: '2026-01-31' });
    await identified(c);
    await books.rate('EUR', 'USD', '2026-01-10', '1.10');
    await books.invoiced(c, '2026-01-10', '400', 'contract_liability');
    const early = await calculate(c, '2026-01');
    await books.rate('EUR', 'USD', '2026-01-31', '1.20');
    await approve(early);
    expect(await t.rows(`select trim_scale(amount)::text as amount, trim_scale(functional_amount)::text as functional, currency, functional_currency from revenue_event where contract_id = $1`, [books.id(c)])).toEqual([{ amount: '1000', functional: '1160', currency: 'EUR', functional_currency: 'USD' }]);
    expect((await journals(c)).map((j) => sides(j['lines']))).toEqual([['contract_liability 440', 'revenue_services -1160', 'contract_asset 720']]);
    expect(await position(c)).toMatchObject({ currency: 'EUR', ledger_asset: '600', ledger_liability: '0' });
  });
  it('without a rate stops with the day that lacks one', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ amount: '1000', obligation: { code: 'A', measure: 'straight_line' } })], { currency: 'CHF' });
    await identified(c);
    const run = await calculate(c, '2026-01');
    expect(await t.ended(`calculate-revenue:${run}:${c}`)).toMatchObject({ state: 'waiting', error: { code: 'FX_RATE_MISSING' } });
    await approve(run);
  });
});

describe('an amendment', () => {
  const amend = async (c: string, lines: ReturnType<typeof line>[], treatments: { code: string; treatment: string; date: string; added: string; distinct?: string; concession?: string }[]) => {
    const number = `${c}:A1`;
    await books.put('amendment', number, { amendment_number: 'A1', contract_id: books.id(c), effective_date: treatments[0]!.date, client_approved: true, adds_distinct_services: false, priced_at_ssp: false, remaining_distinct: 'yes', unpriced: false, line_changes: [], status: 'approved' });
    for (const x of treatments) {
      await t.rows(`insert into amendment_treatment (id, tenant_id, amendment_id, application_no, contract_id, line_no, obligation_code, treatment, effective_date, added_price, currency, remaining_distinct, past_concession, status, correlation_id) values ($1, 't', $2, 1, $3, $4, $4, $5, $6, $7, 'USD', $8, $9, 'pending', 'c')`,
        [newId(), books.id(number), books.id(c), x.code, x.treatment, x.date, x.added, x.distinct ?? 'yes', x.concession ?? '0']);
    }
    await books.put('contract', c, { lines });
    await t.db.ds.transaction((em) => appendEvents(em, [{ type: 'contract.amended', entity: 'contract', entity_id: books.id(c), entity_version: 2, partition_key: `contract:${books.id(c)}`, idempotency_key: `${books.id(c)}:${newId()}`, approval_status: 'approved', correlation_id: 'c', data: { contract_id: books.id(c), amendment_id: books.id(number), contract_number: c } }]));
    expect(await identified(c)).toMatchObject({ state: 'completed' });
  };
  const pack = (units: string, amount: string) => line({ contract_type: 'managed_services', amount, usage: [{ meter: 'units', unit: 'each', allowance: units, tiers: [] }], obligation: { code: 'U', measure: 'units' } });
  it('MOD-02: prospective, with a concession for the past at once; the rest at 93.33', async () => {
    const c = contractNumber();
    await books.contract(c, [pack('120', '12000')]);
    await identified(c);
    await books.usage(c, '2026-01-01', '2026-01-31', '60');
    await recognize(c, '2026-01');
    await amend(c, [pack('150', '14400')], [{ code: 'U', treatment: 'prospective', date: '2026-02-01', added: '2400', concession: '900' }]);
    await books.usage(c, '2026-02-01', '2026-02-28', '30');
    await recognize(c, '2026-02');
    expect((await recognized(c)).sort()).toEqual(['2026-01 progress 6000', '2026-02 catch_up -900', '2026-02 progress 2800']);
    await books.usage(c, '2026-03-01', '2026-03-31', '60');
    await recognize(c, '2026-03');
    expect((await obligations(c))[0]).toMatchObject({ allocated: '13500', status: 'satisfied' });
    expect(await position(c)).toMatchObject({ recognized: '13500' });
  });
  it('MOD-07 and MOD-06: new rates need no catch-up; what is given back for the past comes off at once', async () => {
    const c = contractNumber();
    const terms = (cap: string) => [line({ contract_type: 'time_and_materials', amount: undefined, included_classes: ['time'], cap_amount: cap })];
    await books.contract(c, terms('1000'));
    await identified(c);
    await books.time(c, '2026-01-10', { hours: '6', net: '1200' });
    await recognize(c, '2026-01');
    await amend(c, terms('2000'), [{ code: 'L1', treatment: 'prospective', date: '2026-02-01', added: '0', concession: '90' }]);
    await recognize(c, '2026-02');
    expect((await recognized(c)).sort()).toEqual(['2026-01 as_invoiced 1000', '2026-02 as_invoiced 200', '2026-02 catch_up -90']);
  });
  it('MOD-04: cumulative catch-up in the month of the modification, posted months untouched', async () => {
    const c = contractNumber();
    const terms = (amount: string) => [line({ amount, obligation: { code: 'A', measure: 'cost_to_cost' } })];
    await books.contract(c, terms('500000000'));
    await identified(c);
    await books.estimate(`${c}-P`, '1000');
    await books.time(c, '2026-01-15', { hours: '1', cost: '300' });
    await recognize(c, '2026-01');
    await amend(c, terms('575000000'), [{ code: 'A', treatment: 'cumulative_catch_up', date: '2026-02-10', added: '75000000', distinct: 'no' }]);
    await recognize(c, '2026-02');
    expect(await recognized(c)).toEqual(['2026-01 progress 150000000', '2026-02 catch_up 22500000']);
    expect((await journals(c)).map((j) => [j['date'], sides(j['lines'])[1]])).toEqual([['2026-01-31', 'revenue_services -150000000'], ['2026-02-28', 'revenue_services -22500000']]);
  });
  it('MOD-01: distinct services at their own price stand beside the rest; mixed goes obligation by obligation', async () => {
    const c = contractNumber();
    const a = line({ line_no: '1', amount: '365', obligation: { code: 'A', measure: 'straight_line' } });
    const b = (amount: string) => line({ line_no: '2', amount, obligation: { code: 'B', measure: 'straight_line' } });
    await books.contract(c, [a, b('730')]);
    await identified(c);
    await recognize(c, '2026-01');
    const added = line({ line_no: '3', amount: '275', start: '2026-04-01', obligation: { code: 'N', measure: 'straight_line' } });
    await amend(c, [a, b('1064'), added], [{ code: 'N', treatment: 'separate_contract', date: '2026-04-01', added: '275' }, { code: 'B', treatment: 'mixed', distinct: 'yes', date: '2026-02-01', added: '334' }]);
    expect((await obligations(c)).map((o) => [o['code'], o['allocated']])).toEqual([['A', '365'], ['B', '1064'], ['N', '275']]);
    await recognize(c, '2026-02');
    expect((await recognized(c)).sort()).toEqual(['2026-01 straight_line 31', '2026-01 straight_line 62', '2026-02 straight_line 28', '2026-02 straight_line 84']);
    expect(await t.rows('select trim_scale(transaction_price)::text as price from revenue_contract where contract_ids[1] = $1', [books.id(c)])).toEqual([{ price: '1704' }]);
  });
  it('of a contract nothing of which was recognized yet is carried out by its treatment, though the changed terms were seen first', async () => {
    const c = contractNumber();
    const a = line({ line_no: '1', amount: '365', obligation: { code: 'A', measure: 'straight_line' } });
    await books.contract(c, [a]);
    await identified(c);
    await amend(c, [a, line({ line_no: '2', amount: '275', start: '2026-04-01', obligation: { code: 'N', measure: 'straight_line' } })], [{ code: 'N', treatment: 'separate_contract', date: '2026-04-01', added: '275' }]);
    expect((await obligations(c)).map((o) => [o['code'], o['allocated']])).toEqual([['A', '365'], ['N', '275']]);
    expect(await openExceptions(c)).toEqual([]);
  });
});

describe('a plan', () => {
  it('follows a milestone that moves, shows it as ready when it is accepted, and holds recognized plus remaining together (FF-7, REC-3 law 3)', async () => {
    const c = contractNumber();
    await books.contract(c, [line({ contract_type: 'milestone', amount: '5000', obligation: { code: 'A', measure: 'output_milestone', enforceable_right_to_payment: true } })], { project: false });
    await books.project(`${c}-P`, c);
    await books.milestone(`${c}-P`, 'M1', { line_no: '1', weight: '2', planned_date: '2026-02-15' });
    await books.milestone(`${c}-P`, 'M2', { line_no: '1', weight: '3', planned_date: '2026-05-15' });
    await identified(c);
    const replanned = async (code: string) => t.ended((await t.rows(`select 'follow-milestone:' || entity_id || ':' || entity_version as id from event where entity = 'milestone' and entity_id = $1 order by seq desc limit 1`, [books.id(`${c}-P:${code}`)]))[0]!['id']);
    await replanned('M2');
    await books.milestone(`${c}-P`, 'M1', { planned_date: '2026-03-15' });
    await replanned('M1');
    expect(await schedule(c)).toEqual(['2026-03 2000 planned', '2026-05 3000 planned']);
    await books.milestone(`${c}-P`, 'M1', { status: 'accepted', accepted_at: '2026-04-03T10:00:00Z' });
    await replanned('M1');
    expect(await schedule(c)).toEqual(['2026-04 2000 ready', '2026-05 3000 planned']);
    await recognize(c, '2026-03');
    expect(await recognized(c)).toEqual([]);
    await recognize(c, '2026-04');
    expect(await recognized(c)).toEqual(['2026-04 milestone 2000']);
    expect(await schedule(c)).toEqual(['2026-04 2000 posted', '2026-05 3000 planned']);
  });
});
