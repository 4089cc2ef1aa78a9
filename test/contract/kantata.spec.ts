import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { KantataAccount, type Replica } from './kantata-account.js';

const account = new KantataAccount();
jest.setTimeout(60_000);

beforeAll(() => account.open(), 120_000);
afterAll(() => account.close(), 30_000);
beforeEach(async () => {
  await account.fresh();
  await account.running();
});

const projectBody = { project_code: 'US01-OPP-7', name: 'Beta', currency: 'USD', start: '2026-07-06', end: '2026-12-31', status: 'provisional' };
const taskBody = { project_source_id: '100', wbs_code: 'PM', name: 'Project management', billable: true, planned_hours: '12.5', start: '2026-07-06', end: '2026-12-31' };
const demandBody = { project_source_id: '100', role: 'SENIOR_CONSULTANT', hours: '160', start: '2026-07-06', end: '2026-07-31', billable: true, demand_type: 'tentative' };
const path = (plural: string) => ({ method: 'POST', path: `^/api/v1/${plural}(\\?|$)` });

/** Looks for a write as the resolver does. */
async function look(r: Replica, verb: string, body: object, key: string) {
  const write = r.runtime.connector.writes[verb]!;
  const ctx = r.runtime.context();
  return write.find({ body, key: vendorKey('kantata', key), businessKey: key, verb, settings: r.runtime.settings, prepared: await write.prepare?.(body, ctx), done: [] }, ctx);
}

/** A write that was not applied is asked again by its process, with the same key. */
async function askedAgain(r: Replica, verb: string, body: object, key: string): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    if ((await account.perform(r, verb, body, key)).row.state === 'confirmed') return;
  }
  throw new Error(`${key} was not confirmed`);
}

/** The creating verbs with the documents each makes, in the order in which they are made. */
const CREATES: [verb: string, body: object, made: [plural: string, type: string][]][] = [
  ['create_project', projectBody, [['workspaces', 'workspace']]],
  ['create_task', taskBody, [['stories', 'story']]],
  ['publish_demand', demandBody, [['workspace_resources', 'workspace_resource'], ['workspace_allocations', 'workspace_allocation']]],
];

describe.each(CREATES)('%s', (verb, body, made) => {
  const keyed = async (key: string, type: string) => (await account.documents(type)).filter((d) => d.effect_key === vendorKey('kantata', key));
  const once = async (key: string): Promise<void> => {
    for (const [, type] of made) expect([type, (await keyed(key, type)).length]).toEqual([type, 1]);
    expect(await account.control('GET', 'documents/duplicates')).toEqual([]);
  };

  it('makes one document under our key; asked again, in this process or another, it is that one', async () => {
    const first = await account.perform(account.replica(), verb, body);
    expect(first.row).toMatchObject({ state: 'confirmed', attempts: made.length });
    const again = await account.perform(account.replica(), verb, body, first.key);
    expect(again).toMatchObject({ replayed: true, row: { receipt: first.row.receipt } });
    await once(first.key);
    expect((await keyed(first.key, made[0]![1]))[0]!.id).toBe(first.row.receipt!.source_id);
  });

  it('finds its own at the vendor, and nothing under another key', async () => {
    const r = account.replica();
    const { key, row } = await account.perform(r, verb, body);
    expect(await look(r, verb, body, 'never:asked-1')).toBe('absent');
    expect(await look(r, verb, body, key)).toMatchObject({ source_id: row.receipt!.source_id });
  });

  describe.each(made)('while %s are posted', (plural) => {
    it('answer lost after the commit: found, made once', async () => {
      const r = account.replica();
      await account.fault({ kind: 'answer_lost', match: path(plural), times: 1 });
      const { key, row } = await account.perform(r, verb, body);
      expect(row.state).toBe('uncertain');
      expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: made.length });
      await once(key);
    });

    it.each([
      ['nothing committed and no answer', { kind: 'reset_before' }], ['an error after the commit', { kind: 'error', status: 503, commit: true }], ['an error before it', { kind: 'error', status: 503 }], ['half an answer', { kind: 'truncated' }],
      ['200 with an error in it', { kind: 'ok_with_error' }], ['a commit that comes late', { kind: 'late_commit', delay_ms: 150, answer: 'error' }],
    ])('%s: settled with one of each', async (_name, fault) => {
      const r = account.replica();
      await account.fault({ ...fault, match: path(plural), times: 1 });
      const { key } = await account.perform(r, verb, body);
      await account.until(r, key, 'confirmed');
      await new Promise((done) => setTimeout(done, 200));
      await once(key);
    });

    it('too many requests: not applied; asked again, made once', async () => {
      const r = account.replica();
      await account.fault({ kind: 'rate_limit', match: path(plural), times: 1 });
      const { key, row, failure } = await account.perform(r, verb, body);
      expect([row.state, failure?.class]).toEqual(['planned', 'rate_limited']);
      await askedAgain(r, verb, body, key);
      await once(key);
    });
  });

  it('a token that was revoked: not applied; asked again when it is good, made once', async () => {
    const r = account.replica();
    await account.control('POST', 'switches/revoke_tokens', { value: true });
    const { key, row, failure } = await account.perform(r, verb, body);
    expect([row.state, row.attempts, failure?.class]).toEqual(['planned', verb === 'publish_demand' ? 0 : 1, 'auth']);
    await account.control('POST', 'switches/revoke_tokens', { value: false });
    await askedAgain(r, verb, body, key);
    await once(key);
  });
});

describe('a project', () => {
  it('begins as a shell that takes no time; set up at once it takes none either', async () => {
    const r = account.replica();
    const shell = await account.perform(r, 'create_project', projectBody);
    const ready = await account.perform(r, 'create_project', { ...projectBody, project_code: 'US01-OPP-8', status: 'pending_setup' });
    const digest = Object.fromEntries((await account.documents('workspace')).map((d) => [d.id, d.digest]));
    expect(digest[shell.row.receipt!.source_id]).toMatchObject({ title: 'US01-OPP-7 Beta', currency: 'USD', start_date: '2026-07-06', due_date: '2026-12-31', stage: 'estimate', status_key: '100', time_trackable: false });
    expect(digest[ready.row.receipt!.source_id]).toMatchObject({ stage: 'project', status_key: '200', time_trackable: false });
  });

  it('gets its billing profile, becomes a project and opens; set twice it is set once', async () => {
    const r = account.replica();
    const id = (await account.perform(r, 'create_project', projectBody)).row.receipt!.source_id;
    const body = { project_source_id: id, status: 'active', time_entry_open: true, rate_card_code: 'GLOBAL', project_code: 'US01-OPP-7', legal_entity_code: 'US01', billing_method: 'time_and_materials', contract_number: 'CT-2026-014', erp_project_id: '501' };
    expect(await look(r, 'update_project', body, 'k')).toBe('absent');
    await account.fault({ kind: 'answer_lost', match: { method: 'PUT', path: '/workspaces/' }, times: 1 });
    const { key, row } = await account.perform(r, 'update_project', body);
    expect(row.state).toBe('uncertain');
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 1 });
    expect((await account.documents('workspace')).find((d) => d.id === id)!.digest).toMatchObject({
      stage: 'project', status_key: '300', time_trackable: true, rate_card: 'GLOBAL USD', custom_fields: { 'Project Code': 'US01-OPP-7', 'Legal Entity': 'US01', 'Billing Method': 'time_and_materials', 'Contract Number': 'CT-2026-014', 'ERP Project Id': '501' },
    });
    expect(await look(r, 'update_project', body, 'k')).toMatchObject({ source_id: id });
    for (const other of [{ ...body, contract_number: 'CT-2' }, { ...body, time_entry_open: false }, { ...body, status: 'on_hold' }]) expect(await look(r, 'update_project', other, 'k')).toBe('absent');
    expect(await account.record(r, 'project', id)).toMatchObject({ natural_key: 'US01-OPP-7', data: { status: 'active', time_entry_open: true } });
  });

  it('cancelled as a shell it stays one', async () => {
    const r = account.replica();
    const id = (await account.perform(r, 'create_project', projectBody)).row.receipt!.source_id;
    expect((await account.perform(r, 'update_project', { project_source_id: id, status: 'cancelled', time_entry_open: false })).row.state).toBe('confirmed');
    expect((await account.documents('workspace')).find((d) => d.id === id)!.digest).toMatchObject({ stage: 'estimate', status_key: '501', time_trackable: false });
  });

  it.each([
    ['a project that is not there', { project_source_id: '999' }, { class: 'not_found', field: 'project_source_id' }],
    ['a rate card that is not there', { rate_card_code: 'CT-1' }, { code: 'MISSING_RATE_CARD', field: 'rate_card_code' }],
  ])('%s is refused before anything is sent', async (_name, over, problem) => {
    const { row } = await account.perform(account.replica(), 'update_project', { project_source_id: '100', status: 'active', time_entry_open: true, ...over });
    expect(row).toMatchObject({ state: 'rejected', attempts: 0, problem });
  });

  it('a field or a status that the account does not have is refused before anything is sent', async () => {
    const body = { project_source_id: '100', status: 'on_hold', time_entry_open: true, contract_number: 'CT-1' };
    expect((await account.perform(account.replica({ field_contract_number: 'Vertrag' }), 'update_project', body)).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { code: 'MISSING_PROJECT_ATTRIBUTE', field: 'Vertrag' } });
    expect((await account.perform(account.replica({ project_statuses: ['300=active'] }), 'update_project', body)).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { code: 'UNMAPPED_STATUS' } });
  });

  it.each([['create_project', projectBody, 'POST', 'workspace.currency', 'EUR', 'currency'], ['create_task', taskBody, 'POST', 'story.billable', false, 'billable'], ['update_project', { project_source_id: '100', status: 'on_hold', time_entry_open: false }, 'PUT', 'workspace.time_trackable', true, 'time_trackable']])(
    '%s stored otherwise than asked is an exception, not a success', async (verb, body, method, field, value, name) => {
      await account.fault({ kind: 'echo', match: { method }, field, value, times: 1 });
      expect((await account.perform(account.replica(), verb, body)).row).toMatchObject({ state: 'exception', problem: { code: 'ECHO_MISMATCH', field: name } });
    });
});

describe('what Kantata refuses', () => {
  it.each([
    ['create_project', { ...projectBody, end: '2026-01-01' }, 'end'], ['create_task', { ...taskBody, project_source_id: '999' }, 'project_source_id'], ['publish_demand', { ...demandBody, project_source_id: '999' }, 'project_source_id'],
    ['set_invoice_status', { project_source_id: '999', invoice_number: 'INV-1', status: 'posted' }, 'project_source_id'],
  ])('%s is rejected as invalid, with the field, and nothing is made', async (verb, body, field) => {
    const before = await account.control('GET', 'documents');
    expect((await account.perform(account.replica(), verb, body)).row).toMatchObject({ state: 'rejected', attempts: 1, problem: { class: 'validation', field } });
    expect(await account.control('GET', 'documents')).toEqual(before);
  });

  it('a role that Kantata does not have is refused before anything is sent; one made a moment ago is known', async () => {
    const r = account.replica();
    expect((await account.perform(r, 'publish_demand', { ...demandBody, role: 'ANALYST' })).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { field: 'role' } });
    await account.put('roles', [{ id: '12', name: 'Analyst' }]);
    expect((await account.perform(r, 'publish_demand', { ...demandBody, role: 'ANALYST' })).row).toMatchObject({ state: 'confirmed' });
  });
});

describe('demand', () => {
  it('is an open role with soft minutes', async () => {
    const { row } = await account.perform(account.replica(), 'publish_demand', { ...demandBody, billable: false });
    expect(row.receipt).toMatchObject({ source_id: expect.any(String), facts: { allocation_id: expect.any(String), minutes: '9600', booking: 'soft' } });
    expect((await account.documents('workspace_resource'))[0]!.digest).toMatchObject({
      workspace: 'US01-OPP-1 Alpha', role: 'Senior Consultant', label: 'SENIOR_CONSULTANT (tentative, not billable)', allocations: [{ start_date: '2026-07-06', end_date: '2026-07-31', minutes: 9600, hard: false }],
    });
  });

  it('published by half is completed by another process, not published again', async () => {
    const r = account.replica();
    await account.fault({ kind: 'down', match: path('workspace_allocations'), times: 50 });
    const { key } = await account.perform(r, 'publish_demand', demandBody);
    const [half] = await account.documents('workspace_resource');
    expect([half!.digest.allocations, (await account.documents('workspace_allocation')).length]).toEqual([[], 0]);
    await account.control('DELETE', 'faults');
    const done = await account.until(account.replica(), key, 'confirmed');
    expect(done.receipt!.source_id).toBe(half!.id);
    expect(await account.documents('workspace_resource')).toMatchObject([{ id: half!.id, digest: { allocations: [{ minutes: 9600 }] } }]);
  });

  it('is withdrawn once, whatever happens on the way', async () => {
    const r = account.replica();
    const id = (await account.perform(r, 'publish_demand', demandBody)).row.receipt!.source_id;
    await account.fault({ kind: 'answer_lost', match: { method: 'DELETE' }, times: 1 });
    const { key } = await account.perform(r, 'withdraw_demand', { demand_source_id: id, reason: 'The deal slipped' });
    await account.until(r, key, 'confirmed');
    expect([await account.documents('workspace_resource'), await account.documents('workspace_allocation')]).toEqual([[], []]);
    expect((await account.perform(r, 'withdraw_demand', { demand_source_id: id, reason: 'again' })).row.state).toBe('confirmed');
  });

  it('that a person fills by now is not taken away from them', async () => {
    const r = account.replica();
    const id = (await account.perform(r, 'publish_demand', demandBody)).row.receipt!.source_id;
    await account.api('PUT', `workspace_resources/${id}`, { workspace_resource: { user_id: 2 } });
    expect((await account.perform(r, 'withdraw_demand', { demand_source_id: id, reason: 'The deal slipped' })).row).toMatchObject({ state: 'rejected', attempts: 0, problem: { class: 'conflict', detail: expect.stringContaining('Bo Berg') } });
    expect(await account.control('GET', 'tables/workspace_allocations')).toHaveLength(1);
  });
});

describe('how invoices stand', () => {
  const references = async () => (await account.documents('external_reference')).map((d) => [d.digest.service_name, d.digest.external_status, d.digest.external_message]).sort();

  it('shows on the project, one reference per invoice, changed in place, beside our own key', async () => {
    const r = account.replica();
    const project = await account.perform(r, 'create_project', projectBody);
    const id = project.row.receipt!.source_id;
    const set = (invoice_number: string, status: string, message?: string) => account.perform(r, 'set_invoice_status', { project_source_id: id, invoice_number, status, message });
    for (const [number, status, message] of [['INV-1', 'released', 'for July'], ['INV-2', 'released'], ['INV-1', 'posted']] as const) expect((await set(number, status, message)).row.state).toBe('confirmed');
    expect(await references()).toEqual([['throughline-invoice-INV-1', 'posted', null], ['throughline-invoice-INV-2', 'released', null]]);
    expect(await look(r, 'create_project', projectBody, project.key)).toMatchObject({ source_id: id });
  });

  it('answer lost: read back, set once; another status or message is not taken for it', async () => {
    const r = account.replica();
    const body = { project_source_id: '100', invoice_number: 'INV-3', status: 'paid', message: 'USD 1,200.00' };
    await account.fault({ kind: 'answer_lost', match: path('external_references/create_or_update'), times: 1 });
    const { key } = await account.perform(r, 'set_invoice_status', body);
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 1 });
    expect(await references()).toEqual([['throughline-invoice-INV-3', 'paid', 'USD 1,200.00']]);
    for (const other of [{ ...body, status: 'posted' }, { ...body, message: 'USD 1.00' }, { ...body, invoice_number: 'INV-4' }]) expect(await look(r, 'set_invoice_status', other, 'k')).toBe('absent');
  });
});

describe('a timesheet', () => {
  it('is sent back with the reason; answer lost, it was sent back once', async () => {
    const r = account.replica();
    const id = await account.week('1', '2026-06-29', 480, false);
    await account.fault({ kind: 'answer_lost', match: { method: 'PUT', path: '/reject' }, times: 1 });
    const { key } = await account.perform(r, 'reject_timesheet', { timesheet_source_id: id, reason: 'The task is closed' });
    expect(await account.until(r, key, 'confirmed')).toMatchObject({ attempts: 1, receipt: { source_id: id } });
    expect(await account.record(r, 'timesheet', id)).toMatchObject({ data: { status: 'rejected', rejection_reason: 'The task is closed' } });
  });

  it('that was called back by its owner cannot be sent back', async () => {
    const id = await account.week('1', '2026-06-29', 480, false);
    await account.act('cancel_timesheet', { sheets: [{ id }] });
    expect((await account.perform(account.replica(), 'reject_timesheet', { timesheet_source_id: id, reason: 'x' })).row).toMatchObject({ state: 'rejected', problem: { class: 'validation' } });
  });
});

describe('the account as a whole', () => {
  it('probes every list and field, and says what to do about what is missing', async () => {
    const r = account.replica({ field_contract_number: 'Vertrag' });
    await account.fault({ kind: 'error', status: 403, message: 'Forbidden', match: { path: '/rate_card_roles' } });
    const probes = await r.runtime.connector.probe!(r.runtime.context());
    expect(probes.filter((p) => !p.ok)).toEqual([{ name: 'read rate_card_roles', ok: false, detail: expect.stringContaining('Give the token’s user access to rate_card_roles') }, { name: 'custom field Vertrag', ok: false, detail: expect.stringContaining('Create the field') }]);
    expect(probes.find((p) => p.name === 'read timesheet_submissions')!.detail).toContain('empty');
    expect(probes).toHaveLength(35);
  });

  it('describes itself by the rows there are', async () => {
    const r = account.replica();
    const { objects } = await r.runtime.connector.schema!(r.runtime.context());
    expect(Object.keys(objects)).toEqual(expect.arrayContaining(['roles', 'users', 'workspaces', 'stories', 'rate_card_roles']));
    expect(objects['workspaces']).toMatchObject({ title: 'value', stage: 'value' });
  });
});
