import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { appendEvents, contractPositions, RevenueRun } from '#lib/store';
import type { DataSource } from 'typeorm';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { atRest, KillStage, PATIENCE_MS, startBySpec, type Told } from '../../../../../libs/process/src/testing/kill-stage.js';
import { RevenueControlController } from './http/revenue-control.controller.js';
import { contractsOf, contractsToPost, decideRun, openRun } from './run/decide.js';
import { Books, line } from './testing/books.js';

jest.setTimeout(1_800_000);
const APP = 'apps/process/milestone-to-revenue';
let stage: KillStage;
beforeAll(async () => {
  stage = await KillStage.open([APP], [`${APP}/src/revenue/parts.js#REVENUE_PARTS`]);
}, 120_000);
afterAll(() => stage?.close());

const ended = (ds: DataSource, id: string) => until(`${id} ends`, () => ds.query('select state from process_run where id = $1', [id]), ([run]) => ['completed', 'waiting', 'failed'].includes(run?.state), PATIENCE_MS);

/** Ann calculates the month of all contracts, Bob approves, the ERP gets it. */
async function recognize(ds: DataSource, period: string): Promise<void> {
  const opened = await ds.transaction(async (em) => {
    const contracts = await contractsOf(em, 'US01');
    const run = await openRun(em, { legal_entity_code: 'US01', period, contracts: contracts.length, correlation_id: 'c' }, 'ann');
    for (const c of contracts) await startBySpec(em, { flow: 'calculate-revenue', id: `calculate-revenue:${run.id}:${c.contract_number}`, input: { run_id: run.id, ...c, period } });
    return { run, contracts };
  });
  for (const c of opened.contracts) await ended(ds, `calculate-revenue:${opened.run.id}:${c.contract_number}`);
  const list = await ds.transaction(async (em) => {
    await decideRun(em, opened.run.id, 'approved', 'bob', null);
    const due = await contractsToPost(em, await em.findOneByOrFail(RevenueRun, { id: opened.run.id }), opened.contracts.map((c) => c.contract_id));
    for (const c of due) await startBySpec(em, { flow: 'post-revenue', id: `post-revenue:${opened.run.id}:${c.contract_number}`, input: { run_id: opened.run.id, ...c, legal_entity_code: 'US01', period } });
    return due;
  });
  for (const c of list) await ended(ds, `post-revenue:${opened.run.id}:${c.contract_number}`);
}

const terms = (amount: string) => [line({ amount, obligation: { code: 'A', measure: 'cost_to_cost', enforceable_right_to_payment: true } })];
const milestone = line({ contract_type: 'milestone', amount: '5000', obligation: { code: 'M', measure: 'output_milestone', enforceable_right_to_payment: true } });

/** Two months: an advance, a loss, a milestone that moves, an amendment, netting. */
async function story({ ds }: Told) {
  const books = await Books.found(ds);
  const identified = (number: string) => until(`${number} is identified`, () => ds.query('select 1 from performance_obligation where contract_id = $1', [books.id(number)]), (rows) => rows.length > 0, PATIENCE_MS);
  await books.contract('C-1', terms('1000'));
  await books.contract('C-2', terms('900'));
  await books.contract('C-3', [milestone]);
  for (const number of ['C-1', 'C-2', 'C-3']) await identified(number);
  await books.milestone('C-3-P', 'M1', { line_no: '1', planned_date: '2026-03-15' });
  await atRest(ds);
  await books.estimate('C-1-P', '500');
  await books.estimate('C-2-P', '950');
  await books.invoiced('C-1', '2026-01-05', '400', 'contract_liability');
  await books.time('C-1', '2026-01-15', { hours: '1', cost: '250' });
  await books.time('C-2', '2026-01-15', { hours: '1', cost: '380' });
  await recognize(ds, '2026-01');

  const amendment = await books.put('amendment', 'C-1:A1', { amendment_number: 'A1', contract_id: books.id('C-1'), effective_date: '2026-02-10', client_approved: true, adds_distinct_services: false, priced_at_ssp: false, remaining_distinct: 'no', unpriced: false, line_changes: [], status: 'approved' });
  await ds.query(`insert into amendment_treatment (id, tenant_id, amendment_id, application_no, contract_id, line_no, obligation_code, treatment, effective_date, added_price, currency, remaining_distinct, past_concession, status, correlation_id) values ($1, 't', $2, 1, $3, '1', 'A', 'cumulative_catch_up', '2026-02-10', 200, 'USD', 'no', 0, 'pending', 'c')`, [newId(), amendment.id, books.id('C-1')]);
  await books.put('contract', 'C-1', { lines: terms('1200') });
  await ds.transaction((em) => appendEvents(em, [{ type: 'contract.amended', entity: 'contract', entity_id: books.id('C-1'), entity_version: 2, partition_key: `contract:${books.id('C-1')}`, idempotency_key: 'C-1:A1', approval_status: 'approved', correlation_id: 'c', data: { contract_id: books.id('C-1'), contract_number: 'C-1' } }]));
  await until('the treatment is carried out', () => ds.query(`select 1 from amendment_treatment where status = 'applied'`), (rows) => rows.length > 0, PATIENCE_MS);
  await books.milestone('C-3-P', 'M1', { status: 'accepted', accepted_at: '2026-02-20T09:00:00Z' });
  await atRest(ds);
  await books.invoiced('C-1', '2026-02-12', '700', 'contract_liability');
  await books.time('C-2', '2026-02-15', { hours: '1', cost: '190' });
  await recognize(ds, '2026-02');
  return {
    laws: await new RevenueControlController(ds).totals({}),
    positions: (await contractPositions(ds.manager, { as_of: '9999-12-31' })).map((p) => `${p.contract_number} ${p.recognized} ${p.billed} ${p.ledger_asset} ${p.ledger_liability}`).sort(),
    revenue: (await ds.query(`select c.natural_key || ' ' || e.period || ' ' || e.kind || ' ' || e.status || ' ' || trim_scale(e.amount) as line from revenue_event e join canonical_record c on c.id = e.contract_id`)).map((e: { line: string }) => e.line).sort(),
    plans: (await ds.query(`select o.code || ' ' || s.schedule_version || ' ' || s.period || ' ' || trim_scale(s.planned) || ' ' || s.status as line from revenue_schedule_line s join performance_obligation o on o.id = s.obligation_id`)).map((s: { line: string }) => s.line).sort(),
  };
}

it('whoever dies wherever in identifying, calculating, posting and planning: the same journals, each once, and every law holds', async () => {
  const twin = await stage.undisturbed(story);
  expect(twin.left.seen.laws.holds).toBe(true);
  expect(twin.left.documents.map((d) => /"purpose":"(\w+)"/.exec(d)![1]).sort()).toEqual(['balance_reclass', 'loss_provision', 'loss_provision', 'recognition', 'recognition', 'recognition', 'recognition', 'recognition']);
  const { left, unvisited } = await stage.struck(twin.places, story);
  expect(unvisited).toEqual([]);
  expect(left).toEqual({ ...twin.left, conflicts: [], unbalanced: [], exceptions: [] });
});
