import 'reflect-metadata';
import { rollupFreshness } from '#lib/store';
import { until } from '../../../../libs/process/src/testing/database.js';
import { testEngine, type TestEngine } from '../../../../libs/process/src/testing/engine.js';
import { Facts } from '../../../../libs/store/src/rollups/testing/facts.js';
import { keepRollups } from './keep-rollups.js';
import { rebuildRollups } from './rebuild-rollups.js';

let engine: TestEngine;
let facts: Facts;
beforeAll(async () => {
  engine = await testEngine([keepRollups]);
  facts = new Facts(engine.db.ds);
}, 60_000);
afterAll(() => engine.close());

const billable = async (worker: string) => (await engine.rows('select trim_scale(coalesce(sum(billable_hours), 0))::text as hours from rollup_worker_day where worker_id = $1', [worker]))[0]!['hours'] as string;

test('hours appear in the rollups soon after the event, and freshness says that nothing waits', async () => {
  await facts.calendar();
  const [worker, project] = [await facts.worker('E-1'), await facts.project('US01-P1')];
  const entry = await facts.entry({ worker_id: worker, project_id: project, work_date: '2026-07-06', hours: '8', cost_amount: '800' });
  await until('the entry counts', () => billable(worker), (hours) => hours === '8');
  await facts.correct(entry, { work_date: '2026-07-07', hours: '6' });
  await until('the correction counts', () => billable(worker), (hours) => hours === '6');
  expect((await rollupFreshness(engine.db.ds)).lag_s).toBe(0);
});

test('a rebuild while events arrive loses none of them', async () => {
  const [worker, project] = [await facts.worker('E-2'), await facts.project('US01-P2')];
  const writing = (async () => {
    for (let n = 0; n < 25; n++) await facts.entry({ worker_id: worker, project_id: project, work_date: `2026-08-${String(n + 1).padStart(2, '0')}`, hours: '1', cost_amount: '1' });
  })();
  for (let n = 0; n < 3; n++) await rebuildRollups(engine.db.ds);
  await writing;
  await until('all entries count', () => billable(worker), (hours) => hours === '25');
});
