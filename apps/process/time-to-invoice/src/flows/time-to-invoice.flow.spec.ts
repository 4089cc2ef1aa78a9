import 'reflect-metadata';
import type { SystemClient } from '#lib/clients';
import { useSystemClient } from '#lib/clients';
import { retryRun, startIn, startRun } from '#lib/process';
import { appendEvents, applySourceRecord, BillingEvent, changeEvent, effectByKey, insertRecord, Invoice, Journal, recordByKey, TimeEntry, updateRecord } from '#lib/store';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { view } from '../../../../../libs/process/src/testing/scripted-system.js';
import { sourceRecord } from '../../../../../libs/store/src/testing/source-record.js';
import { Firm } from '../testing/firm.js';
import { releaseDraft } from '../steps/release.js';
import { onTimesheet } from '../triggers.js';
import { billingRun } from './billing-run.flow.js';
import { postTimesheet } from './post-timesheet.flow.js';
import { releaseInvoice } from './release-invoice.flow.js';

jest.setTimeout(120_000);
let t: TestEngine;
let firm: Firm;
beforeAll(async () => {
  t = await testEngine([postTimesheet, billingRun, releaseInvoice, onTimesheet]);
  firm = await Firm.found(t.db.ds.manager);
  await firm.link('C-1', 'salesforce', 'contract', '800A');
});
afterAll(() => t.close());

let n = 0;
const em = () => t.db.ds.manager;
/** A worker of its own for each test, so that they do not see each other's time. */
const hire = async (): Promise<string> => {
  const number = `W${++n}`;
  await firm.worker(number);
  await firm.link(number, 'kantata', 'worker', `u-${number}`);
  return number;
};
/** The PSA's word on a sheet, through the store and its event, as intake brings it. */
const psaSays = (worker: string, status: string, minute: number, entries: { id?: string; date: string; hours: string; role?: string }[], submission = '') =>
  t.db.ds.transaction(async (tx) => {
    const data = { period_start: '2026-07-06', period_end: '2026-07-12', total_hours: '0', status, submitted_at: `2026-07-13T08:0${submission.length}:00Z`, ...(status === 'approved' ? { approved_at: '2026-07-13T09:00:00Z' } : {}), entries: entries.map((e, i) => ({ source_id: e.id ?? `${worker}-${i}`, source_version: '1', work_date: e.date, hours: e.hours, billable_hours: e.hours, role: e.role, work_type: 'regular', billable_class: 'billable' })) };
    const refs = { worker_id: { entity: 'worker', source_id: `u-${worker}` }, project_id: { entity: 'project', source_id: 'ws-P1' } };
    const outcome = await applySourceRecord(tx, sourceRecord('timesheet', `s-${worker}${submission}`, data, { natural_key: `${worker}:P1${submission}`, minute, approval_status: status, refs }), { domain: 'psa', correlation_id: 'c' });
    return (outcome as { record: { id: string; version: number } }).record;
  });
const posting = (sheet: { id: string; version: number }) => t.ended(`post-timesheet:${sheet.id}:${sheet.version}`);
const entriesOf = (worker: string) => em().find(TimeEntry, { where: { worker_id: firm.id(worker) }, order: { work_date: 'ASC', adjustment_sequence: 'ASC' } });
const asked = (verb: string, part: string) => t.system.calls.filter((c) => c.question === 'ask' && c.verb === verb && JSON.stringify([c.key, c.body]).includes(part));
const refusal = (key: string, code: string, detail = 'no') => ({ status: 200, effect: view(key, 'rejected', { problem: { class: 'validation', code, detail } }) });
const openExceptions = (runId: string) => t.rows(`select code, message from exception where run_id like $1 and status in ('open', 'assigned') order by code`, [`${runId}%`]);
const journalKey = (sheet: { id: string; version: number }, month: string) => `journal:US01:timesheet:${sheet.id}:${sheet.version}:labor_cost:2026-${month}-01`;

describe('approved time', () => {
  it('is recorded and its cost posted; sent back, both are taken back', async () => {
    const w = await hire();
    await psaSays(w, 'submitted', 0, [{ date: '2026-07-06', hours: '8' }]);
    const approved = await psaSays(w, 'approved', 1, [{ date: '2026-07-06', hours: '8' }]);
    expect(await posting(approved)).toMatchObject({ state: 'completed', result: { outcome: 'recorded', journals: 1 } });
    expect(await entriesOf(w)).toMatchObject([{ costing_status: 'posted', billing_status: 'unbilled' }]);
    const rejected = await psaSays(w, 'rejected', 2, [{ date: '2026-07-06', hours: '8' }]);
    expect(await posting(rejected)).toMatchObject({ state: 'completed', result: { journals: 1 } });
    expect((await entriesOf(w)).map((e) => `${e.kind} ${e.costing_status} ${e.billing_status}`)).toEqual(['original posted reversed', 'reversal posted reversed']);
    const [there, back] = asked('post_journal', approved.id).map((c) => (c.body as { lines: { debit: string; credit: string }[] }).lines.map((l) => [l.debit, l.credit]));
    expect(back).toEqual(there!.map(([debit, credit]) => [credit, debit]));
  });

  it.each(['submitted', 'recalled'])('that is %s again without being rejected is taken back too', async (status) => {
    const w = await hire();
    await posting(await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '8' }]));
    await posting(await psaSays(w, status, 1, [{ date: '2026-07-06', hours: '6' }]));
    expect((await entriesOf(w)).map((e) => e.kind)).toEqual(['original', 'reversal']);
    await posting(await psaSays(w, 'approved', 2, [{ date: '2026-07-06', hours: '6' }]));
    expect((await entriesOf(w)).map((e) => `${e.kind} ${Number(e.hours)}`)).toEqual(['original 8', 'reversal -8', 'replacement 6']);
  });

  it('that was only ever submitted and rejected starts nothing', async () => {
    const w = await hire();
    await psaSays(w, 'submitted', 0, [{ date: '2026-07-06', hours: '8' }]);
    await psaSays(w, 'rejected', 1, [{ date: '2026-07-06', hours: '8' }]);
    const after = await hire();
    await posting(await psaSays(after, 'approved', 0, [{ date: '2026-07-06', hours: '1' }]));
    expect(await t.rows(`select id from process_run where input->>'natural_key' = $1`, [`${w}:P1`])).toEqual([]);
  });

  it('of a month that the ERP has closed before we heard posts into the next one', async () => {
    const w = await hire();
    const first = await psaSays(w, 'approved', 0, []);
    await posting(first);
    const next = { id: first.id, version: first.version + 1 };
    t.system.answers(journalKey(next, '07'), refusal(journalKey(next, '07'), 'PERIOD_CLOSED'));
    await psaSays(w, 'approved', 1, [{ date: '2026-07-06', hours: '8' }]);
    expect(await posting(next)).toMatchObject({ state: 'completed' });
    expect(asked('post_journal', first.id).map((c) => [c.key, (c.body as { posting_date: string }).posting_date])).toEqual([[journalKey(next, '07'), '2026-07-06'], [journalKey(next, '08'), '2026-08-01']]);
    expect((await em().find(Journal, { where: { source_id: first.id }, order: { posting_date: 'ASC' } })).map((j) => `${j.status} ${j.prior_period}`)).toEqual(['rejected false', 'posted true']);
  });

  it('with faults goes on with all the rest, names every fault, and completes when retried after mending', async () => {
    const w = await hire();
    await firm.put('cost_rate', `${w}:2020-01-01`, {}, { effective_to: '2026-07-06' });
    const sheet = await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '8' }, { date: '2026-07-07', hours: '4', role: 'MIME' }, { date: '2026-07-08', hours: '2', role: 'MIME' }]);
    const run = await posting(sheet);
    expect(run['state']).toBe('waiting');
    expect(await openExceptions(run['id'])).toEqual([
      { code: 'MISSING_COST_RATE', message: expect.stringContaining('and 1 more') }, { code: 'MISSING_RATE', message: expect.stringMatching(/MIME.*and 1 more/) },
    ]);
    expect(asked('post_journal', sheet.id)).toHaveLength(1);
    await firm.card('STD', { DEV: '100', LEAD: '200', MIME: '90' });
    await firm.cost(w, '61', '2026-07-07');
    const retried = await retryRun(run['id'], 'fiona');
    expect(await t.ended(retried)).toMatchObject({ state: 'completed' });
    expect(await openExceptions(run['id'])).toEqual([]);
    expect((await entriesOf(w)).map((e) => `${e.costing_status} ${e.billing_status} ${Number(e.bill_net)}`)).toEqual(['posted unbilled 800', 'posted unbilled 360', 'posted unbilled 180']);
    expect(asked('post_journal', sheet.id).map((c) => (c.body as { lines: { debit: string }[] }).lines[0]!.debit)).toEqual(['480', '366']);
  });
});

describe('time that is held', () => {
  /** A record changes and its event tells of it, as intake does it. */
  const changes = (key: string, entity: string, change: object, more: object = {}) => t.db.ds.transaction(async (tx) => {
    const before = await recordByKey(tx, entity, key);
    const row = { ...before, source_system: 'spec', source_id: key, source_version: '2', source_timestamp: '2026-07-20T00:00:00Z', correlation_id: 'c', natural_key: key, ...more };
    const after = before ? await updateRecord(tx, before, { data: { ...before.data, ...change }, ...more }) : await insertRecord(tx, { ...row, entity, data: change } as never);
    await appendEvents(tx, [changeEvent(before, after)]);
  });
  const goesOn = async (run: string) => {
    expect(await t.ended(`${run}~2`)).toMatchObject({ state: 'completed' });
    expect(await openExceptions(run)).toEqual([]);
  };

  it('for want of a rate goes on by itself when a version of the rate card with it is approved', async () => {
    const w = await hire();
    const { id } = await posting(await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '2', role: 'NOVEL' }]));
    expect(await openExceptions(id)).toMatchObject([{ code: 'MISSING_RATE' }]);
    await changes('NOVEL:USD:1', 'rate_card_version', { card_code: 'CLIENT-NOVEL', version_no: '1', scope_type: 'client', scope_key: 'CL1', currency: 'USD', kind: 'bill', lines: [{ line_id: '1', role: 'NOVEL', unit: 'hour', rate: '70' }], status: 'approved' }, { effective_from: '2026-01-01' });
    await goesOn(id);
    expect((await entriesOf(w)).map((e) => `${e.billing_status} ${Number(e.bill_net)}`)).toEqual(['unbilled 140']);
  });

  it('outside its booking goes on by itself when the booking is extended', async () => {
    const w = await hire();
    await firm.put('assignment', `${w}:P1:2026-01-01`, { end: '2026-06-30' });
    const { id } = await posting(await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '2' }]));
    expect(await openExceptions(id)).toMatchObject([{ code: 'ASSIGNMENT_WINDOW' }]);
    await changes(`${w}:P1:2026-01-01`, 'assignment', { end: '2026-12-31' });
    await goesOn(id);
    expect(await entriesOf(w)).toMatchObject([{ billing_status: 'unbilled' }]);
  });

  it('whose period is closed, and no later one open, is costed by itself when a period opens', async () => {
    const w = await hire();
    const months = ['07', '08', '09', '10', '11', '12'];
    for (const month of months) await firm.period('US01', `2026-${month}`, 'closed');
    const { id } = await posting(await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '2' }]));
    expect(await openExceptions(id)).toMatchObject([{ code: 'PERIOD_CLOSED' }]);
    await changes('US01:2026-08-01', 'accounting_period', { status: 'open' }, { legal_entity_code: 'US01' });
    await goesOn(id);
    for (const month of months) await firm.period('US01', `2026-${month}`, 'open');
    expect(await entriesOf(w)).toMatchObject([{ costing_status: 'posted', accounting_date: '2026-08-01' }]);
  });
});

describe('two submissions of one week', () => {
  const MONDAY = { id: 'x', date: '2026-07-06', hours: '8' };
  const netOf = (calls: ReturnType<typeof asked>) => calls.map((c) => (c.body as { lines: { debit: string; credit: string }[] }).lines[0]!).map((l) => Number(l.debit) - Number(l.credit));

  it('an entry that moves to the later one: the sheet it left posts the reversed cost in a run of its own', async () => {
    const w = await hire();
    const entry = { ...MONDAY, id: `${w}-x` };
    const first = await psaSays(w, 'approved', 0, [entry]);
    await posting(first);
    const second = await psaSays(w, 'approved', 1, [{ ...entry, hours: '6' }], 'b');
    expect(await posting(second)).toMatchObject({ state: 'completed', result: { journals: 1 } });
    expect(await t.ended(`post-timesheet:${first.id}:${first.version}:after:${second.id}:${second.version}:1`)).toMatchObject({ state: 'completed', result: { journals: 1 } });
    expect([netOf(asked('post_journal', first.id)), netOf(asked('post_journal', second.id))]).toEqual([[480, -480], [360]]);
    expect((await entriesOf(w)).map((e) => `${e.kind} ${e.costing_status}`)).toEqual(['original posted', 'reversal posted', 'replacement posted']);
  });

  it('the later one sent back after its run: the older one that holds the entry records and posts it again', async () => {
    const w = await hire();
    const entry = { ...MONDAY, id: `${w}-x` };
    const [first, second] = [await psaSays(w, 'approved', 0, [entry]), await psaSays(w, 'approved', 1, [entry], 'b')];
    for (const sheet of [first, second]) await posting(sheet);
    await t.ended(`post-timesheet:${first.id}:${first.version}:after:${second.id}:${second.version}:1`);
    const rejected = await psaSays(w, 'rejected', 2, [entry], 'b');
    await posting(rejected);
    expect(await t.ended(`post-timesheet:${first.id}:${first.version}:after:${rejected.id}:${rejected.version}:1`)).toMatchObject({ state: 'completed' });
    const total = netOf([...asked('post_journal', first.id), ...asked('post_journal', second.id)]).reduce((a, b) => a + b, 0);
    expect(total).toBe(480);
    expect((await entriesOf(w)).filter((e) => e.costing_status !== 'posted')).toEqual([]);
  });

  it('their runs share a lane: they never work side by side', async () => {
    const w = await hire();
    const sheets = [await psaSays(w, 'approved', 0, [{ ...MONDAY, id: `${w}-x` }]), await psaSays(w, 'approved', 1, [{ ...MONDAY, id: `${w}-y` }], 'b')];
    for (const sheet of sheets) await posting(sheet);
    const lanes = await t.rows('select distinct queue_partition_key as lane from dbos.workflow_status where workflow_uuid = any($1)', [sheets.map((s) => `post-timesheet:${s.id}:${s.version}`)]);
    expect(lanes).toEqual([{ lane: `${firm.id(w)}:${firm.id('P1')}:2026-07-06` }]);
  });
});

describe('an invoice', () => {
  /** A draft of one worker's time, released by Bob; the run that follows is the caller's. */
  const released = async (): Promise<Invoice> => {
    const w = await hire();
    await posting(await psaSays(w, 'approved', 0, [{ date: '2026-07-06', hours: '8' }]));
    const id = `billing:${w}`;
    await startRun({ flow: billingRun, id, input: { billing_run: id, contract_id: firm.id('C-1'), contract_number: 'C-1', period: '2026-07', prepared_by: 'ann' }, correlation_id: 'c' });
    const { result } = await t.ended(id);
    return t.db.ds.transaction((tx) => releaseDraft(tx, result.invoices[0], 'bob'));
  };
  const send = async (invoice: Invoice): Promise<string> => {
    const id = `release-invoice:${invoice.id}`;
    await t.db.ds.transaction((tx) => startIn(tx, { flow: releaseInvoice, id, input: { invoice_id: invoice.id, draft_key: invoice.draft_key, contract_id: invoice.contract_id }, correlation_id: 'c' }));
    return id;
  };
  const inErp = (key: string, number: string, status = 'posted') => ({ status: 201, effect: view(key, 'confirmed', { receipt: { source_id: `id-${number}`, number, status, facts: { period: 'Jul 2026' } } }) });
  const key = (i: Invoice, no = 1) => `invoice:${i.draft_key}:${no}`;

  it('released goes to the ERP once, is posted by its word, and the PSA and the CRM are told', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), inErp(key(invoice), 'INV-A'));
    expect(await t.ended(await send(invoice))).toMatchObject({ state: 'completed', result: { number: 'INV-A' } });
    expect(await em().findOneByOrFail(Invoice, { id: invoice.id })).toMatchObject({ status: 'posted', invoice_number: 'INV-A', erp_source_id: 'id-INV-A', erp_period: 'Jul 2026' });
    expect(asked('set_invoice_status', 'INV-A').map((c) => [c.system, c.body])).toMatchObject([['psa', { project_source_id: 'ws-P1', status: 'posted' }], ['crm', { contract_source_id: '800A', total: String(Number(invoice.total)) }]]);
    expect(new Set((await em().findBy(BillingEvent, { invoice_id: invoice.id })).map((e) => e.status))).toEqual(new Set(['invoiced']));
  });

  it('dated into a month that the ERP has closed is dated anew and asked for under a further key', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), refusal(key(invoice), 'PERIOD_CLOSED'));
    t.system.answers(key(invoice, 2), inErp(key(invoice, 2), 'INV-B'));
    expect(await t.ended(await send(invoice))).toMatchObject({ state: 'completed' });
    expect(asked('create_invoice', invoice.draft_key).map((c) => (c.body as { invoice_date: string }).invoice_date)).toEqual(['2026-07-31', '2026-08-01']);
    expect(await em().findOneByOrFail(Invoice, { id: invoice.id })).toMatchObject({ status: 'posted', invoice_date: '2026-08-01', due_date: '2026-08-31' });
  });

  it('posted, but the PSA would not be told: tried again, there is still one document in the ERP', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), inErp(key(invoice), 'INV-C'));
    const told = 'invoice-status:psa:ws-P1:INV-C:posted';
    t.system.answers(told, refusal(told, 'MISSING_PROJECT_ATTRIBUTE'), inErp(told, 'told'));
    const run = await send(invoice);
    expect(await t.ended(run)).toMatchObject({ state: 'waiting' });
    expect(await t.ended(await retryRun(run, 'olga'))).toMatchObject({ state: 'completed' });
    expect(new Set(asked('create_invoice', invoice.draft_key).map((c) => c.key))).toEqual(new Set([key(invoice)]));
  });

  it('that the ERP refused for its content is asked for again under the same key, mended', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), refusal(key(invoice), 'MISSING_ACCOUNT_DATA'), inErp(key(invoice), 'INV-D'));
    const run = await send(invoice);
    expect(await t.ended(run)).toMatchObject({ state: 'waiting' });
    expect(await t.ended(await retryRun(run, 'olga'))).toMatchObject({ state: 'completed' });
    expect(asked('create_invoice', invoice.draft_key).map((c) => c.key)).toEqual([key(invoice), key(invoice)]);
  });

  it('dated anew and refused again starts from where the ledger stands when it is retried', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), refusal(key(invoice), 'PERIOD_CLOSED'));
    t.system.answers(key(invoice, 2), refusal(key(invoice, 2), 'INVALID_TAX'), inErp(key(invoice, 2), 'INV-E'));
    const run = await send(invoice);
    expect(await t.ended(run)).toMatchObject({ state: 'waiting', error: { code: 'INVALID_TAX' } });
    // The ledger of the ERP system API, which the scripted system does not keep.
    for (const no of [1, 2]) await em().query(`insert into effect (system, key, verb, hash, vendor_key, request, state, correlation_id, actor) values ('netsuite', $1, 'create_invoice', 'h', $1, '{}', 'rejected', 'c', 'spec')`, [key(invoice, no)]);
    expect(await t.ended(await retryRun(run, 'olga'))).toMatchObject({ state: 'completed' });
    expect(asked('create_invoice', invoice.draft_key).map((c) => c.key)).toEqual([key(invoice), key(invoice, 2), key(invoice, 2)]);
    expect(await effectByKey(em(), 'netsuite', key(invoice, 1))).toBeDefined();
  });

  it('that waits for approval in the ERP is not posted before the ERP says so', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), inErp(key(invoice), 'INV-F', 'released'));
    let status = 'released';
    const one = async () => ({ data: { status, invoice_number: 'INV-F', period_name: 'Aug 2026' } });
    useSystemClient({ one } as unknown as SystemClient);
    const run = await send(invoice);
    await until('the ERP is asked', () => t.rows(`select 1 from process_step where run_id = $1 and name = 'has the ERP posted it' and state = 'done'`, [run]), (r) => r.length > 0);
    expect(await em().findOneByOrFail(Invoice, { id: invoice.id })).toMatchObject({ status: 'released', invoice_number: null });
    status = 'paid';
    expect(await t.ended(run)).toMatchObject({ state: 'completed' });
    expect(await em().findOneByOrFail(Invoice, { id: invoice.id })).toMatchObject({ status: 'posted', erp_period: 'Aug 2026' });
  });

  it('that the ERP voided ends with a person', async () => {
    const invoice = await released();
    t.system.answers(key(invoice), inErp(key(invoice), 'INV-G', 'voided'));
    const run = await send(invoice);
    expect(await t.ended(run)).toMatchObject({ state: 'waiting', error: { code: 'EFFECT_REJECTED' } });
    expect(await em().findOneByOrFail(Invoice, { id: invoice.id })).toMatchObject({ status: 'released' });
  });
});
