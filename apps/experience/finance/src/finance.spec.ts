import 'reflect-metadata';
import { eachDay, sum, weekday } from '#lib/canonical';
import type { Scope } from '#lib/platform';
import { recomputeProjectMonths, storeWorkerDays, type WorkerDayFrame } from '#lib/store';
import { type FinanceApi, financeApi } from './testing/finance-api.js';
import { sumDays } from './utilization/sum-days.js';

let api: FinanceApi;
let db: FinanceApi['db'];
let facts: FinanceApi['facts'];
let get: FinanceApi['get'];

beforeAll(async () => {
  api = await financeApi();
  ({ db, facts, get } = api);
}, 60_000);
afterAll(() => api.close());
beforeEach(() => api.clear());

const frame = (worker_id: string, day: string, more: Partial<WorkerDayFrame> = {}): WorkerDayFrame => ({
  worker_id, day, employed: true, practice: 'DATA', region: 'AMER', legal_entity_code: 'US01', role: 'CONSULTANT', calendar_hours: '8', holiday_hours: '0', time_off_hours: '0', available_hours: '8',
  scheduled_billable_hours: '0', scheduled_credited_hours: '0', ...more,
});
const store = (days: WorkerDayFrame[]) => db.ds.transaction((em) => storeWorkerDays(em, days));

describe('definitions of utilization on one year of facts (UTL-07)', () => {
  /** 2,080 calendar hours (2025 has 261 weekdays: one carries none), holidays 80, time off 120, and the hours of the golden case. */
  async function goldenYear(extra: { credited?: string; internal?: string } = {}) {
    const worker = await facts.worker('E-1');
    const [client, internal] = [await facts.project('US01-P1'), await facts.project('US01-INTERNAL', { type: 'internal' })];
    const [training, admin, presales] = [await facts.task(internal, 'TRAINING'), await facts.task(internal, 'ADMIN'), await facts.task(internal, 'PRESALES')];
    const one = (project_id: string, hours: string, more: object = {}) => facts.entry({ worker_id: worker, project_id, work_date: '2025-03-03', hours, ...more });
    await one(client, '1410');
    await one(client, '94', { billable_class: 'non_billable' });
    await one(internal, '47', { task_id: training, billable_class: 'internal' });
    await one(internal, '329', { task_id: admin, billable_class: 'internal' });
    if (extra.credited) await one(internal, extra.credited, { task_id: presales, billable_class: 'internal' });
    if (extra.internal) await one(internal, extra.internal, { billable_class: 'internal' });
    let working = 0;
    await store([...eachDay('2025-01-01', '2025-12-31')].map((day) => {
      const n = weekday(day) < 5 ? ++working : 0;
      if (n === 0 || n > 260) return frame(worker, day, { calendar_hours: '0', available_hours: '0' });
      if (n <= 10) return frame(worker, day, { holiday_hours: '8', available_hours: '0' });
      if (n <= 25) return frame(worker, day, { time_off_hours: '8', available_hours: '0' });
      return frame(worker, day, { scheduled_billable_hours: n <= 125 ? '6' : '0', scheduled_credited_hours: n <= 35 ? '2' : '0' });
    }));
    return worker;
  }

  const figure = async (id: string) => (await get(`utilization?period=2025&definition=${id}`)).body.rows[0];

  test.each([
    ['U1', '1410', '1880', '0.75'], ['U2', '1410', '2080', '0.67788461538461538462'], ['U3', '1410', '2000', '0.705'], ['U7', '1410', '2000', '0.705'], ['U8', '1551', '1880', '0.825'],
    ['U9', '1504', '1880', '0.8'], ['U10', '1880', '1880', '1'], ['U11', '1410', '1880', '0.75'], ['U4', '1410', '1880', '0.75'],
    // 100 booked days of 6 h and 10 of 2 h; the entries stand on one of them, a day with time, so the assigned part leaves out that day's 6 h.
    ['U5', '620', '1880', '0.32978723404255319149'], ['U6', '2024', '1880', '1.07659574468085106383'],
  ])('%s is %s / %s', async (id, numerator, denominator, utilization) => {
    await goldenYear();
    expect(await figure(id)).toMatchObject({ numerator, denominator, utilization });
  });

  test('credited work counts in U4, U6, U7, U10 and U11, internal projects in U8, and neither twice', async () => {
    await goldenYear({ credited: '40', internal: '20' });
    const of = async (id: string) => {
      const { numerator, denominator } = await figure(id);
      return [numerator, denominator];
    };
    expect(await of('U4')).toEqual(['1450', '1880']);
    expect(await of('U6')).toEqual(['2064', '1880']);
    expect(await of('U7')).toEqual(['1410', '2060']);
    expect(await of('U8')).toEqual(['1571', '1880']);
    expect(await of('U10')).toEqual(['1940', '1880']);
    expect(await of('U11')).toEqual(['1450', '1880']);
  });

  test('a fixed base is prorated by the days of the period', async () => {
    await goldenYear();
    const { body } = await get('utilization?period=2025-Q1&definition=U2');
    expect(body.rows[0].denominator).toBe('512.8767'); // 2,080 x 90 / 365
  });
});

describe('utilization', () => {
  const week = ['2026-07-06', '2026-07-07', '2026-07-08', '2026-07-09', '2026-07-10'];

  test('of a group is the ratio of sums, not the mean of percentages (UTL-6)', async () => {
    const [a, b, project] = [await facts.worker('E-1'), await facts.worker('E-2'), await facts.project('US01-P1')];
    for (const d of week) await facts.entry({ worker_id: a, project_id: project, work_date: d, hours: '6' });
    for (const d of week) await facts.entry({ worker_id: b, project_id: project, work_date: d, hours: '2' });
    await store([...week.map((d) => frame(a, d)), ...week.map((d) => frame(b, d, { calendar_hours: '4', available_hours: '4' }))]);
    const { body } = await get('utilization?from=2026-07-06&to=2026-07-10&target=0.7');
    expect(body.rows[0]).toMatchObject({ key: 'all', numerator: '40', denominator: '60', utilization: '0.66666666666666666667', band: 'amber' });
    expect(body).toMatchObject({ definition: { id: 'U1' }, group_by: 'none', total: 1, next_cursor: null });
    expect(body.freshness.lag_s).toBeGreaterThanOrEqual(0);
    expect(body.freshness.lag_s).toBeLessThan(120);
  });

  test('over nothing is null, and over 100 % is shown (UTL-8, UTL-9)', async () => {
    const [a, b, project] = [await facts.worker('E-1'), await facts.worker('E-2'), await facts.project('US01-P1')];
    await facts.entry({ worker_id: b, project_id: project, work_date: week[0]!, hours: '11' });
    await store([frame(a, week[0]!, { calendar_hours: '0', available_hours: '0' }), frame(b, week[0]!, { calendar_hours: '10', available_hours: '10' })]);
    const { body } = await get('utilization?period=2026-07&group_by=worker');
    expect(body.rows.map((r: any) => [r.code, r.utilization, r.band]).sort()).toEqual([['E-1', null, null], ['E-2', '1.1', null]]);
  });

  test('splits a worker who moved between practices by date (UTL-7)', async () => {
    const a = await facts.worker('E-1');
    await store(week.map((d, i) => frame(a, d, { practice: i < 2 ? 'DATA' : 'CLOUD' })));
    const { body } = await get('utilization?period=2026-07&group_by=practice');
    expect(body.rows.map((r: any) => [r.key, r.denominator])).toEqual([['CLOUD', '24'], ['DATA', '16']]);
  });

  test('pages through every group once, and a cursor of another question is refused', async () => {
    for (let n = 0; n < 7; n++) await store([frame(await facts.worker(`E-${n}`), week[0]!)]);
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 10; pages++) {
      const { body } = await get(`utilization?period=2026-07&group_by=worker&limit=3${cursor && `&cursor=${cursor}`}`);
      expect(body.total).toBe(7);
      seen.push(...body.rows.map((r: any) => r.code));
      if (!body.next_cursor) break;
      cursor = body.next_cursor;
    }
    expect([...seen].sort()).toEqual(['E-0', 'E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6']);
    const refused = await get(`utilization?period=2026-08&group_by=worker&limit=3&cursor=${cursor}`);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
  });

  test('shows the days and entries behind a figure with their ids in the source, reversals included', async () => {
    const [a, project] = [await facts.worker('E-1'), await facts.project('US01-P1')];
    const entry = await facts.entry({ worker_id: a, project_id: project, work_date: week[0]!, hours: '8' });
    await facts.correct(entry, { work_date: week[1]!, hours: '7' });
    await store(week.map((d) => frame(a, d)));
    const first = (await get('utilization/records?worker=E-1&period=2026-07&limit=2')).body;
    expect(first.records.map((r: any) => [r.day, r.hours.billable, r.entries.map((e: any) => [e.kind, e.hours, e.source_id])])).toEqual([
      [week[0], '0', [['original', '8', entry.source_id], ['reversal', '-8', entry.source_id]]], [week[1], '7', [['replacement', '7', entry.source_id]]],
    ]);
    const rest = (await get(`utilization/records?worker=E-1&period=2026-07&limit=2&cursor=${first.next_cursor}`)).body;
    expect(rest.records.map((r: any) => r.day)).toEqual([week[2], week[3]]);
  });

  test('tells when an event that could change a figure still waits', async () => {
    await db.ds.query(`insert into event_consumer (name, last_xid, last_seq) select 'analytics.rollups', pg_current_xact_id(), 0`);
    expect((await get('utilization?period=2026-07')).body.freshness.lag_s).toBe(0);
    await facts.worker('E-1');
    await db.ds.query(`update event set time = now() - interval '90 seconds'`);
    const { freshness } = (await get('utilization?period=2026-07')).body;
    expect(freshness.lag_s).toBeGreaterThanOrEqual(90);
    expect(Date.now() - Date.parse(freshness.as_of)).toBeGreaterThanOrEqual(89_000);
  });

  test('of a caller limited to a legal entity counts only its people', async () => {
    const [a, b] = [await facts.worker('E-1'), await facts.worker('E-2', {}, { legal_entity_code: 'GB01' })];
    await store([frame(a, week[0]!), frame(b, week[0]!, { legal_entity_code: 'GB01' })]);
    const { body } = await get('utilization?period=2026-07&group_by=legal_entity', { legal_entities: ['GB01'] });
    expect(body.rows.map((r: any) => r.key)).toEqual(['GB01']);
    expect((await get('utilization?period=2026-07&legal_entity_code=US01', { legal_entities: ['GB01'] })).status).toBe(403);
  });

  test.each([
    ['utilization', 'from'], ['utilization?from=2026-07-01', 'to'], ['utilization?from=2026-02-30&to=2026-03-01', 'from'], ['utilization?from=2026-07-02&to=2026-07-01', 'to'], ['utilization?period=2026-13', 'period'],
    ['utilization?period=2026-Q5', 'period'], ['utilization?period=2026-07&from=2026-07-01', 'period'], ['utilization?period=2026-07&definition=U12', 'definition'], ['utilization?period=2026-07&group_by=team', 'group_by'],
    ['utilization?period=2026-07&limit=0', 'limit'], ['utilization?period=2026-07&worker=E-404', 'worker'], ['utilization?period=2026-07&cursor=abc', 'cursor'], ['utilization?period=2026-07&colour=red', 'colour'],
    ['utilization?from=1990-01-01&to=2026-01-01', 'to'], ['margin?from=2026-07-01&to=2026-07-31', 'from'], ['margin?period=2026-07&currency=EUR', 'currency'], ['margin/records?period=2026-07', 'project'], ['margin?period=2026-07&target=1', 'target'],
  ])('%s is refused with the field %s and the fix', async (path, field) => {
    const { status, body } = await get(path);
    expect([status, body.class, body.errors?.[0]?.field]).toEqual([400, 'validation', field]);
    expect(body.errors[0].fix.length).toBeGreaterThan(10);
  });

  test('needs the scope experience.read', async () => {
    expect((await get('utilization?period=2026-07', { scopes: ['process.read'] })).status).toBe(403);
  });
});

describe('margin', () => {
  const FINANCE: { scopes: Scope[] } = { scopes: ['experience.read', 'experience.cost'] };

  async function twoProjects() {
    const engagement = await facts.record('engagement', 'US01-OPP-1', { engagement_code: 'US01-OPP-1', name: 'Programme', status: 'active' });
    const client = await facts.record('client', 'C-1', { client_number: 'C-1', legal_name: 'Client Inc', tax_ids: [], default_currency: 'USD', status: 'active' });
    const worker = await facts.worker('E-1');
    const us = await facts.project('US01-P1', { engagement_id: engagement, client_id: client });
    const jp = await facts.project('JP01-P2', { engagement_id: engagement, client_id: client, currency: 'JPY' });
    await facts.entry({ worker_id: worker, project_id: us, work_date: '2026-07-06', hours: '8', cost_amount: '400' });
    await facts.entry({ worker_id: worker, project_id: jp, work_date: '2026-07-07', hours: '8', cost_currency: 'JPY', cost_amount: '60000' });
    await facts.billing({ project_id: us, event_date: '2026-07-06', net: '1000', status: 'invoiced' });
    await facts.billing({ project_id: us, event_date: '2026-07-06', net: '-250', status: 'ready', kind: 'credit' });
    await facts.billing({ project_id: us, event_date: '2026-07-06', net: '500', status: 'capped' });
    await facts.billing({ project_id: us, event_date: '2026-07-06', net: '70', status: 'held' });
    await facts.billing({ project_id: jp, event_date: '2026-07-07', net: '150000', status: 'ready', currency: 'JPY' });
    for (const [date, rate] of [['2026-07-01', '0.0060'], ['2026-07-02', '0.0070']]) await facts.rate('JPY', 'USD', date!, rate!);
    await db.ds.transaction((em) => recomputeProjectMonths(em, [{ project_id: us, month: '2026-07' }, { project_id: jp, month: '2026-07' }]));
    return { us, jp };
  }

  test('is revenue without held and capped work, credits deducted, less labor cost over revenue (MET-4)', async () => {
    await twoProjects();
    const { body } = await get('margin?period=2026-07', FINANCE);
    expect(body.rows.find((r: any) => r.code === 'US01-P1')).toMatchObject({
      currency: 'USD', revenue: '750', labor_cost: '400', margin_amount: '350', margin: '0.46666666666666666667', delivery_margin: '0.46666666666666666667', cost_complete: true,
      buckets: { ready: '-250', held: '70', capped: '500', drafted: '0', invoiced: '1000', written_off: '0' },
    });
    expect(body.definitions.map((d: any) => d.id)).toContain('margin');
  });

  test('never adds two currencies: one row each, or converted at a named rate set', async () => {
    await twoProjects();
    const apart = (await get('margin?period=2026-07&group_by=engagement', FINANCE)).body;
    expect(apart.rows.map((r: any) => [r.label, r.currency, r.revenue])).toEqual([['US01-OPP-1 Programme', 'JPY', '150000'], ['US01-OPP-1 Programme', 'USD', '750']]);
    const together = (await get('margin?period=2026-07&group_by=engagement&currency=group', FINANCE)).body;
    expect(together.rows).toHaveLength(1);
    expect(together.rows[0]).toMatchObject({ currency: 'USD', revenue: '1725', labor_cost: '790', margin_amount: '935' });
    expect(together.rate_set).toMatchObject({ id: 'monthly_average', rates: [{ from: 'JPY', to: 'USD', month: '2026-07', rate: '0.0065' }] });
  });

  test('a missing exchange rate leaves a row unconverted and says so', async () => {
    await twoProjects();
    await db.ds.query(`delete from canonical_record where entity = 'exchange_rate'`);
    const { body } = await get('margin?period=2026-07&group_by=client&currency=group', FINANCE);
    expect(body.rows[0]).toMatchObject({ revenue: null, margin: null });
    expect(body.notices.join()).toContain('FX_RATE_MISSING: no exchange rate JPY to USD for 2026-07');
  });

  test('cost and everything that gives it away is left out without the scope experience.cost', async () => {
    await twoProjects();
    const answers = [await get('margin?period=2026-07'), await get('margin/records?project=US01-P1&period=2026-07')];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.cost_shown).toBe(false);
      expect(body.notices.join()).toContain('experience.cost');
      expect(JSON.stringify({ ...body, notices: [] })).not.toMatch(/labor_cost|margin_amount|"margin"|delivery_margin|uncosted|"400"/);
    }
    expect(answers[0]!.body.rows.find((r: any) => r.code === 'US01-P1').revenue).toBe('750');
    expect((await get('margin/records?project=US01-P1&period=2026-07&kind=labor_cost')).status).toBe(403);
  });

  test('hours without cost make the margin incomplete, visibly', async () => {
    const [worker, project] = [await facts.worker('E-1'), await facts.project('US01-P1')];
    await facts.entry({ worker_id: worker, project_id: project, work_date: '2026-07-06', hours: '3', cost_amount: null });
    await db.ds.transaction((em) => recomputeProjectMonths(em, [{ project_id: project, month: '2026-07' }]));
    const { body } = await get('margin?period=2026-07', FINANCE);
    expect(body.rows[0]).toMatchObject({ revenue: '0', margin: null, cost_complete: false, uncosted_hours: '3' });
    expect(body.notices.join()).toContain('no cost yet');
  });

  test('is traced to billing events and costed entries, page by page', async () => {
    await twoProjects();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`margin/records?project=US01-P1&period=2026-Q3&limit=2${cursor && `&cursor=${cursor}`}`, FINANCE);
      seen.push(...body.records.map((r: any) => `${r.kind} ${r.amount} ${r.source_id}`));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(seen.filter((s) => s.startsWith('labor_cost 400 te-'))).toHaveLength(1);
  });
});

test('definitions name formula and source of every figure', async () => {
  const { body } = await get('definitions');
  expect(body.utilization.map((d: any) => d.id)).toEqual(['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7', 'U8', 'U9', 'U10', 'U11']);
  expect(body.utilization[0].formula).toBe('(billable hours) / (available hours (calendar - holidays - approved time off))');
  for (const d of [...body.utilization, ...body.margin]) expect(d.formula.length * d.source.length).toBeGreaterThan(0);
});

test.each([
  ['whole months by practice', '2026-07-01', '2026-09-30', 'practice', ['rollup_unit_month']], ['whole months by worker', '2026-07-01', '2026-07-31', 'worker', ['rollup_worker_month']],
  ['a few days', '2026-07-03', '2026-07-09', 'practice', ['rollup_worker_day']], ['months and a rest', '2026-07-15', '2026-09-30', 'none', ['rollup_unit_month', 'rollup_worker_day']],
] as const)('a utilization query of %s reads rollups by their indexes, and no time entries', async (_what, from, to, group, tables) => {
  let asked: [string, unknown[]] = ['', []];
  await sumDays({ query: (sql: string, params: unknown[]) => ((asked = [sql, params]), db.ds.query(sql, params)) } as never, { from, to, label: '' }, group, {}, { limit: 10 });
  const plan = await db.ds.transaction(async (em) => {
    await em.query('set local enable_seqscan = off');
    return (await em.query(`explain ${asked[0]}`, asked[1])).map((r: any) => r['QUERY PLAN']).filter((line: string) => !line.includes('Bitmap Index Scan')).join('\n');
  });
  expect([...new Set(plan.match(/(?<= on )rollup_\w+/g))].sort()).toEqual([...tables].sort());
  expect(plan).not.toMatch(/time_entry|canonical_record|Seq Scan on/);
});

test('months and single days add up to the same figures', async () => {
  const [a, b] = [await facts.worker('E-1'), await facts.worker('E-2')];
  const project = await facts.project('US01-P1');
  for (const day of ['2026-07-15', '2026-08-14', '2026-09-30']) await facts.entry({ worker_id: a, project_id: project, work_date: day, hours: '5' });
  const days = [...eachDay('2026-07-01', '2026-09-30')].filter((d) => weekday(d) < 5);
  await store(days.flatMap((d) => [frame(a, d, { practice: d < '2026-08-10' ? 'DATA' : 'CLOUD', scheduled_billable_hours: '3' }), frame(b, d, { practice: null })]));
  const sums = async (from: string, to: string, group: 'practice' | 'worker' | 'none') => (await sumDays(db.ds, { from, to, label: '' }, group, {}, { limit: 10 })).rows;
  for (const group of ['none', 'practice', 'worker'] as const) {
    const whole = await sums('2026-07-01', '2026-09-30', group);
    const parts = [...(await sums('2026-07-01', '2026-07-20', group)), ...(await sums('2026-07-21', '2026-09-29', group)), ...(await sums('2026-09-30', '2026-09-30', group))];
    for (const row of whole) {
      for (const [measure, value] of Object.entries(row)) {
        if (measure === 'key' || measure === 'total') continue;
        expect([row.key, measure, sum(parts.filter((p) => p.key === row.key).map((p) => p[measure as 'billable_hours'])).toFixed()]).toEqual([row.key, measure, value]);
      }
    }
    expect(whole.length).toBe({ none: 1, practice: 3, worker: 2 }[group]);
  }
});
