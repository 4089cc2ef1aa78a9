import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { markEffectDone, reopenEffect, retryEffect, waiveEffect } from '#lib/store';
import { ask, projectBody, Stage } from '../testing/stage.js';

const stage = new Stage();
const decision = { actor: 'olga', reason: 'looked at the vendor', correlation_id: 'c-2' };

beforeAll(() => stage.open(), 60_000);
afterAll(() => stage.close(), 30_000);
beforeEach(() => {
  stage.server.faults = [];
  stage.server.wire.length = 0;
});

const books = (key: string) => stage.server.books.byKey('projects', vendorKey('acme', key));

describe('a write that goes well', () => {
  it('is confirmed with its receipt, and asked again gives the stored answer without a call', async () => {
    const r = stage.replica();
    const key = stage.key();
    const first = await r.effects.perform(ask(key));
    expect(first).toMatchObject({ replayed: false, row: { state: 'confirmed', attempts: 1, receipt: { source_id: books(key)[0]!.id } } });
    const calls = stage.server.wire.length;
    const again = await r.effects.perform(ask(key));
    expect(again).toMatchObject({ replayed: true, row: { state: 'confirmed', receipt: first.row.receipt } });
    expect(stage.server.wire.length).toBe(calls);
    expect(books(key)).toHaveLength(1);
  });

  it('refuses the same key with another body', async () => {
    const r = stage.replica();
    const key = stage.key();
    await r.effects.perform(ask(key));
    await expect(r.effects.perform(ask(key, projectBody('Other')))).rejects.toMatchObject({ class: 'idempotency_conflict' });
    expect(books(key)).toHaveLength(1);
  });

  it('twins asking at once on two replicas make one wire write and both learn the outcome', async () => {
    const [a, b] = [stage.replica(), stage.replica()];
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'slow', ms: 200 });
    const outcomes = await Promise.all([a, b, a, b].map((r) => r.effects.perform(ask(key))));
    expect(outcomes.map((o) => o.row.state)).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed']);
    expect(outcomes.filter((o) => !o.replayed)).toHaveLength(1);
    expect(stage.server.sent('POST', '/projects')).toBe(1);
  });
});

describe('a write whose outcome is not known', () => {
  it('answer lost after commit: found, posted once', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'answer_lost' });
    expect((await r.effects.perform(ask(key))).row).toMatchObject({ state: 'uncertain', problem: { code: 'EFFECT_UNCERTAIN' } });
    expect(await stage.until(r, key, 'confirmed')).toMatchObject({ attempts: 1, receipt: { source_id: books(key)[0]!.id } });
    expect(books(key)).toHaveLength(1);
  });

  it.each(['truncated', 'garbled'] as const)('%s answer after commit: found, posted once', async (kind) => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind });
    expect((await r.effects.perform(ask(key))).row.state).toBe('uncertain');
    await stage.until(r, key, 'confirmed');
    expect(books(key)).toHaveLength(1);
  });

  it('late commit inside the settle window: an early absence is not believed, posted once', async () => {
    const r = stage.replica({ settleWindowMs: 800, findLagMs: 100 });
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'late_commit', delayMs: 600 });
    await r.effects.perform(ask(key));
    const row = await stage.until(r, key, 'confirmed', 'planned', 'exception');
    expect(row).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(row.lookups).toBeGreaterThan(1);
    expect(books(key)).toHaveLength(1);
  });

  it('timeout without commit: sent again only after it was looked for beyond window and lag', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'hang', commit: false });
    expect((await r.effects.perform(ask(key))).row).toMatchObject({ state: 'uncertain', problem: { class: 'timeout' } });
    expect(await stage.until(r, key, 'confirmed')).toMatchObject({ attempts: 2 });
    expect(books(key)).toHaveLength(1);
    const [first, second] = stage.server.wire.filter((w) => w.method === 'POST' && w.path === '/projects');
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(500 + 300 + 50);
    expect(stage.server.wire.filter((w) => w.method === 'GET' && w.path === '/projects' && w.at > first!.at && w.at < second!.at).length).toBeGreaterThan(0);
  });

  it('500 with commit and 500 without: one document each', async () => {
    const r = stage.replica();
    for (const commit of [true, false]) {
      const key = stage.key();
      stage.server.fault('POST', '/projects', { kind: 'status', status: 500, commit });
      expect((await r.effects.perform(ask(key))).row.state).toBe('uncertain');
      await stage.until(r, key, 'confirmed');
      expect(books(key)).toHaveLength(1);
    }
  });

  it('taken by the vendor but not readable back: never called not applied, confirmed later', async () => {
    const r = stage.replica();
    const key = stage.key();
    const n = stage.server.books.documents.length + 1;
    for (let i = 0; i < 4; i++) stage.server.fault('GET', `/projects/projects-${n}`, { kind: 'status', status: 403, body: { message: 'no' } });
    expect((await r.effects.perform(ask(key))).row.state).toBe('uncertain');
    stage.server.faults = [];
    await stage.until(r, key, 'confirmed');
    expect(books(key)).toHaveLength(1);
  });

  it('two matches: a person decides, and marking it done confirms it', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.books.add('projects', { ...projectBody(), key: vendorKey('acme', key) });
    stage.server.fault('POST', '/projects', { kind: 'answer_lost' });
    await r.effects.perform(ask(key));
    expect(await stage.until(r, key, 'exception')).toMatchObject({ problem: { code: 'EFFECT_UNCERTAIN' } });
    expect((await r.effects.perform(ask(key))).row.state).toBe('exception');
    await stage.database.db.transaction((em) => markEffectDone(em, 'acme', key, { ...decision, source_id: 'projects-9' }));
    expect(await r.ledger.get(key)).toMatchObject({ state: 'confirmed', receipt: { source_id: 'projects-9', facts: { marked_done_by: 'olga' } } });
  });

  it('never a known outcome: stops after a bounded number of sendings and asks', async () => {
    const r = stage.replica({ settleWindowMs: 20, findLagMs: 0, requestTimeoutMs: 200 });
    const key = stage.key();
    stage.server.fault('POST', '/projects', ...Array.from({ length: 6 }, () => ({ kind: 'reset' as const })));
    await r.effects.perform(ask(key));
    expect(await stage.until(r, key, 'exception')).toMatchObject({ attempts: 5 });
    expect(stage.server.sent('POST', '/projects')).toBe(5);
    stage.server.faults = [];
    await stage.database.db.transaction((em) => retryEffect(em, 'acme', key, decision));
    expect(await stage.until(r, key, 'confirmed')).toMatchObject({ attempts: 6 });
    expect(books(key)).toHaveLength(1);
  }, 20_000);
});

describe('a write that was provably not applied', () => {
  it('refused connection: nothing sent, planned, and the next asking does it', async () => {
    const r = stage.replica();
    const key = stage.key();
    await r.runtime.read('project', '', 1);
    const port = stage.server.port;
    await stage.server.stop();
    const refused = await r.effects.perform(ask(key));
    expect(refused).toMatchObject({ row: { state: 'planned', attempts: 0, next_check_at: null }, failure: { class: 'unavailable', applied: 'no' } });
    await stage.server.start(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await r.effects.perform(ask(key));
    expect(again.row).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(books(key)).toHaveLength(1);
  });

  it('429: not applied, the wait is told and obeyed, then looked for before it is sent again', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    expect(await r.effects.perform(ask(key))).toMatchObject({ row: { state: 'planned' }, failure: { class: 'rate_limited', retry_after_s: 1 } });
    const at = performance.now();
    expect((await r.effects.perform(ask(key))).row).toMatchObject({ state: 'confirmed', attempts: 2 });
    expect(performance.now() - at).toBeGreaterThan(900);
    const order = stage.server.wire.filter((w) => w.path === '/projects').map((w) => w.method);
    expect(order).toEqual(['POST', 'GET', 'POST']);
    expect(books(key)).toHaveLength(1);
  });

  it('4xx: rejected and stored; only a person’s decision lets it be sent again', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'status', status: 422, body: { message: 'currency is not offered' } });
    expect((await r.effects.perform(ask(key))).row).toMatchObject({ state: 'rejected', problem: { class: 'validation', code: 'EFFECT_REJECTED', detail: 'currency is not offered' } });
    expect(await r.effects.perform(ask(key))).toMatchObject({ replayed: true, row: { state: 'rejected' } });
    await expect(r.effects.perform(ask(key, projectBody('Corrected')))).rejects.toMatchObject({ class: 'idempotency_conflict' });
    expect(stage.server.sent('POST', '/projects')).toBe(1);
    await stage.database.db.transaction((em) => retryEffect(em, 'acme', key, decision));
    await stage.until(r, key, 'confirmed');
    expect(books(key)).toHaveLength(1);
  });

  it('reopened after a rejection: the next asking may bring a corrected body', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'status', status: 400 });
    await r.effects.perform(ask(key));
    await stage.database.db.transaction((em) => reopenEffect(em, 'acme', key, decision));
    expect(stage.server.sent('POST', '/projects')).toBe(1);
    expect((await r.effects.perform(ask(key, projectBody('Corrected')))).row.state).toBe('confirmed');
    expect(books(key)).toMatchObject([{ name: 'Corrected' }]);
  });
});

describe('the echo check', () => {
  it('a vendor that stored something else: exception with the receipt, not a success; a person may waive', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/projects', { kind: 'echo', field: 'currency', value: 'EUR' });
    expect((await r.effects.perform(ask(key))).row).toMatchObject({
      state: 'exception', receipt: { source_id: books(key)[0]!.id }, problem: { class: 'echo_mismatch', code: 'ECHO_MISMATCH', field: 'currency', detail: 'currency: asked USD, stored EUR' },
    });
    await stage.database.db.transaction((em) => waiveEffect(em, 'acme', key, decision));
    expect(await r.ledger.get(key)).toMatchObject({ state: 'rejected' });
  });

  it('also after a lost answer', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.books.add('projects', { ...projectBody('Changed on the way'), key: vendorKey('acme', key) });
    stage.server.fault('POST', '/projects', { kind: 'reset' });
    await r.effects.perform(ask(key));
    expect(await stage.until(r, key, 'exception', 'confirmed')).toMatchObject({ state: 'exception', problem: { code: 'ECHO_MISMATCH' } });
  });
});

describe('a write of several requests', () => {
  const demand = { project_source_id: 'p', role: 'SENIOR', hours: '10', start: '2026-01-01', end: '2026-01-31', billable: true, demand_type: 'tentative' };

  it('broken off half-way is completed, never repeated', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/allocations', { kind: 'reset' });
    expect((await r.effects.perform(ask(key, demand, 'publish_demand'))).row.state).toBe('uncertain');
    const row = await stage.until(r, key, 'confirmed');
    expect(stage.server.books.byKey('resources', row.vendor_key)).toHaveLength(1);
    expect(stage.server.books.byKey('allocations', row.vendor_key)).toMatchObject([{ resource: row.receipt!.source_id }]);
  });

  it('refused after a part was applied: a person decides', async () => {
    const r = stage.replica();
    const key = stage.key();
    stage.server.fault('POST', '/allocations', { kind: 'status', status: 400, body: { message: 'outside the plan' } });
    expect((await r.effects.perform(ask(key, demand, 'publish_demand'))).row).toMatchObject({ state: 'exception', problem: { class: 'validation' } });
  });
});
