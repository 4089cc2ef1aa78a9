import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { refuse } from '../define/failure.js';
import { acme } from '../testing/acme-connector.js';
import { ask, Stage } from '../testing/stage.js';

const stage = new Stage();
const demand = { project_source_id: 'p1', role: 'ANALYST', hours: '8', start: '2026-07-01', end: '2026-07-31', billable: true, demand_type: 'tentative' };
let gone = false;

beforeAll(() => stage.open(), 60_000);
afterAll(() => stage.close(), 30_000);
beforeEach(() => {
  gone = false;
  jest.replaceProperty(acme.writes, 'publish_demand', { ...acme.writes['publish_demand']!, prepare: async ({ role }: { role: string }) => {
    if (gone) throw refuse(`Acme has no role ${role}`, { field: 'role' });
    return { role };
  } });
});
afterEach(() => jest.restoreAllMocks());

const made = (key: string) => ['resources', 'allocations'].map((type) => stage.server.books.byKey(type, vendorKey('acme', key)).length);

describe('a write whose code is taken away after it was sent', () => {
  it('is found by its key and confirmed, although it cannot be prepared any more', async () => {
    const [r, key] = [stage.replica(), stage.key()];
    stage.server.fault('POST', '/allocations', { kind: 'answer_lost' });
    expect((await r.effects.perform(ask(key, demand, 'publish_demand'))).row.state).toBe('uncertain');
    gone = true;
    expect(await stage.until(r, key, 'confirmed', 'exception', 'rejected')).toMatchObject({ state: 'confirmed', attempts: 2 });
    expect(made(key)).toEqual([1, 1]);
  });

  it('is not called refused when half of it stands: a person is shown the half', async () => {
    const [r, key] = [stage.replica(), stage.key()];
    stage.server.fault('POST', '/allocations', { kind: 'status', status: 429 });
    expect((await r.effects.perform(ask(key, demand, 'publish_demand'))).row.state).toBe('planned');
    gone = true;
    const { row } = await r.effects.perform(ask(key, demand, 'publish_demand'));
    expect(row).toMatchObject({ state: 'exception', receipt: { source_id: expect.stringMatching(/^resources-/) }, problem: { field: 'role', detail: 'Acme has no role ANALYST' } });
    expect(made(key)).toEqual([1, 0]);
  });

  it('is refused when the vendor provably has nothing of it', async () => {
    const [r, key] = [stage.replica(), stage.key()];
    stage.server.fault('POST', '/resources', { kind: 'reset' });
    expect((await r.effects.perform(ask(key, demand, 'publish_demand'))).row.state).toBe('uncertain');
    gone = true;
    expect(await stage.until(r, key, 'confirmed', 'exception', 'rejected')).toMatchObject({ state: 'rejected', problem: { field: 'role' } });
    expect(made(key)).toEqual([0, 0]);
  });
});
