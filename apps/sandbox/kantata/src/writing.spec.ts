import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { entryOn, openAccount, seed, type Account } from '../testing/account.js';

let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(() => seed(account));
afterAll(() => account.stop());

const KEY = 'tl_0001';
const project = (key = KEY): object => ({
  workspace: {
    title: 'US01-B Beta', creator_role: 'maven', currency: 'JPY', stage: 'estimate', price: '1500',
    external_reference: { service_name: 'throughline', service_model: 'effect', service_model_ref: key },
  },
});
const found = (key = KEY): Promise<any[]> =>
  account.rows(`workspaces?external_reference_service_name=throughline&external_reference_service_model=effect&external_reference_service_model_refs=${key}`);

describe('projects', () => {
  it('creates with 200, an external reference in the body, and can be found by it', async () => {
    const { status, body } = await account.api('POST', 'workspaces?include=external_references', project());
    expect(status).toBe(200);
    const [made] = Object.values<any>(body.workspaces);
    expect(made).toMatchObject({ time_trackable: false, status: { key: 100 }, currency_base_unit: 1, price_in_cents: 1500, price: '¥1,500' });
    expect(body.external_references[made.external_reference_ids[0]].service_model_ref).toBe(KEY);
    expect((await found()).map((row) => row.id)).toEqual([made.id]);
    expect(await found('tl_other')).toHaveLength(0);
  });

  it('a repeated POST makes a second project, and duplicates shows it', async () => {
    await account.api('POST', 'workspaces', project());
    await account.api('POST', 'workspaces', project());
    expect(await account.control('GET', 'documents/duplicates')).toMatchObject([{ type: 'workspace', effect_key: KEY }]);
  });

  it('the singular reference filter is a number and finds no text key', async () => {
    await account.api('POST', 'workspaces', project());
    expect(await account.rows(`workspaces?external_reference_service_model_ref=${KEY}`)).toHaveLength(0);
  });

  it('takes urlencoded nested parameters and the plural form', async () => {
    const answer = await fetch(`${account.url}/api/v1/workspaces`, {
      method: 'POST', headers: { authorization: 'Bearer sandbox-kantata-token' },
      body: new URLSearchParams({ 'workspace[title]': 'Form', 'workspace[creator_role]': 'maven', 'workspace[external_reference][service_name]': 's', 'workspace[external_reference][service_model]': 'm', 'workspace[external_reference][service_model_ref]': '7' }),
    });
    expect(answer.status).toBe(200);
    expect((await account.api('POST', 'workspaces', { workspaces: [{ title: 'Plural' }] })).status).toBe(200);
    expect(await account.rows('workspaces?external_reference_service_model_ref=7')).toHaveLength(1);
  });

  it.each([
    ['title', { creator_role: 'maven' }],
    ['creator_role', { title: 'A', creator_role: 'other' }],
    ['status_key', { title: 'A', status_key: '999' }],
    ['due_date', { title: 'A', start_date: '2026-07-02', due_date: '2026-07-01' }],
    ['start_date', { title: 'A', start_date: '2026-02-30' }],
    ['rate_card_id', { title: 'A', rate_card_id: 999 }],
  ])('names %s in the 422 when it does not fit, and keeps nothing', async (field, workspace) => {
    const { status, body } = await account.api('POST', 'workspaces', { workspace });
    expect([status, body.errors[0].type, body.errors[0].field]).toEqual([422, 'validation', field]);
    expect(await account.rows('workspaces')).toHaveLength(1);
  });

  it('sets status, time tracking, rate card and custom fields', async () => {
    await account.api('PUT', 'workspaces/100', { workspace: { status_key: '310', time_trackable: false, rate_card_id: 23, custom_fields: [{ id: 400, value: 'US01-A' }] } });
    expect((await account.rows('workspaces'))[0]).toMatchObject({ status: { key: 310, message: 'On Hold' }, time_trackable: false });
    const refused = await account.api('GET', 'custom_field_values');
    expect(refused.status).toBe(400);
    const [value] = await account.rows('custom_field_values?subject_type=Workspace&with_subject_id=100&include=custom_field');
    expect(value).toMatchObject({ value: 'US01-A', custom_field_name: 'Project Code', custom_field_id: '400', subject_id: 100 });
    await account.api('POST', 'custom_field_values', { custom_field_value: { subject_type: 'Workspace', subject_id: 100, custom_field_id: 400, value: 'US01-A2' } });
    expect((await account.rows('custom_field_values?subject_type=Workspace')).map((row) => row.value)).toEqual(['US01-A2']);
  });
});

describe('external references', () => {
  const upsert = (reference: object): Promise<any> => account.api('POST', 'external_references/create_or_update', { external_reference: { subject_type: 'Workspace', subject_id: 100, service_name: 'throughline', ...reference } });

  it('create_or_update touches the same reference again, and another ref is another reference', async () => {
    await upsert({ service_model: 'invoice', service_model_ref: 'INV-1', external_status: 'released' });
    await upsert({ service_model: 'invoice', service_model_ref: 'INV-1', external_status: 'posted' });
    await upsert({ service_model: 'invoice', service_model_ref: 'INV-2', external_status: 'released' });
    const rows = await account.rows('external_references?subject_type=Workspace&service_model=invoice&order=created_at:asc');
    expect(rows.map((row) => [row.service_model_ref, row.external_status])).toEqual([['INV-1', 'posted'], ['INV-2', 'released']]);
  });

  it('can be held to the vendor\'s rule of one reference per service', async () => {
    await account.control('POST', 'switches/strict_external_references', { value: true });
    await upsert({ service_model: 'invoice', service_model_ref: 'INV-1' });
    await upsert({ service_model: 'project', service_model_ref: 'US01-A' });
    expect((await account.rows('external_references?subject_type=Workspace')).map((row) => row.service_model)).toEqual(['project']);
  });

  it('refuses a missing subject and needs subject_type to list', async () => {
    expect((await upsert({ subject_id: 9, service_model: 'a', service_model_ref: 'b' })).status).toBe(422);
    expect((await account.api('GET', 'external_references')).status).toBe(400);
  });
});

describe('staffing', () => {
  it('an open role takes soft minutes only, and goes with its allocations', async () => {
    const resource = (await account.api('POST', 'workspace_resources', { workspace_resource: { workspace_id: 100, user_id: null, role_id: 10, label: 'Consultant 1' } })).body.results[0].id;
    const allocation = { resource_id: resource, start_date: '2026-07-06', end_date: '2026-07-31', minutes: 9600 };
    expect((await account.api('POST', 'workspace_allocations', { workspace_allocation: { ...allocation, hard: true } })).status).toBe(422);
    expect((await account.api('POST', 'workspace_allocations', { workspace_allocations: [allocation] })).status).toBe(200);
    expect(await account.rows('workspace_allocations?workspace_ids=100&type=soft&unnamed_resources_only=true')).toHaveLength(1);
    expect((await account.api('DELETE', `workspace_resources/${resource}`)).status).toBe(204);
    expect(await account.rows('workspace_allocations')).toHaveLength(0);
  });

  it('people are staffed with a hard allocation and become participants', async () => {
    const { items } = await account.control('POST', 'actions/staff', { items: [{ workspace_id: '100', user_id: '2', start_date: '2026-07-06', end_date: '2026-07-10', minutes: 2400 }] });
    const [allocation] = await account.rows(`workspace_allocations?only=${items[0].allocation_id}&include=workspace_resource,workspace`);
    expect(allocation).toMatchObject({ hard: true, minutes: 2400, workspace_resource_id: items[0].resource_id, workspace_id: '100' });
    expect((await account.api('POST', 'time_entries', entryOn('2026-07-06', 60, { user_id: 2 }))).status).toBe(200);
  });
});

describe('faults', () => {
  it('an answer lost after commit leaves one project, to be found by its key', async () => {
    await account.fault({ kind: 'answer_lost', times: 1, match: { method: 'POST', path: '^/api/v1/workspaces' } });
    await expect(account.api('POST', 'workspaces', project())).rejects.toThrow();
    expect(await found()).toHaveLength(1);
  });

  it('a late commit is absent at first and there later', async () => {
    await account.fault({ kind: 'late_commit', delay_ms: 80, answer: 'error', times: 1, match: { method: 'POST' } });
    expect((await account.api('POST', 'workspaces', project())).status).toBe(503);
    expect(await found()).toHaveLength(0);
    await wait(160);
    expect(await found()).toHaveLength(1);
  });

  it('errors and 429 come in this vendor\'s shape', async () => {
    await account.fault({ kind: 'error', status: 503, times: 1 });
    await account.fault({ kind: 'rate_limit', times: 1 });
    expect((await account.api('GET', 'users')).body.errors[0].type).toBe('system');
    const limited = await account.api('GET', 'users');
    expect([limited.status, limited.headers.get('retry-after'), limited.body.errors[0].type]).toEqual([429, null, 'system']);
  });

  it('an endpoint with a limit of its own refuses what is too much', async () => {
    await account.control('POST', 'switches/limits', { value: { 'GET /workspaces': { requests: 2, per_s: 60 } } });
    const statuses = [];
    for (const path of ['workspaces', 'workspaces.json', 'workspaces', 'users']) statuses.push((await account.api('GET', path)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  it('books are the same after a kill and a replay of the journal', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kantata-'));
    try {
      const before = await openAccount({ dataDir });
      await seed(before);
      await before.api('POST', 'workspaces', project());
      const documents = await before.control('GET', 'documents');
      const killed = await openAccount({ dataDir: copyOf(dataDir) });
      expect(await killed.control('GET', 'documents')).toEqual(documents);
      await Promise.all([before.stop(), killed.stop()]);
    } finally {
      rmSync(dataDir, { recursive: true });
      rmSync(`${dataDir}-copy`, { recursive: true, force: true });
    }
  });
});

/** What a killed process would leave behind: the journal as it stands on disk, without a clean stop. */
function copyOf(dataDir: string): string {
  cpSync(dataDir, `${dataDir}-copy`, { recursive: true });
  return `${dataDir}-copy`;
}
