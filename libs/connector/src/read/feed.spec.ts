import 'reflect-metadata';
import { ConnectorRuntime } from '../runtime.js';
import { acme } from '../testing/acme-connector.js';
import { AcmeServer } from '../testing/acme-server.js';
import { ForeignCursor } from './cursor.js';

const server = new AcmeServer();
const T = (s: number, ms = 0) => new Date(Date.UTC(2026, 0, 5, 9, 0, s, ms)).toISOString();
const add = (name: string, at: string, more: object = {}) => server.books.add('projects', { code: name, name, currency: 'USD', status: 'provisional', key: name, ...more }, at);
const runtime = (overlapMs = 1_000) => new ConnectorRuntime(acme, { settings: { base_url: server.url, secret: 's' }, manifest: { overlapMs } });

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => (server.books.documents = []));

/** Reads until caught up, as a consumer does; a new process each page when `restart`. */
async function drain(r: ConnectorRuntime, cursor = '', limit = 3, restart = false): Promise<{ names: string[]; cursor: string }> {
  const names: string[] = [];
  for (let page; !page || page.has_more; ) {
    page = await (restart ? runtime() : r).read('project', cursor, limit);
    names.push(...page.records.map((x) => String(x.natural_key)));
    cursor = page.next_cursor;
  }
  return { names, cursor };
}

describe('a delta feed', () => {
  it('many records of one timestamp: every one comes once, whatever the page size', async () => {
    const names = Array.from({ length: 25 }, (_, i) => add(`P${i}`, T(1)).name);
    for (const limit of [1, 3, 24, 25, 26, 1000]) {
      const first = await drain(runtime(), '', limit);
      expect([...first.names].sort()).toEqual([...names].sort());
      expect((await drain(runtime(), first.cursor, limit)).names).toEqual([]);
    }
  });

  it('a record that appears later with a timestamp already passed, or the same one, is still found', async () => {
    const r = runtime();
    add('A', T(10));
    const { cursor } = await drain(r);
    add('same', T(10));
    add('late', T(9, 500));
    const next = await drain(r, cursor);
    expect(next.names.sort()).toEqual(['late', 'same']);
    expect((await drain(r, next.cursor)).names).toEqual([]);
  });

  it('read first where this machine’s clock is hours behind, and then where it is right: a record that appears late is still found', async () => {
    const HOURS = 3 * 3_600_000;
    const database = Date.now;
    const reader = () => new ConnectorRuntime(acme, { settings: { base_url: server.url, secret: 's' }, manifest: { overlapMs: 60_000 }, now: () => database() });
    add('A', T(10));
    const wrong = jest.spyOn(Date, 'now').mockImplementation(() => database() - HOURS);
    const { cursor } = await drain(reader());
    wrong.mockRestore();
    const next = await drain(reader(), cursor);
    add('late', T(9, 500));
    expect((await drain(reader(), next.cursor)).names).toEqual(['late']);
  });

  it('a changed record comes again, an unchanged one does not', async () => {
    const r = runtime();
    const a = add('A', T(1));
    add('B', T(1));
    const { cursor } = await drain(r);
    Object.assign(a, { changed_at: T(2) });
    expect((await drain(r, cursor)).names).toEqual(['A']);
  });

  it('content that returns to an earlier version comes again, once', async () => {
    const a = add('A', T(1), { version: 'first' });
    const r = runtime();
    const seen = [await drain(r)];
    for (const version of ['second', 'first', 'first']) {
      Object.assign(a, { version });
      seen.push(await drain(r, seen.at(-1)!.cursor));
    }
    expect(seen.map((x) => x.names)).toEqual([['A'], ['A'], ['A'], []]);
  });

  it('resumes mid-walk in another process, and rows that change meanwhile are not lost', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => add(`P${i}`, T(i)));
    let page = await runtime().read('project', '', 3);
    const names = page.records.map((x) => x.natural_key);
    rows[1]!.changed_at = T(60);
    rows[7]!.changed_at = T(61);
    while (page.has_more) {
      page = await runtime().read('project', page.next_cursor, 3);
      names.push(...page.records.map((x) => x.natural_key));
    }
    const rest = await drain(runtime(), page.next_cursor);
    expect(new Set([...names, ...rest.names])).toEqual(new Set(rows.map((x) => x.name)));
    expect([...names, ...rest.names].filter((x) => x === 'P1').length).toBe(2);
  });

  it('an older cursor read again gives what came after it, also when more was delivered since', async () => {
    const r = runtime();
    Array.from({ length: 400 }, (_, i) => add(`P${i}`, T(1)));
    const before = await drain(r, '', 500);
    add('later', T(1));
    const lost = await drain(r, before.cursor, 500);
    expect(lost.names).toEqual(['later']);
    expect((await drain(r, before.cursor, 500)).names).toEqual(['later']);
  });

  it('more versions in one overlap window than a cursor holds: still short, still nothing repeated in this process, nothing skipped in another', async () => {
    const r = runtime();
    Array.from({ length: 900 }, (_, i) => add(`P${i}`, T(1, i)));
    const first = await drain(r, '', 200);
    expect(first.names).toHaveLength(900);
    expect(first.cursor.length).toBeLessThan(8_000);
    expect((await drain(r, first.cursor, 200)).names).toEqual([]);
    add('late', T(1));
    expect((await drain(runtime(), first.cursor, 200)).names).toContain('late');
  });

  it('a quiet feed stops looking back once late arrivals are out of the question', async () => {
    const r = runtime(60);
    add('A', T(1));
    add('B', T(1, 50));
    let { cursor } = await drain(r);
    await new Promise((resolve) => setTimeout(resolve, 80));
    cursor = (await drain(r, cursor)).cursor;
    server.wire.length = 0;
    await drain(r, cursor);
    const state = JSON.parse(Buffer.from(cursor.split('.')[1]!, 'base64url').toString());
    expect(state.settled).toBe(T(1, 50));
  });
});

describe('mapping', () => {
  it('an unknown status is carried as a problem, never guessed and never dropped', async () => {
    add('odd', T(1), { status: 'Frozen' });
    const { records } = await runtime().read('project');
    expect(records).toMatchObject([{ source_id: expect.any(String), problem: { code: 'UNMAPPED_STATUS', field: 'status', value: 'Frozen' }, data: {} }]);
  });

  it('what is known beside the problem goes along, so that a person finds the record by its own name', async () => {
    add('odd', T(1), { status: 'Frozen', code: 'P-77' });
    add('broken', T(2), { status: 'Frozen', code: 7 });
    const { records } = await runtime().read('project');
    expect(records).toMatchObject([
      { natural_key: 'P-77', extensions: { key: 'odd' }, deleted: false, data: {}, problem: { code: 'UNMAPPED_STATUS' } },
      { natural_key: null, extensions: {}, data: {}, problem: { code: 'SCHEMA_DRIFT' } },
    ]);
  });

  it('a row without identity still comes, with the problem', async () => {
    const broken = add('x', T(1));
    broken.changed_at = 'yesterday';
    const { records } = await runtime().read('project');
    expect(records).toMatchObject([{ source_id: expect.stringMatching(/^unidentified:/), problem: { code: 'SCHEMA_DRIFT' } }]);
  });
});

describe('cursors', () => {
  it('a damaged one, one of another feed and plain text are refused', async () => {
    add('A', T(1));
    const { next_cursor } = await runtime().read('project');
    const [v, body, sum] = next_cursor.split('.');
    const other = Buffer.from(JSON.stringify({ feed: 'other/project' })).toString('base64url');
    for (const bad of ['x', `${v}.${body!.slice(1)}.${sum}`, `${v}.${body}`, `c9.${body}.${sum}`, `${v}.${other}.${sum}`]) {
      await expect(runtime().read('project', bad)).rejects.toBeInstanceOf(ForeignCursor);
    }
  });
});
