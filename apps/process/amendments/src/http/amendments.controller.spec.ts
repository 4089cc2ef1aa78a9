import 'reflect-metadata';
import { Problem, type Principal } from '#lib/platform';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { applyAmendment } from '../flows/apply-amendment.flow.js';
import { showWorkAtRisk } from '../steps/at-risk.js';
import { Agreement, change, fixed, service } from '../testing/agreement.js';
import { onApproved, workAtRisk } from '../triggers.js';
import { AmendmentsController } from './amendments.controller.js';

jest.setTimeout(240_000);
let t: TestEngine;
let n = 0;
let api: AmendmentsController;
beforeAll(async () => {
  t = await testEngine([applyAmendment, onApproved, workAtRisk]);
  await Agreement.found(t.db.ds);
  api = new AmendmentsController(t.db.ds);
});
afterAll(() => t.close());

const person = (sub: string, legal_entities?: string[]): Principal => ({ sub, client_id: 'spec', name: sub, roles: [], scopes: [], ...(legal_entities ? { legal_entities } : {}) });
const [fiona, frank] = [person('fiona'), person('frank')];
const refused = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(() => undefined, (e: unknown) => e);
  if (!(error instanceof Problem)) throw new Error(`no refusal: ${String(error)}`);
  return error.code ?? error.message;
};
const waiting = async () => {
  const one = await Agreement.signed(t.db.ds, `H-${++n}`);
  const amendment = await one.says(1, { line_changes: [change(fixed({ amount: '1400', billing_schedule: undefined, billing_method: 'percent_complete' })), change(service(), 'add')], revenue_approved_by: undefined, remaining_distinct: 'mixed' });
  await t.ended((await runOf(amendment.id))!);
  return { one, amendment };
};
async function runOf(id: string): Promise<string> {
  for (;;) {
    const [run] = await t.rows(`select id from process_run where input->>'amendment_id' = $1 order by started_at desc limit 1`, [id]);
    if (run) return run['id'];
    await new Promise((r) => setTimeout(r, 20));
  }
}

it('shows each line’s treatment with its rule; one person puts it forward, another one decides, and the amendment goes on', async () => {
  const { amendment } = await waiting();
  expect(await api.one(amendment.id, fiona)).toMatchObject({ application: 'waiting', revenue_review: { status: 'missing' }, treatments: [{ line_no: '2', obligation_code: 'BUILD', treatment: 'cumulative_catch_up' }, { line_no: '3', obligation_code: 'L3', treatment: 'prospective' }] });
  expect(await refused(api.decide(amendment.id, { decision: 'approve', reason: 'fine' }, frank))).toContain('NO_REVIEW');
  expect((await api.request(amendment.id, { reason: 'one result, half done' }, fiona)).revenue_review).toMatchObject({ status: 'submitted', requested_by: 'fiona' });
  expect(await refused(api.request(amendment.id, { reason: 'once more' }, frank))).toContain('REVIEW_OPEN');
  expect(await refused(api.decide(amendment.id, { decision: 'approve', reason: 'my own' }, fiona))).toContain('SEGREGATION_OF_DUTIES');
  expect((await api.decide(amendment.id, { decision: 'approve', reason: 'agreed' }, frank)).revenue_review).toMatchObject({ status: 'approved', decided_by: 'frank' });
  expect(await t.ended(await runOf(amendment.id))).toMatchObject({ state: 'completed' });
  expect((await api.one(amendment.id, fiona)).steps.map((s) => s.state)).toEqual(Array(7).fill('done'));
  expect((await t.rows(`select who from audit where entity_id = $1 and what like 'amendment.review%' order by at`, [amendment.id])).map((r) => r['who'])).toEqual(['fiona', 'frank']);
});

it('a review of other terms does not count', async () => {
  const { one, amendment } = await waiting();
  await api.request(amendment.id, { reason: 'as it stands' }, fiona);
  await one.says(1, { line_changes: [change(service(), 'add')], revenue_approved_by: undefined });
  expect((await api.one(amendment.id, fiona)).revenue_review.status).toBe('missing');
  expect(await refused(api.decide(amendment.id, { decision: 'approve', reason: 'too late' }, frank))).toContain('NO_REVIEW');
});

it('lists page by page, by contract, and only what the caller may see', async () => {
  const { one } = await waiting();
  const pages = [];
  for (let cursor: string | undefined; ; ) {
    const page = await api.list({ limit: 1, ...(cursor ? { cursor } : {}) }, fiona);
    pages.push(...page.amendments.map((a) => a.id));
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect((await api.list({ contract_number: one.number }, fiona)).amendments).toHaveLength(1);
  expect((await api.list({ contract_number: one.number }, person('gail', ['GB01']))).amendments).toEqual([]);
  await expect(api.one(pages[0]!, person('gail', ['GB01']))).rejects.toBeInstanceOf(Problem);
});

it('work on what only an unapproved amendment covers is shown, and no longer once it is approved (MOD-1)', async () => {
  const one = await Agreement.signed(t.db.ds, `H-${++n}`, {}, [{ ...fixed(), task_codes: ['DEL'] }]);
  const entry = await one.worked('2026-08-15');
  const [task] = await t.rows(`insert into canonical_record select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'entity', 'task', 'natural_key', 'task-' || gen_random_uuid(), 'data', '{"wbs_code":"NEW"}'::jsonb))).* from canonical_record c where natural_key = 'NEW:1' returning id`);
  await t.rows(`update time_entry set task_id = $2, cost_amount = 480, cost_currency = 'USD' where id = $1`, [entry, task!['id']]);
  const changes = [change(service({ task_codes: ['NEW'] }), 'add')];
  const amendment = await one.says(1, { line_changes: changes, client_approved: false }, { status: 'submitted' });
  const shown = () => t.rows(`select message, context from exception where code = 'AT_RISK_WORK' and business_key = $1 and status = 'open'`, [`at-risk:${one.number}:1`]);
  await t.db.ds.transaction((em) => showWorkAtRisk(em, amendment.id, 'c'));
  const [risk] = await shown();
  expect(risk).toMatchObject({ context: { tasks: ['NEW'], hours: ['8'], revenue: '0', backlog: '0' } });
  expect(JSON.stringify(risk)).not.toContain('480');
  await one.says(1, { line_changes: changes });
  await t.db.ds.transaction((em) => showWorkAtRisk(em, amendment.id, 'c'));
  expect(await shown()).toEqual([]);
});
