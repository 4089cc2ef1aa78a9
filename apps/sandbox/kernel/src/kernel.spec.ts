import { mkdtempSync, appendFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDesk, type Desk } from '../testing/desk.js';
import { notes } from '../testing/note-vendor.js';

const write = (desk: Desk, body: unknown): Promise<Response> =>
  fetch(`${desk.url}/notes`, { method: 'POST', body: JSON.stringify(body) });
const kept = async (desk: Desk): Promise<any[]> => desk.control('GET', 'tables/note');

describe('faults strike once the books say what really happened', () => {
  let desk: Desk;
  beforeAll(async () => void (desk = await openDesk(notes)));
  beforeEach(() => desk.control('POST', 'reset'));
  afterAll(() => desk.stop());

  it('answer_lost commits exactly once and sends no byte', async () => {
    await desk.fault({ kind: 'answer_lost', times: 1, match: { method: 'POST' } });
    await expect(write(desk, { text: 'a', key: 'k' })).rejects.toThrow();
    expect(await kept(desk)).toHaveLength(1);
    expect((await write(desk, { text: 'a', key: 'k' })).status).toBe(409);
  });

  it('late_commit fails now and does the work later', async () => {
    await desk.fault({ kind: 'late_commit', delay_ms: 60, answer: 'lost', times: 1 });
    await expect(write(desk, { text: 'late' })).rejects.toThrow();
    expect(await kept(desk)).toHaveLength(0);
    await wait(150);
    expect(await kept(desk)).toMatchObject([{ text: 'late', number: 1 }]);
  });

  it('late_commit does nothing when a second attempt made it invalid meanwhile', async () => {
    await desk.fault({ kind: 'late_commit', delay_ms: 60, answer: 'error', times: 1 });
    expect((await write(desk, { text: 'x', key: 'k' })).status).toBe(503);
    expect((await write(desk, { text: 'x', key: 'k' })).status).toBe(201);
    await wait(150);
    expect(await kept(desk)).toHaveLength(1);
  });

  it('late_commit refuses at once what the vendor would refuse anyway', async () => {
    await desk.fault({ kind: 'late_commit', delay_ms: 20, times: 1 });
    expect((await write(desk, { text: '' })).status).toBe(422);
  });

  it.each(['reset_before', 'refuse', 'down'])('%s leaves nothing behind', async (kind) => {
    await desk.fault({ kind, times: 1 });
    await expect(write(desk, { text: 'a' })).rejects.toThrow();
    expect(await kept(desk)).toHaveLength(0);
  });

  it('stale shows a read the books of before the commit, until its time is over', async () => {
    const read = async () => ((await (await fetch(`${desk.url}/notes`)).json()) as { notes: unknown[] }).notes.length;
    await write(desk, { text: 'old' });
    await desk.fault({ kind: 'stale', ms: 150, match: { method: 'GET' } });
    await write(desk, { text: 'new' });
    expect(await read()).toBe(1);
    await wait(180);
    expect(await read()).toBe(2);
  });

  it('unplugged, it refuses connections for a while and is there again with its books', async () => {
    await write(desk, { text: 'kept' });
    await desk.control('POST', 'unplug', { ms: 150 });
    await wait(60);
    const refused = await write(desk, { text: 'lost' }).catch((error: { cause?: { code?: string } }) => error.cause?.code);
    expect(refused).toBe('ECONNREFUSED');
    await wait(200);
    expect((await kept(desk)).map((row) => row.text)).toEqual(['kept']);
  });

  it('truncated and reset_mid commit although the answer cannot be read', async () => {
    await desk.fault({ kind: 'truncated', times: 1 });
    await desk.fault({ kind: 'reset_mid', times: 1 });
    const cut = await write(desk, { text: 'a' });
    expect(cut.status).toBe(201);
    await expect(cut.json()).rejects.toThrow(/JSON/);
    await expect(write(desk, { text: 'b' }).then((answer) => answer.text())).rejects.toThrow();
    expect((await kept(desk)).map((row) => row.text)).toEqual(['a', 'b']);
  });

  it('error answers with or without the work done', async () => {
    await desk.fault({ kind: 'error', status: 502, times: 1 });
    await desk.fault({ kind: 'error', status: 500, commit: true, times: 1 });
    expect((await write(desk, { text: 'not done' })).status).toBe(502);
    expect((await write(desk, { text: 'done' })).status).toBe(500);
    expect((await kept(desk)).map((row) => row.text)).toEqual(['done']);
  });

  it('rate_limit, ok_with_error and timeout change no books', async () => {
    await desk.fault({ kind: 'rate_limit', retry_after: 7, times: 1 });
    await desk.fault({ kind: 'ok_with_error', message: 'not really', times: 1 });
    await desk.fault({ kind: 'timeout', ms: 30, times: 1 });
    const limited = await write(desk, { text: 'a' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    const fine = await write(desk, { text: 'a' });
    expect([fine.status, await fine.json()]).toEqual([200, { error: 'not really' }]);
    await expect(write(desk, { text: 'a' })).rejects.toThrow();
    expect(await kept(desk)).toHaveLength(0);
  });

  it('echo stores something other than what was asked', async () => {
    await desk.fault({ kind: 'echo', field: 'text', value: 'twisted', times: 1 });
    expect(await (await write(desk, { text: 'straight' })).json()).toMatchObject({ text: 'twisted' });
    expect(await kept(desk)).toMatchObject([{ text: 'twisted' }]);
  });

  it('drift reshapes what a read answers and leaves the books alone', async () => {
    await write(desk, { text: 'a' });
    await desk.fault({ kind: 'drift', table_or_path: '^/notes', rename: { text: 'body' }, retype: { number: 'string' }, add: { color: 'red' } });
    const { notes: rows } = (await (await fetch(`${desk.url}/notes`)).json()) as { notes: object[] };
    expect(rows[0]).toMatchObject({ body: 'a', number: '1', color: 'red' });
    expect(rows[0]).not.toHaveProperty('text');
    expect(await kept(desk)).toMatchObject([{ text: 'a' }]);
  });

  it('skip, times and match pick the requests that are struck', async () => {
    await desk.fault({ kind: 'error', skip: 1, times: 1, match: { method: 'POST', path: '^/notes$', body: 'hit' } });
    const statuses: number[] = [];
    for (const text of ['miss', 'hit 1', 'hit 2', 'hit 3']) statuses.push((await write(desk, { text })).status);
    expect(statuses).toEqual([201, 201, 503, 201]);
  });

  it('a rate strikes the same requests again under the same seed', async () => {
    const statuses = async (): Promise<number[]> => {
      await desk.control('POST', 'reset');
      await desk.fault({ id: 'r', kind: 'error', rate: 0.5 });
      const seen: number[] = [];
      for (let n = 0; n < 20; n++) seen.push((await write(desk, { text: 'a' })).status);
      return seen;
    };
    const first = await statuses();
    expect(await statuses()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([201, 503]));
  });

  it('a refused request spends no gapless number', async () => {
    await write(desk, { text: '' });
    expect(await (await write(desk, { text: 'first' })).json()).toMatchObject({ number: 1 });
  });

  it('counts requests that are open at once, and keeps secrets out of the wire log', async () => {
    await desk.control('DELETE', 'stats');
    await desk.fault({ kind: 'latency', ms: 60, times: 3 });
    await Promise.all([1, 2, 3].map(() => fetch(`${desk.url}/notes?access_token=hush`)));
    expect(await desk.control('GET', 'stats')).toMatchObject({ requests: 3, peak_concurrency: 3, in_flight: 0 });
    expect(JSON.stringify(await desk.control('GET', 'requests?last=3'))).not.toContain('hush');
  });

  it('whoever follows the wire log gets what came behind the entry known last, also after the counters were cleared', async () => {
    await fetch(`${desk.url}/notes`);
    const [{ n }] = await desk.control<{ n: number }[]>('GET', 'requests?last=1');
    await desk.control('DELETE', 'stats');
    await fetch(`${desk.url}/notes?page=2`);
    expect(await desk.control('GET', `requests?after=${n}`)).toMatchObject([{ n: n + 1, path: '/notes?page=2' }]);
    expect(await desk.control('GET', `requests?after=${n + 1}`)).toEqual([]);
  });

  it('refuses a fault of an unknown kind or with a broken pattern', async () => {
    await expect(desk.fault({ kind: 'gremlin' })).rejects.toThrow('kind must be one of');
    await expect(desk.fault({ kind: 'error', match: { path: '(' } })).rejects.toThrow('match.path');
  });

  it('lists effect keys that occur twice', async () => {
    await desk.control('PUT', 'tables/note', [{ text: 'a', key: 'k1' }, { text: 'b', key: 'k1' }, { text: 'c', key: 'k2' }]);
    expect(await desk.control('GET', 'documents/duplicates')).toEqual([{ type: 'note', effect_key: 'k1', ids: ['1', '2'] }]);
  });

  it('the virtual clock is set, frozen and moved on', async () => {
    await desk.control('POST', 'clock', { now: '2026-07-01T00:00:00Z', frozen: true });
    await desk.control('POST', 'clock', { advance_ms: 1000 });
    expect(await (await write(desk, { text: 'a' })).json()).toMatchObject({ at: '2026-07-01T00:00:01.000Z' });
  });
});

describe('books outlive the process', () => {
  it('replays its journal, drops a line that a kill cut short, and goes on numbering', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
    try {
      const before = await openDesk(notes, { dataDir });
      await write(before, { text: 'kept' });
      await before.control('POST', 'actions/scribble', { text: 'changed' });
      await before.control('PATCH', 'tables/note/2', { text: 'changed twice' });
      await before.control('POST', 'clock', { now: '2026-07-01T00:00:00Z', frozen: true });
      await before.stop();
      appendFileSync(join(dataDir, 'notes.journal.jsonl'), '{"put":{"note":[{"id":"9","te');
      const after = await openDesk(notes, { dataDir });
      expect((await kept(after)).map((row) => row.text)).toEqual(['kept', 'changed twice']);
      expect(await (await write(after, { text: 'next' })).json()).toMatchObject({ id: '3', number: 3, at: '2026-07-01T00:00:00.000Z' });
      await after.stop();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
