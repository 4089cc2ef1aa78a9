import 'reflect-metadata';
import { retryRun, startRun } from '#lib/process';
import { recordByKey, type StoredRecord, updateRecord } from '#lib/store';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { type Call, confirmed, view } from '../../../../../libs/process/src/testing/scripted-system.js';
import { Deals } from '../testing/deals.js';
import { onCommitted, onWithdrawn, onWon, unapprovedWins } from '../triggers.js';
import { planDemand } from './plan-demand.flow.js';
import { setUpProject } from './set-up-project.flow.js';
import { withdrawDemand } from './withdraw-demand.flow.js';

jest.setTimeout(120_000);
let t: TestEngine;
let deals: Deals;
let n = 0;
/** Number of a deal of its own for each test. */
const next = () => `O-${++n}`;
beforeAll(async () => {
  t = await testEngine([planDemand, withdrawDemand, setUpProject, onCommitted, onWithdrawn, onWon, unapprovedWins]);
  deals = new Deals(t.db.ds);
  await deals.found();
});
afterAll(() => t.close());

const em = () => t.db.ds.manager;
const run = (flow: string, deal: StoredRecord, version = true) => t.ended(version ? `${flow}:${deal.id}:${deal.version}` : `${flow}:${deal.id}`);
const setUp = (deal: StoredRecord) => run('set-up-project', deal, false);
const project = async (no: string) => (await recordByKey(em(), 'project', `US01-${no}`))!;
/** Writes asked for about a deal, as `system verb`. */
const asked = (no: string, verb?: string): Call[] => t.system.calls.filter((c) => c.question === 'ask' && new RegExp(`\\b${no}\\b`).test(JSON.stringify([c.key, c.body])) && (!verb || c.verb === verb));
const verbs = (no: string) => asked(no).map((c) => `${c.system} ${c.verb}`);
const openExceptions = (no: string) => t.rows(`select code, message, context from exception where business_key like $1 and status in ('open', 'assigned') order by code`, [`%${no}`]);
const demand = async (no: string) => (await t.rows(`select natural_key, status, data->>'demand_type' as type from canonical_record where entity = 'resource_request' and natural_key like $1 order by 1`, [`${no}:%`])).map((r) => `${r['natural_key'].slice(no.length + 1)} ${r['status']} ${r['type']}`);
const refusal = (key: string, code: string) => ({ status: 200, effect: view(key, 'rejected', { problem: { class: 'validation', code, detail: 'refused by the vendor' } }) });

const base = { task_codes: [], included_classes: ['time'], cap_policy: 'split_hold', status: 'active' };
const TIME = { ...base, line_no: '1', contract_type: 'time_and_materials', rate_card_code: 'STD' };
const FIXED = { ...base, line_no: '2', contract_type: 'fixed_fee', amount: '1000', billing_method: 'schedule', retention: '0.1', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-31', pct: '0.4' }, { seq: '2', trigger: 'milestone', milestone_code: 'M1', pct: '0.6' }] };
const RETAINER = { ...base, line_no: '3', contract_type: 'retainer', retainer: { unit: 'hours', fee: '2000', included: '20', overage_policy: 'bill' } };
const SERVICE = { ...base, line_no: '4', contract_type: 'managed_services', recurring: { amount: '300', timing: 'advance', service_start: '2026-07-15', anchor_day: '1' }, usage: [{ meter: 'tickets', unit: 'ticket', tiers: [{ up_to: '50', price: '2' }, { price: '1.5' }] }] };
const EXPENSES = { ...base, line_no: '5', contract_type: 'expense', included_classes: ['expense'], expense: { markup: '0.05' } };

describe('a won deal', () => {
  it('becomes customer, project and billing profile before it opens for time, and sales is told', async () => {
    const no = next();
    await deals.signed(no);
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'completed', result: { project_code: `US01-${no}`, activated: true } });
    expect(verbs(no)).toEqual(['erp create_customer', 'erp create_project', 'psa create_project', 'psa create_task', 'psa create_task', 'psa update_project', 'psa update_project', 'crm set_delivery_status']);
    expect(asked(no, 'update_project').map((c) => c.body)).toMatchObject([{ status: 'approved', time_entry_open: false, rate_card_code: 'STD', contract_number: `C-${no}` }, { status: 'active', time_entry_open: true }]);
    const opened = await project(no);
    expect(opened).toMatchObject({ status: 'active', legal_entity_code: 'US01', correlation_id: deal.correlation_id, data: { time_entry_open: true, billing_eligible: true, setup_checks: { erp_project_exists: true, open_task_exists: true } } });
    expect((await t.rows(`select type from event where entity_id = $1 order by seq`, [opened.id])).map((r) => r['type'])).toEqual(['project.changed', 'project.status_changed', 'project.status_changed', 'project.activated']);
    expect(await recordByKey(em(), 'engagement', `US01-${no}`)).toMatchObject({ status: 'active' });
  });

  it('that changes afterwards is not set up again', async () => {
    const no = next();
    await deals.signed(no);
    const deal = await deals.crmSays(no, 'closed_won');
    await setUp(deal);
    const before = verbs(no).length;
    await deals.crmSays(no, 'closed_won', { name: 'renamed' });
    await deals.crmSays(no, 'closed_won', { commercial_approval: 'rejected' });
    await until('the lost approval is shown', () => openExceptions(no), (e) => e.length === 1);
    await deals.crmSays(no, 'closed_won', {});
    await until('the last change is read', () => openExceptions(no), (e) => e.length === 0);
    expect(verbs(no)).toHaveLength(before);
    expect(await t.rows('select id from process_run where flow = $1 and id like $2', ['set-up-project', `%${deal.id}%`])).toHaveLength(1);
  });

  it('with terms missing creates nothing anywhere and names every one of them at once', async () => {
    const no = next();
    await deals.signed(no, { client: { tax_profile: null, legal_name: '', po_required: true }, contract: { signed_date: null }, line: { rate_card_code: 'NOBODY-MADE-IT' } });
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'waiting' });
    expect(asked(no)).toEqual([]);
    expect(await recordByKey(em(), 'project', `US01-${no}`)).toBeUndefined();
    const raised = await openExceptions(no);
    expect(raised.map((e) => e['code'])).toEqual(['INVALID_TAX', 'MISSING_ACCOUNT_DATA', 'MISSING_CONTRACT', 'MISSING_RATE_CARD']);
    const words = raised.map((e) => e['message']).join('\n');
    for (const part of ['not signed', 'purchase order number', 'no legal name', 'tax profile', 'NOBODY-MADE-IT']) expect(words).toContain(part);
    await deals.signed(no);
    expect(await t.ended(await retryRun(`set-up-project:${deal.id}`, 'olga'))).toMatchObject({ state: 'completed' });
    expect(await openExceptions(no)).toEqual([]);
  });

  it.each([
    ['its contract is signed', { contract: { signed_date: null } }, 'MISSING_CONTRACT', (no: string) => deals.arrives('contract', `US01:C-${no}`, { signed_date: '2026-06-20' })],
    ['its client gets a legal name', { client: { legal_name: '' } }, 'MISSING_ACCOUNT_DATA', (no: string) => deals.arrives('client', `CL-${no}`, { legal_name: 'Client' })],
    ['the tax code arrives from the ERP', { client: { tax_profile: 'LATE-TAX' } }, 'INVALID_TAX', () => deals.arrives('tax_code', 'LATE-TAX', { code: 'LATE-TAX', rate: '0.1', status: 'active' })],
    ['the rate card is approved', { line: { rate_card_code: 'LATE-CARD' } }, 'MISSING_RATE_CARD', () => deals.arrives('rate_card_version', 'LATE-CARD:USD:1', { card_code: 'LATE-CARD', version_no: '1', scope_type: 'contract', scope_key: 'LATE-CARD', currency: 'USD', kind: 'bill', lines: [], status: 'approved' })],
  ])('that lacks a term goes on by itself when %s', async (_what, terms, code, mend) => {
    const no = next();
    await deals.signed(no, terms);
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'waiting', error: { code } });
    await mend(no);
    expect(await t.ended(`set-up-project:${deal.id}~2`)).toMatchObject({ state: 'completed', result: { activated: true } });
    expect(await openExceptions(no)).toEqual([]);
  });

  it('that comes before its contract, in one round of polling, goes on by itself when the contract is linked to it', async () => {
    const no = next();
    const deal = await deals.crmSays(no, 'closed_won', { without: ['client', 'contract', 'legal_entity'] });
    expect(await setUp(deal)).toMatchObject({ state: 'waiting' });
    await deals.signed(no);
    await deals.crmSays(no, 'closed_won');
    expect(await t.ended(`set-up-project:${deal.id}~2`)).toMatchObject({ state: 'completed', result: { activated: true } });
  });

  it('that was lost while it waited for a term is not set up when the term comes', async () => {
    const no = next();
    await deals.signed(no, { contract: { signed_date: null } });
    const deal = await deals.crmSays(no, 'closed_won');
    await setUp(deal);
    await t.rows(`update canonical_record set data = data || '{"canonical_stage": "closed_lost"}' where id = $1`, [deal.id]);
    await deals.arrives('contract', `US01:C-${no}`, { signed_date: '2026-06-20' });
    expect(await t.ended(`set-up-project:${deal.id}~2`)).toMatchObject({ state: 'completed', result: { activated: false, skipped: 'the deal is closed_lost now' } });
    expect(asked(no)).toEqual([]);
  });

  it('without client, contract and legal entity says so', async () => {
    const no = next();
    const deal = await deals.crmSays(no, 'closed_won', { without: ['client', 'contract', 'legal_entity'] });
    expect(await setUp(deal)).toMatchObject({ state: 'waiting' });
    expect((await openExceptions(no)).map((e) => e['code'])).toEqual(['MISSING_ACCOUNT_DATA', 'MISSING_CONTRACT', 'MISSING_LEGAL_ENTITY']);
  });

  it('whose rate card is approved only in another currency cannot be billed and is stopped', async () => {
    const no = next();
    await deals.card('EURO', 'EUR');
    await deals.signed(no, { line: { rate_card_code: 'EURO' } });
    expect(await setUp(await deals.crmSays(no, 'closed_won'))).toMatchObject({ state: 'waiting', error: { code: 'MISSING_RATE_CARD' } });
  });

  it.each<[string, object[], string]>([
    ['a fixed fee in bills', [FIXED], 'fixed_fee'], ['a retainer', [RETAINER], 'retainer'], ['time beside a fixed fee and expenses', [EXPENSES, FIXED, { ...TIME, line_no: '9' }], 'time_and_materials'], ['a service with usage and expenses', [SERVICE, EXPENSES], 'managed_services'],
  ])('of %s opens like any other, billed by what delivery works on', async (_what, lines, type) => {
    const no = next();
    await deals.signed(no, { contract: { lines } });
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'completed', result: { activated: true } });
    expect(asked(no, 'create_project').map((c) => (c.body as { billing_type?: string }).billing_type).filter(Boolean)).toEqual([type]);
    expect((asked(no, 'update_project')[0]!.body as { billing_method: string }).billing_method).toBe(type);
    expect((await project(no)).data['setup_checks']).toMatchObject({ rate_card_or_schedule_approved: true });
  });

  it('whose terms are incomplete names line and field of each, and creates nothing', async () => {
    const no = next();
    const { fee: _fee, ...free } = RETAINER.retainer;
    await deals.signed(no, { contract: { lines: [{ ...FIXED, billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-31', amount: '400' }, { seq: '2', trigger: 'date', bill_date: '2026-08-31', amount: '500' }] }, { ...RETAINER, retainer: free }, { ...SERVICE, recurring: { ...SERVICE.recurring, anchor_day: undefined } }] } });
    expect(await setUp(await deals.crmSays(no, 'closed_won'))).toMatchObject({ state: 'waiting' });
    const [raised, ...others] = await openExceptions(no);
    expect([raised!['code'], others]).toEqual(['INVALID_TERMS', []]);
    expect(raised!['context'].fields).toEqual(['contract.lines[2].billing_schedule', 'contract.lines[3].retainer.fee', 'contract.lines[4].recurring.anchor_day']);
    expect(asked(no)).toEqual([]);
  });

  it('of managed services, won at once, brings the onboarding project with confirmed demand (PA-015)', async () => {
    const no = next();
    await deals.signed(no, { contract: { lines: [SERVICE] } });
    expect(await setUp(await deals.crmSays(no, 'closed_won'))).toMatchObject({ state: 'completed', result: { activated: true } });
    expect(asked(no, 'publish_demand').map((c) => (c.body as { role: string; demand_type: string }).role)).toEqual(['DEV', 'LEAD']);
    expect(await demand(no)).toEqual(['1 open confirmed', '2 open confirmed']);
  });

  it('of managed services alone, with nobody to staff, makes the customer and no project', async () => {
    const no = next();
    await deals.signed(no, { contract: { lines: [SERVICE] } });
    expect(await setUp(await deals.crmSays(no, 'closed_won', { roles_needed: [] }))).toMatchObject({ state: 'completed', result: { activated: false } });
    expect(verbs(no)).toEqual(['erp create_customer', 'crm set_delivery_status']);
    expect(await recordByKey(em(), 'project', `US01-${no}`)).toBeUndefined();
  });

  it('refused by the ERP leaves nothing in the PSA; tried again it makes each thing once', async () => {
    const no = next();
    await deals.signed(no);
    const key = `customer:US01:CL-${no}`;
    t.system.answers(key, refusal(key, 'INVALID_TAX'), confirmed(key));
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'waiting', error: { code: 'INVALID_TAX' } });
    expect(verbs(no)).toEqual(['erp create_customer']);
    expect(await t.ended(await retryRun(`set-up-project:${deal.id}`, 'olga'))).toMatchObject({ state: 'completed' });
    expect(verbs(no).filter((v) => v.endsWith('create_project'))).toEqual(['erp create_project', 'psa create_project']);
  });

  it('refused by the PSA takes the ERP project out of use, and back into use when it is tried again', async () => {
    const no = next();
    await deals.signed(no);
    const key = `task:US01-${no}:PM`;
    t.system.answers(key, refusal(key, 'EFFECT_REJECTED'), confirmed(key));
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'waiting' });
    const undone = asked(no).filter((c) => c.verb === 'set_project_activity' || c.verb === 'update_project').map((c) => [c.verb, (c.body as Record<string, unknown>)['active'] ?? (c.body as Record<string, unknown>)['time_entry_open']]);
    expect(undone).toEqual([['update_project', false], ['set_project_activity', false]]);
    expect((await project(no)).status).toBe('pending_setup');
    expect(await t.ended(await retryRun(`set-up-project:${deal.id}`, 'olga'))).toMatchObject({ state: 'completed' });
    expect(asked(no, 'set_project_activity').map((c) => (c.body as { active: boolean }).active)).toEqual([false, true]);
    expect(asked(no, 'create_project')).toHaveLength(2);
    expect((await project(no)).status).toBe('active');
  });

  it.each([
    ['the rate card is withdrawn', 'rate_card_or_schedule_approved', async () => void (await deals.card('STD', 'EUR'), await deals.card('STD', 'USD', 'retired')), async () => void (await deals.card('STD', 'USD'))],
    ['the tax code disappears', 'tax_profile_valid', async () => void (await em().query(`update canonical_record set deleted = true where entity = 'tax_code'`)), async () => void (await em().query(`update canonical_record set deleted = false where entity = 'tax_code'`))],
  ])('is checked again at the moment of opening: when %s on the way it stays shut', async (_what, check, spoil, mend) => {
    const no = next();
    await deals.signed(no);
    const key = `psa-project-update:US01-${no}:activate:1`;
    let spoiled: Promise<void> | undefined;
    t.system.script(key, (c) => {
      // Open until the spoiling is done, so that it lies between the two looks of the guard.
      spoiled ??= spoil();
      return c.question === 'ask' ? { status: 202, effect: view(key, 'sent') } : confirmed(key);
    });
    const deal = await deals.crmSays(no, 'closed_won');
    const ended = await setUp(deal);
    await spoiled;
    await mend();
    expect(ended).toMatchObject({ state: 'waiting', error: { code: 'MISSING_PROJECT_ATTRIBUTE', message: expect.stringContaining(`lost a set-up condition: ${check}`) } });
    expect(await project(no)).toMatchObject({ status: 'approved', data: { time_entry_open: false } });
    expect(asked(no, 'update_project').at(-1)!.body).toMatchObject({ time_entry_open: false });
    expect(await t.ended(await retryRun(`set-up-project:${deal.id}`, 'olga'))).toMatchObject({ state: 'completed' });
    expect((await t.rows(`select 1 from event where type = 'project.activated' and entity_id = $1`, [(await project(no)).id]))).toHaveLength(1);
  });

  it('that is open and billable stays so when only sales could not be told; tried again, sales is told', async () => {
    const no = next();
    await deals.signed(no);
    const key = `delivery-status:${no}:active:1`;
    t.system.answers(key, refusal(key, 'EFFECT_REJECTED'));
    const deal = await deals.crmSays(no, 'closed_won');
    expect(await setUp(deal)).toMatchObject({ state: 'waiting' });
    expect(asked(no, 'set_project_activity')).toEqual([]);
    expect(asked(no, 'update_project').at(-1)!.body).toMatchObject({ status: 'active', time_entry_open: true });
    // Meanwhile delivery has put it on hold: the new attempt does not set it up once more.
    const live = await project(no);
    await updateRecord(em(), live, { data: { ...live.data, status: 'on_hold' } });
    const before = asked(no, 'update_project').length;
    expect(await t.ended(await retryRun(`set-up-project:${deal.id}`, 'olga'))).toMatchObject({ state: 'completed', result: { activated: true } });
    expect([asked(no, 'set_delivery_status').length, asked(no, 'update_project').length]).toEqual([2, before]);
    expect((await project(no)).status).toBe('on_hold');
  });

  it('without commercial approval starts nothing and is shown; approval starts it and ends the exception', async () => {
    const no = next();
    await deals.signed(no);
    await deals.crmSays(no, 'closed_won', { commercial_approval: 'submitted' });
    await until('the exception', () => openExceptions(no), (e) => e.length === 1);
    expect(await openExceptions(no)).toMatchObject([{ code: 'COMMERCIAL_APPROVAL_MISSING' }]);
    expect(asked(no)).toEqual([]);
    const approved = await deals.crmSays(no, 'closed_won');
    expect(await setUp(approved)).toMatchObject({ state: 'completed' });
    await until('the exception ends', () => openExceptions(no), (e) => e.length === 0);
  });
});

describe('a committed deal', () => {
  it('becomes a provisional shell that takes no time, with tentative demand per role', async () => {
    const no = next();
    await deals.signed(no);
    const deal = await deals.crmSays(no, 'committed');
    expect(await run('plan-demand', deal)).toMatchObject({ state: 'completed', result: { demand: 2 } });
    expect(verbs(no)).toEqual(['psa create_project', 'psa publish_demand', 'psa publish_demand', 'crm set_delivery_status']);
    expect(await project(no)).toMatchObject({ status: 'provisional', data: { time_entry_open: false, billing_eligible: false } });
    expect(await demand(no)).toEqual(['1 open tentative', '2 open tentative']);
    expect(await t.rows(`select 1 from event where type = 'demand.published' and data->>'opportunity_id' = $1`, [deal.id])).toHaveLength(2);
  });

  it('that slips takes its demand back and keeps the shell; committed again it asks anew', async () => {
    const no = next();
    await deals.signed(no);
    await run('plan-demand', await deals.crmSays(no, 'committed'));
    expect(await run('withdraw-demand', await deals.crmSays(no, 'qualified'))).toMatchObject({ state: 'completed', result: { withdrawn: 2, cancelled: false } });
    expect(await demand(no)).toEqual(['1 cancelled tentative', '2 cancelled tentative']);
    expect(asked(no, 'withdraw_demand').map((c) => (c.body as { demand_source_id: string }).demand_source_id)).toEqual(asked(no, 'publish_demand').map((c) => `doc-${c.key}`));
    expect((await project(no)).status).toBe('provisional');
    await run('plan-demand', await deals.crmSays(no, 'committed'));
    expect(await demand(no)).toEqual(['1 open tentative', '2 open tentative']);
    expect([asked(no, 'create_project').length, asked(no, 'publish_demand').length]).toEqual([1, 4]);
  });

  it('that is lost takes its demand back and cancels the shell', async () => {
    const no = next();
    await deals.signed(no);
    await run('plan-demand', await deals.crmSays(no, 'committed'));
    expect(await run('withdraw-demand', await deals.crmSays(no, 'closed_lost'))).toMatchObject({ result: { withdrawn: 2, cancelled: true } });
    expect((await project(no)).status).toBe('cancelled');
    expect(asked(no, 'update_project').map((c) => c.body)).toMatchObject([{ status: 'cancelled', time_entry_open: false }]);
    expect(await demand(no)).toEqual(['1 cancelled tentative', '2 cancelled tentative']);
  });

  it('lost, then won after all: says that its project was cancelled, and creates nothing', async () => {
    const no = next();
    await deals.signed(no);
    await run('plan-demand', await deals.crmSays(no, 'committed'));
    await run('withdraw-demand', await deals.crmSays(no, 'closed_lost'));
    const before = verbs(no).length;
    const ended = await setUp(await deals.crmSays(no, 'qualified').then(() => deals.crmSays(no, 'closed_won')));
    expect(ended).toMatchObject({ state: 'waiting', error: { code: 'ILLEGAL_TRANSITION', message: expect.stringContaining('cancelled') } });
    expect(verbs(no)).toHaveLength(before);
  });

  it('that is won turns the shell into the project and its demand into confirmed demand', async () => {
    const no = next();
    await deals.signed(no);
    await run('plan-demand', await deals.crmSays(no, 'committed'));
    expect(await setUp(await deals.crmSays(no, 'closed_won'))).toMatchObject({ state: 'completed' });
    expect(asked(no, 'create_project').map((c) => c.system)).toEqual(['psa', 'erp']);
    expect(await demand(no)).toEqual(['1 open confirmed', '2 open confirmed']);
  });

  it('that has moved on before its turn came is left alone', async () => {
    const no = next();
    await deals.signed(no);
    const slipped = await deals.crmSays(no, 'qualified');
    await startRun({ flow: planDemand, id: `late:${no}`, input: { opportunity_id: slipped.id, opportunity_version: 1 }, correlation_id: 'c' });
    expect(await t.ended(`late:${no}`)).toMatchObject({ state: 'completed', result: { demand: 0, skipped: 'the deal is qualified now' } });
    expect(asked(no)).toEqual([]);
  });

  it('that names no legal entity cannot be planned and says so', async () => {
    const no = next();
    const deal = await deals.crmSays(no, 'committed', { without: ['contract', 'legal_entity', 'client'] });
    expect(await run('plan-demand', deal)).toMatchObject({ state: 'waiting', error: { code: 'MISSING_LEGAL_ENTITY' } });
    expect(asked(no)).toEqual([]);
  });
});
