import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { migrate, openStore } from './data-source.js';
import { once } from './idempotency.js';

jest.setTimeout(60_000);
let db: TestDatabase;
let ran = 0;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  ran = 0;
  await db.ds.query('truncate idempotency');
});

const command = (key: string, request: unknown, scope = 'billing-runs') => db.ds.transaction((em) => once(em, scope, key, request, async () => ({ status: 202, response: { id: ++ran } })));

describe('a command under an idempotency key', () => {
  it('runs once; the same request gets the first answer again', async () => {
    expect(await command('k-1', { period: '2026-07', by: 'ann' })).toEqual({ replayed: false, conflict: false, status: 202, response: { id: 1 } });
    expect(await command('k-1', { by: 'ann', period: '2026-07' })).toEqual({ replayed: true, conflict: false, status: 202, response: { id: 1 } });
    expect(ran).toBe(1);
  });

  it('with other content is a conflict, and in another scope another command', async () => {
    await command('k-1', { period: '2026-07' });
    expect(await command('k-1', { period: '2026-08' })).toEqual({ conflict: true });
    expect(await command('k-1', { period: '2026-08' }, 'releases')).toMatchObject({ replayed: false });
    expect(ran).toBe(2);
  });

  it('asked by many at once runs once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => command('k-1', { period: '2026-07' })));
    expect(ran).toBe(1);
    expect(answers.filter((a) => !a.conflict && !a.replayed)).toHaveLength(1);
    expect(answers.every((a) => !a.conflict && a.response.id === 1)).toBe(true);
  });

  it('that failed may be asked again', async () => {
    const failing = db.ds.transaction((em) => once(em, 'billing-runs', 'k-1', {}, async () => {
      throw new Error('no contract');
    }));
    await expect(failing).rejects.toThrow('no contract');
    expect(await command('k-1', {})).toMatchObject({ replayed: false, response: { id: 1 } });
  });
});

it('replicas that start at once migrate an empty database once', async () => {
  await db.ds.query('create database fresh');
  const url = new URL(db.url);
  url.pathname = '/fresh';
  const replicas = await Promise.all([1, 2, 3].map(() => openStore(url.toString(), { poolSize: 2 })));
  const done = await Promise.all(replicas.map(migrate));
  expect(done.filter((names) => names.length > 0)).toHaveLength(1);
  expect((await replicas[0]!.query('select count(*)::int as n from audit_chain'))[0].n).toBe(16);
  expect(await migrate(replicas[1]!)).toEqual([]);
  await Promise.all(replicas.map((r) => r.destroy()));
});
