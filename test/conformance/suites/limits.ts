import { inLane, type Lane } from '#lib/connector';
import type { Cell } from '../kit/cell.js';
import type { Scenario } from '../kit/scenario.js';
import type { Replica, Stand } from '../kit/stand.js';

const SUITE = 'limits';
const LANES: Lane[] = ['finance', 'delivery', 'analytics'];
const SLOW_MS = 40;

interface Stats {
  requests: number;
  peak_concurrency: number;
  rate_limited: number;
}

/** The declared budget: never exceeded, whoever calls, and used when there is work. */
export function limitCells(scenario: Scenario): Cell[] {
  const at = (column: string) => ({ suite: SUITE, row: 'budget', column });
  return [
    { ...at('declared concurrency never exceeded'), run: (stand) => concurrency(stand, scenario.connector.manifest.limits.concurrency) },
    { ...at('one budget for all callers'), run: (stand) => shared(stand) },
    { ...at('starts per second never exceeded'), run: (stand) => rate(stand) },
    { ...at('429 for one makes all wait'), ...(scenario.retryAfter ? { run: (stand: Stand) => pause(stand) } : { reason: 'the vendor never says how long to wait' }) },
  ];
}

const stats = (stand: Stand): Promise<Stats> => stand.control<Stats>('GET', 'stats');

/** Many reads at once, from every lane. */
const crowd = (replica: Replica, entities: readonly string[], callers: number): Promise<unknown> =>
  Promise.all(Array.from({ length: callers }, (_, i) => inLane(LANES[i % LANES.length]!, () => replica.runtime.read(entities[i % entities.length]!))));

const entitiesOf = (stand: Stand): string[] => stand.scenario.reads.map((r) => r.entity);

async function concurrency(stand: Stand, declared: number): Promise<void> {
  const replica = stand.replica();
  await replica.runtime.read(stand.scenario.auth.entity);
  await stand.fault({ kind: 'latency', ms: SLOW_MS });
  await stand.forget();
  await crowd(replica, entitiesOf(stand), 5 * declared);
  const { peak_concurrency, rate_limited } = await stats(stand);
  expect({ peak_concurrency, rate_limited }).toEqual({ peak_concurrency: declared, rate_limited: 0 });
}

async function shared(stand: Stand): Promise<void> {
  const replica = stand.replica({ limits: { concurrency: 2 } });
  await stand.fault({ kind: 'latency', ms: SLOW_MS });
  await stand.forget();
  await Promise.all([crowd(replica, entitiesOf(stand), 9), crowd(replica, [stand.scenario.auth.entity], 9)]);
  expect((await stats(stand)).peak_concurrency).toBe(2);
}

async function rate(stand: Stand): Promise<void> {
  const perSecond = 20;
  const replica = stand.replica({ limits: { concurrency: 50, perSecond } });
  await stand.forget();
  const began = performance.now();
  await crowd(replica, [stand.scenario.auth.entity], 45);
  const seconds = (performance.now() - began) / 1000;
  const { requests } = await stats(stand);
  // A full window at once, then one window a second: fewer seconds would mean more starts in one of them.
  expect(seconds).toBeGreaterThanOrEqual(Math.ceil(requests / perSecond) - 1);
}

async function pause(stand: Stand): Promise<void> {
  const { entity } = stand.scenario.auth;
  const replica = stand.replica();
  await replica.runtime.read(entity);
  await stand.fault({ kind: 'rate_limit', retry_after: 1, times: 1 });
  await replica.runtime.read(entity);
  await stand.heal();
  await stand.fault({ kind: 'rate_limit', retry_after: 1, times: 1 });
  const turnedAway = replica.runtime.read(entity);
  while ((await stand.control<{ fired: number }[]>('GET', 'faults'))[0]!.fired === 0) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 50));
  const began = performance.now();
  await Promise.all([turnedAway, ...Array.from({ length: 5 }, () => replica.runtime.read(entity))]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(850);
}
