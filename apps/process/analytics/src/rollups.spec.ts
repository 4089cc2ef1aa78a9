import 'reflect-metadata';
import type { CanonicalEvent } from '#lib/canonical';
import { envelope } from '#lib/store';
import { testDatabase, type TestDatabase } from '../../../../libs/process/src/testing/database.js';
import { Facts } from '../../../../libs/store/src/rollups/testing/facts.js';
import { rebuildRollups } from './rebuild-rollups.js';
import { refreshRollups } from './refresh.js';

let db: TestDatabase;
let facts: Facts;
beforeAll(async () => {
  db = await testDatabase();
  facts = new Facts(db.ds);
}, 60_000);
afterAll(() => db.close());
beforeEach(() => db.ds.query('truncate time_entry, billing_event, canonical_record, event, event_partition, rollup_worker_day, rollup_worker_month, rollup_unit_month, rollup_project_month, rollup_month cascade'));

const DAY_COLUMNS = `worker_id, day, employed, practice, region, legal_entity_code, role, calendar_hours, holiday_hours, time_off_hours, available_hours, billable_hours, client_non_billable_hours, internal_hours, training_hours, credited_hours,
  overhead_hours, absence_hours, total_hours, scheduled_billable_hours, scheduled_credited_hours`;

async function events(): Promise<CanonicalEvent[]> {
  const rows = await db.ds.query('select *, sequence::int as sequence from event e order by e.seq');
  return rows.map((r: Parameters<typeof envelope>[0]) => envelope(r));
}

async function hand(list: CanonicalEvent[], batch = list.length): Promise<void> {
  for (let i = 0; i < list.length; i += batch) await db.ds.transaction((em) => refreshRollups(em, list.slice(i, i + batch)));
}

const keepUp = async () => hand(await events());

async function everything() {
  return {
    days: await db.ds.query(`select ${DAY_COLUMNS} from rollup_worker_day order by worker_id, day`),
    months: (await db.ds.query('select * from rollup_project_month order by project_id, month, currency')).map(({ updated_at: _at, ...row }: Record<string, unknown>) => row),
    worker_months: await db.ds.query('select * from rollup_worker_month order by worker_id, month, practice, region, legal_entity_code, role'),
    unit_months: await db.ds.query('select * from rollup_unit_month order by month, practice, region, legal_entity_code, role'),
    covered: await db.ds.query('select month from rollup_month order by month'),
  };
}

const day = async (worker: string, date: string) => (await db.ds.query('select * from rollup_worker_day where worker_id = $1 and day = $2', [worker, date]))[0];
const month = async (project: string, m: string) => (await db.ds.query('select * from rollup_project_month where project_id = $1 and month = $2', [project, m]))[0];

/** Deterministic shuffle. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = [...list];
  let state = seed;
  for (let i = out.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** A few weeks of a firm in which everything happens that can change a figure. */
async function story() {
  await facts.calendar('US', [{ date: '2026-07-04', name: 'Independence Day', hours: '8', observed_date: '2026-07-03' }]);
  const ann = await facts.worker('E-1');
  const ben = await facts.worker('E-2', { fte: '0.5', termination_date: '2026-08-12' });
  const cas = await facts.worker('E-3', { hire_date: '2026-07-13' });
  const client = await facts.project('US01-P1');
  const abroad = await facts.project('GB01-P2', { currency: 'GBP' });
  const internal = await facts.project('US01-INTERNAL', { type: 'internal' });
  const [training, presales, admin] = [await facts.task(internal, 'TRAINING'), await facts.task(internal, 'PRESALES'), await facts.task(internal, 'ADMIN')];
  await facts.rate('USD', 'GBP', '2026-07-01', '0.75');
  const moved = await facts.entry({ worker_id: ann, project_id: client, work_date: '2026-07-06', hours: '8', cost_amount: '800' });
  const shortened = await facts.entry({ worker_id: ann, project_id: client, work_date: '2026-07-07', hours: '6', cost_amount: '600' });
  const gone = await facts.entry({ worker_id: cas, project_id: internal, task_id: training, work_date: '2026-07-14', hours: '4', billable_class: 'internal', cost_amount: '200' });
  await facts.entry({ worker_id: ben, project_id: abroad, work_date: '2026-07-08', hours: '4', billable_hours: '3', cost_amount: '333.33' });
  await facts.entry({ worker_id: ben, project_id: internal, task_id: presales, work_date: '2026-07-09', hours: '2', billable_class: 'internal', cost_amount: null });
  await facts.entry({ worker_id: ben, project_id: internal, task_id: admin, work_date: '2026-07-09', hours: '1', billable_class: 'internal', cost_amount: '50' });
  await facts.record('time_off', null, { worker_id: ann, date: '2026-07-10', hours: '4', kind: 'pto', status: 'approved' });
  const booking = await facts.record('assignment', null, { worker_id: ann, project_id: client, role: 'CONSULTANT', start: '2026-07-06', end: '2026-08-14', hours: '100', billable: true, booking_type: 'hard', status: 'confirmed' });
  const ready = await facts.billing({ project_id: client, worker_id: ann, event_date: '2026-07-06', net: '1600', status: 'ready' });
  await facts.billing({ project_id: client, worker_id: ann, event_date: '2026-07-07', net: '1200', status: 'held' });
  await facts.correct(moved, { work_date: '2026-07-08', hours: '7' });
  await facts.correct(shortened, { work_date: '2026-07-07', hours: '5' });
  await facts.correct(gone);
  await facts.moveBilling(ready, 'on_draft');
  await facts.change(ann, { practice: 'CLOUD' }, { effective_from: '2026-07-08', changed: '2026-07-20T09:00:00.000Z' });
  await facts.change(booking, { worker_id: cas, end: '2026-07-31' });
  await facts.rate('USD', 'GBP', '2026-07-08', '0.8');
  return { ann, ben, cas, client, abroad, internal };
}

describe('rollups', () => {
  test('are the same after any order and repetition of the events, and equal a rebuild from the records', async () => {
    await story();
    const all = await events();
    await hand(all, 1);
    const inOrder = await everything();
    expect(inOrder.days.length).toBe(31 + 31 + 19);
    for (const seed of [1, 2, 3]) {
      await db.ds.query('truncate rollup_worker_day, rollup_worker_month, rollup_unit_month, rollup_project_month, rollup_month');
      await hand([...shuffled(all, seed), ...shuffled(all, seed + 10).slice(0, 7)], seed * 4);
      expect(await everything()).toEqual(inOrder);
    }
    await db.ds.query(`update rollup_worker_day set billable_hours = 99 where day = '2026-07-08'`);
    await rebuildRollups(db.ds);
    expect(await everything()).toEqual(inOrder);
  }, 60_000);

  test('a corrected entry moves its hours from the old work date to the new one', async () => {
    const { ann } = await story();
    await keepUp();
    expect(Number((await day(ann, '2026-07-06')).billable_hours)).toBe(0);
    expect(Number((await day(ann, '2026-07-08')).billable_hours)).toBe(7);
    expect(Number((await day(ann, '2026-07-07')).billable_hours)).toBe(5);
  });

  test('a move of practice splits the worker at its effective date, though it was keyed in later (UTL-7)', async () => {
    const { ann } = await story();
    await keepUp();
    const rows = await db.ds.query(`select practice, min(day) as first, max(day) as last from rollup_worker_day where worker_id = $1 group by 1 order by 2`, [ann]);
    expect(rows).toEqual([{ practice: 'DATA', first: '2026-07-01', last: '2026-07-07' }, { practice: 'CLOUD', first: '2026-07-08', last: '2026-07-31' }]);
  });

  test('capacity follows calendar, observed holiday, time off, fte, hire and leave dates (UTL-1..3)', async () => {
    const { ann, ben, cas } = await story();
    await keepUp();
    expect(await day(ann, '2026-07-03')).toMatchObject({ calendar_hours: '8.0000', holiday_hours: '8.0000', available_hours: '0.0000' });
    expect(await day(ann, '2026-07-10')).toMatchObject({ time_off_hours: '4.0000', available_hours: '4.0000' });
    expect(await day(ben, '2026-07-06')).toMatchObject({ calendar_hours: '4.0000', available_hours: '4.0000', employed: true });
    expect(await day(cas, '2026-07-12')).toBeUndefined();
    expect(await day(cas, '2026-07-13')).toMatchObject({ available_hours: '8.0000' });
  });

  test('a booking is spread over working days to its exact total and leaves the worker it is taken from', async () => {
    const { ann, cas } = await story();
    await keepUp();
    const sums = await db.ds.query('select worker_id, sum(scheduled_billable_hours) as hours, count(*) filter (where scheduled_billable_hours > 0 and calendar_hours = 0)::int as idle from rollup_worker_day group by 1');
    expect(sums.find((s: { worker_id: string }) => s.worker_id === ann)).toMatchObject({ hours: '0.0000' });
    expect(sums.find((s: { worker_id: string }) => s.worker_id === cas)).toMatchObject({ hours: '100.0000', idle: 0 });
  });

  test('a booking counts by its project: client work is billable, presales credited, internal work neither', async () => {
    await facts.calendar();
    const worker = await facts.worker('E-1');
    for (const [code, type] of [['US01-P1', 'billable'], ['US01-P2', 'presales'], ['US01-P3', 'internal']] as const) {
      const project = await facts.project(code, { type });
      await facts.record('assignment', null, { worker_id: worker, project_id: project, start: '2026-07-06', end: '2026-07-10', hours: { billable: '10', presales: '20', internal: '5' }[type], billable: true, booking_type: 'hard', status: 'confirmed' });
    }
    await keepUp();
    expect(await day(worker, '2026-07-08')).toMatchObject({ scheduled_billable_hours: '2.0000', scheduled_credited_hours: '4.0000' });
  });

  test('hours are classed by project and task; what an approver lowered is client work that is not billed', async () => {
    const { ben } = await story();
    await keepUp();
    expect(await day(ben, '2026-07-08')).toMatchObject({ billable_hours: '3.0000', client_non_billable_hours: '1.0000', total_hours: '4.0000' });
    expect(await day(ben, '2026-07-09')).toMatchObject({ credited_hours: '2.0000', overhead_hours: '1.0000', internal_hours: '0.0000' });
  });

  test('cost is converted at the rate of the work date, and hours without cost or rate are counted, not taken as free', async () => {
    const { abroad, internal, client } = await story();
    await keepUp();
    expect(await month(abroad, '2026-07')).toMatchObject({ currency: 'GBP', labor_cost: '266.6600', unconverted_hours: '0.0000' });
    expect(await month(internal, '2026-07')).toMatchObject({ labor_cost: '50.0000', uncosted_hours: '2.0000' });
    expect(await month(client, '2026-07')).toMatchObject({ revenue: '1600.0000', drafted: '1600.0000', held: '1200.0000', ready: '0.0000' });
  });

  test('an exchange rate that arrives late converts the cost that waited for it', async () => {
    await facts.calendar();
    const worker = await facts.worker('E-1');
    const project = await facts.project('JP01-P1', { currency: 'JPY' });
    await facts.entry({ worker_id: worker, project_id: project, work_date: '2026-07-15', hours: '8', cost_amount: '800.55' });
    await keepUp();
    expect(await month(project, '2026-07')).toMatchObject({ labor_cost: '0.0000', unconverted_hours: '8.0000' });
    await db.ds.query('truncate event cascade');
    await facts.rate('USD', 'JPY', '2026-07-14', '156.321');
    await keepUp();
    expect(await month(project, '2026-07')).toMatchObject({ labor_cost: '125143.0000', unconverted_hours: '0.0000' });
  });

  test('a month that a withdrawn booking had opened is closed again', async () => {
    await facts.calendar();
    const worker = await facts.worker('E-1');
    const project = await facts.project('US01-P1');
    const booking = await facts.record('assignment', null, { worker_id: worker, project_id: project, start: '2026-09-01', end: '2026-09-30', hours: '10', billable: true, booking_type: 'hard', status: 'confirmed' });
    await keepUp();
    expect((await everything()).covered).toEqual([{ month: '2026-09' }]);
    await facts.change(booking, { status: 'cancelled' });
    await keepUp();
    expect(await everything()).toEqual({ days: [], months: [], worker_months: [], unit_months: [], covered: [] });
  });

  test('a mistyped booking of two centuries does not open two centuries', async () => {
    await facts.calendar();
    const worker = await facts.worker('E-1');
    const project = await facts.project('US01-P1');
    await facts.record('assignment', null, { worker_id: worker, project_id: project, start: '2026-09-01', end: '2206-09-30', hours: '10', billable: true, booking_type: 'hard', status: 'confirmed' });
    await keepUp();
    expect((await everything()).covered).toHaveLength(25);
  });

  test('time of a person who has left stands without capacity, and goes when it is taken back', async () => {
    await facts.calendar();
    const worker = await facts.worker('E-1', { termination_date: '2026-07-10' });
    const project = await facts.project('US01-P1');
    const entry = await facts.entry({ worker_id: worker, project_id: project, work_date: '2026-07-13', hours: '8', cost_amount: '800' });
    await keepUp();
    expect(await day(worker, '2026-07-13')).toMatchObject({ employed: false, available_hours: '0.0000', billable_hours: '8.0000' });
    await facts.correct(entry);
    await keepUp();
    expect(await day(worker, '2026-07-13')).toMatchObject({ employed: false, billable_hours: '0.0000' });
  });
});
