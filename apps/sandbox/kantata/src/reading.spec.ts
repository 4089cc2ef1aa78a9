import { entryOn, openAccount, seed, type Account } from '../testing/account.js';

let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(() => seed(account));
afterAll(() => account.stop());

const workspaces = (n: number): object[] => Array.from({ length: n }, (_, at) => ({
  id: String(1000 + at), title: `P${at}`, currency: 'USD', archived: false, created_at: '2026-06-02T00:00:00Z', updated_at: `2026-06-0${3 + (at % 3)}T00:00:00Z`,
}));

describe('the envelope', () => {
  it('gives order in results, objects in a map, and meta of the page', async () => {
    const { body, headers } = await account.api('GET', 'users?on_my_account=true&per_page=1&page=2');
    expect(body.results).toEqual([{ key: 'users', id: '2' }]);
    expect(body.users['2'].full_name).toBe('Bo Berg');
    expect(body.meta).toEqual({ count: 2, page_count: 2, page_number: 2, page_size: 1 });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes paths with the .json suffix too', async () => {
    expect((await account.api('GET', 'workspaces/100.json')).body.workspaces['100'].title).toBe('US01-A Alpha');
    expect((await account.api('GET', 'workspaces.json')).body.count).toBe(1);
  });

  it('shows foreign keys only for associations that are included, with the rows they lead to', async () => {
    await account.api('POST', 'time_entries', entryOn('2026-07-06'));
    const [bare] = await account.rows('time_entries');
    expect(bare).not.toHaveProperty('user_id');
    const { body } = await account.api('GET', 'time_entries?include=user,story,nonsense');
    const [entry] = Object.values<any>(body.time_entries);
    expect([entry.user_id, entry.story_id]).toEqual(['1', '200']);
    expect([body.users['1'].full_name, body.stories['200'].title]).toEqual(['Ada Adams', 'DEL Delivery']);
  });

  it('answers optional fields only when asked', async () => {
    expect((await account.api('GET', 'workspaces/100')).body.workspaces['100']).not.toHaveProperty('stage');
    expect((await account.api('GET', 'workspaces/100?optional_fields=stage')).body.workspaces['100'].stage).toBe('project');
  });

  it('shows instants with an offset and status, currency and price in the vendor\'s ways', async () => {
    const [workspace] = await account.rows('workspaces');
    expect(workspace).toMatchObject({
      updated_at: '2026-06-01T01:00:00-07:00', status: { key: 300, message: 'Active' }, currency_base_unit: 100, price: '$0.00', rate_card_id: 23,
    });
  });
});

describe('paging', () => {
  beforeEach(() => account.control('PUT', 'tables/workspaces', workspaces(450)));

  it('never gives more than 200, and page/per_page walks everything exactly once', async () => {
    const seen: string[] = [];
    let pages = 1;
    for (let page = 1; page <= pages; page++) {
      const { body } = await account.api('GET', `workspaces?per_page=5000&page=${page}&order=updated_at:asc`);
      pages = body.meta.page_count;
      expect(body.results.length).toBeLessThanOrEqual(200);
      seen.push(...body.results.map((result: any) => result.id));
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, 451, 451]);
  });

  it('limit/offset wins over page/per_page', async () => {
    const { body } = await account.api('GET', 'workspaces?limit=3&offset=449&page=1&per_page=20');
    expect(body.results).toHaveLength(2);
    expect(body.meta).toMatchObject({ count: 451, page_size: 3 });
  });

  it('a record changed in the middle of a walk moves under the reader, who sees it twice or misses another', async () => {
    const first = await account.api('GET', 'workspaces?per_page=200&order=updated_at:desc');
    const last = (await account.api('GET', 'workspaces?per_page=200&page=3&order=updated_at:desc')).body.results.at(-1).id;
    await account.api('PUT', `workspaces/${last}`, { workspace: { description: 'touched' } });
    const second = await account.api('GET', 'workspaces?per_page=200&page=2&order=updated_at:desc');
    const repeated = first.body.results.filter((result: any) => second.body.results.some((other: any) => other.id === result.id));
    expect(repeated).toHaveLength(1);
    expect((await account.api('GET', 'workspaces?per_page=1&order=updated_at:desc')).body.results[0].id).toBe(last);
  });

  it('an order the endpoint does not offer falls back to its default', async () => {
    const offered = await account.api('GET', 'timesheet_submissions?order=updated_at:asc');
    expect(offered.status).toBe(200);
    const ids = async (order: string): Promise<string[]> => (await account.api('GET', `workspaces?per_page=50&order=${order}`)).body.results.map((result: any) => result.id);
    expect(await ids('nonsense:asc')).toEqual(await ids('updated_at:desc'));
    expect(await ids('updated_at:asc')).not.toEqual(await ids('updated_at:desc'));
  });

  it('only fetches by id without paging and without 404', async () => {
    const { body } = await account.api('GET', 'workspaces?only=1003,77,1001&per_page=1');
    expect(body.results.map((result: any) => result.id).sort()).toEqual(['1001', '1003']);
  });
});

describe('delta reads', () => {
  it('updated_after is strict and stamps have whole seconds, so rows changed together share one', async () => {
    await account.control('POST', 'clock', { now: '2026-07-06T10:00:00.400Z' });
    await account.api('POST', 'time_entries', { time_entries: [entryOn('2026-07-06'), entryOn('2026-07-07')].map((body: any) => body.time_entry) });
    const [a, b] = await account.rows('time_entries');
    expect(a.updated_at).toBe(b.updated_at);
    const after = (instant: string): Promise<any[]> => account.rows(`time_entries?updated_after=${encodeURIComponent(instant)}`);
    expect(await after(a.updated_at)).toHaveLength(0);
    expect(await after('2026-07-06T09:59:59Z')).toHaveLength(2);
    expect(await account.rows(`time_entries?updated_before=${encodeURIComponent('2026-07-06T10:00:01+00:00')}`)).toHaveLength(2);
  });

  it('refuses an instant it cannot read', async () => {
    expect((await account.api('GET', 'time_entries?updated_after=yesterday')).status).toBe(400);
  });

  it('never shows what was deleted, except in the events', async () => {
    const made = (await account.api('POST', 'time_entries', entryOn('2026-07-06'))).body.results[0].id;
    expect((await account.api('DELETE', `time_entries/${made}`)).status).toBe(204);
    expect(await account.rows('time_entries?updated_after=2026-01-01T00:00:00Z')).toHaveLength(0);
    const events = await account.rows(`subscribed_events?subject_type=TimeEntry&subject_id=${made}&order=created_at:asc`);
    expect(events.map((event) => event.event_type)).toEqual(['time_entry:created', 'time_entry:deleted']);
  });

  it('keeps events for nine days only', async () => {
    await account.api('POST', 'time_entries', entryOn('2026-07-06'));
    await account.control('POST', 'clock', { advance_ms: 10 * 86_400_000 });
    expect(await account.rows('subscribed_events')).toHaveLength(0);
  });
});

describe('default filters', () => {
  it('hides archived projects and their time, from the single GET as well', async () => {
    await account.api('POST', 'time_entries', entryOn('2026-07-06'));
    await account.api('PUT', 'workspaces/100', { workspace: { archived: true } });
    expect((await account.api('GET', 'workspaces/100')).status).toBe(404);
    expect(await account.rows('workspaces')).toHaveLength(0);
    expect(await account.rows('workspaces?archived=only')).toHaveLength(1);
    expect(await account.rows('workspaces?include_archived=true')).toHaveLength(1);
    expect(await account.rows('time_entries')).toHaveLength(0);
    expect(await account.rows('time_entries?from_archived_workspaces=true')).toHaveLength(1);
  });

  it('hides people without a project and open roles unless asked', async () => {
    await account.api('POST', 'workspace_resources', { workspace_resource: { workspace_id: 100, user_id: null, role_id: 11 } });
    expect((await account.rows('users')).map((user) => user.id)).toEqual(['1']);
    expect(await account.rows('users?on_my_account=true')).toHaveLength(2);
    expect(await account.rows('workspace_resources?workspace_id=100')).toHaveLength(1);
    expect(await account.rows('workspace_resources?workspace_id=100&include_unnamed=true')).toHaveLength(2);
  });

  it('people who may not log in and deleted roles are hidden unless asked for', async () => {
    await account.control('PUT', 'tables/users', [{ id: '3', full_name: 'Cy Cole', email_address: 'cy@firm.example', disabled: true }]);
    await account.control('PUT', 'tables/roles', [{ id: '12', name: 'Analyst', deleted_at: '2026-07-01T00:00:00Z' }]);
    const ids = async (path: string): Promise<string[]> => (await account.rows(path)).map((row) => row.id);
    expect([await ids('users?on_my_account=true'), await ids('users?on_my_account=true&show_disabled=true')]).toEqual([['1', '2'], ['1', '2', '3']]);
    expect([await ids('roles'), await ids('roles?only_active=false')]).toEqual([['10', '11'], ['12', '10', '11']]);
  });

  it('the Date header shows the account\'s clock', async () => {
    expect((await account.api('GET', 'roles')).headers.get('date')).toBe('Mon, 06 Jul 2026 09:00:00 GMT');
  });

  it('picks the rate card version in force on a date', async () => {
    expect((await account.rows('rate_card_versions?rate_card_set_id=20&effective_on_date=2026-07-07')).map((row) => row.id)).toEqual(['24']);
    expect((await account.rows('rate_card_set_versions?effective_on_date=2026-07-08')).map((row) => row.id)).toEqual(['22']);
  });
});
