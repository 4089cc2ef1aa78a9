import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AcmeFault } from '../testing/acme-server.js';
import { ask, Stage } from '../testing/stage.js';

const stage = new Stage();
beforeAll(() => stage.open(), 60_000);
afterAll(() => stage.close(), 30_000);

const FAULTS: (AcmeFault | undefined)[] = [
  undefined, { kind: 'answer_lost' }, { kind: 'late_commit', delayMs: 150 }, { kind: 'hang', commit: true }, { kind: 'hang', commit: false }, { kind: 'reset' },
  { kind: 'status', status: 500, commit: true }, { kind: 'status', status: 503, commit: false }, { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { kind: 'truncated' }, { kind: 'garbled' },
];

/** A small seeded generator, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let s = seed;
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return s / 2 ** 32;
  };
}

it('a hundred writes, asked by twins on two replicas, under every fault in random order: each exactly once, none open, nobody asked', async () => {
  const random = seeded(7);
  const replicas = [stage.replica({ settleWindowMs: 700, limits: { concurrency: 8 } }), stage.replica({ settleWindowMs: 700, limits: { concurrency: 8 } })];
  for (const r of replicas) r.resolver.start();
  for (let i = 0; i < 100; i++) {
    const fault = FAULTS[Math.floor(random() * FAULTS.length)];
    if (fault) stage.server.fault('POST', '/projects', fault);
  }
  const keys = Array.from({ length: 100 }, () => stage.key());
  await Promise.all(keys.flatMap((key) => replicas.map(async (r) => {
    for (let i = 0; i < 40; i++) {
      const { row } = await r.effects.perform(ask(key));
      if (row.state !== 'planned') return;
      await sleep(300);
    }
  })));
  for (let i = 0; i < 150; i++) {
    const open = await stage.database.db.query(`select state from effect where state not in ('confirmed')`);
    if (open.length === 0) break;
    await sleep(200);
  }
  for (const r of replicas) await r.resolver.stop();
  const states = await stage.database.db.query('select state, count(*)::int as n from effect group by state');
  expect(states).toEqual([{ state: 'confirmed', n: 100 }]);
  expect(keys.map((key) => stage.server.books.byKey('projects', vendorKey('acme', key)).length)).toEqual(keys.map(() => 1));
}, 90_000);
