// How much slower is a utilization query on ten times the data? Synthetic worker-days in a PostgreSQL of its own, the view's own code, one caller.
// node test/bench/views.mjs [--queries 300]   prints JSON: p50 and p99 in milliseconds and the ratios of p99 to the 1x firm.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from '../../bin/prepare.mjs';

const { values } = parseArgs({ options: { queries: { type: 'string', default: '300' } } });
const QUERIES = Number(values.queries);
const PERIOD = '2026-Q3';
/** The firm of the demo: 150 people, one quarter. Ten times the data is ten times the quarters, ten times the people, or both by half. */
const FIRMS = {
  one: { workers: 150, quarters: 1 },
  ten_times_the_history: { workers: 150, quarters: 10 },
  ten_times_the_people: { workers: 1500, quarters: 1 },
};
const QUESTIONS = {
  whole_firm: { period: PERIOD },
  // Cuts two months: the rest is read from single days.
  odd_dates: { from: '2026-07-15', to: '2026-09-15', group_by: 'practice' },
  by_practice: { period: PERIOD, group_by: 'practice' },
  by_worker_page: { period: PERIOD, group_by: 'worker', limit: 100 },
  one_practice: { period: PERIOD, group_by: 'region', practice: 'P3' },
};

await prepare({ quiet: true });
await import('reflect-metadata');
const { embeddedPostgres, removeEmbeddedPostgres } = await import('../../dist/libs/platform/src/index.js');
const { migrate, openStore, recomputeWorkerMonths } = await import('../../dist/libs/store/src/index.js');
const { utilizationView } = await import('../../dist/apps/experience/finance/src/utilization/utilization-view.js');

const WHO = { sub: 'bench', client_id: 'bench', name: 'bench', roles: [], scopes: ['experience.read', 'experience.cost'] };

/** Worker-days of a firm whose last quarter is the one asked for: 6 practices, 3 regions, 3 legal entities, 8 roles. */
async function fill(ds, { workers, quarters }) {
  await ds.query('truncate rollup_worker_day, rollup_worker_month, rollup_unit_month, rollup_month, canonical_record');
  await ds.query(
    `insert into canonical_record (id, tenant_id, data_region, entity, natural_key, version, status, approval_status, data, source_system, source_id, source_version, source_timestamp, correlation_id)
     select md5('w' || n)::uuid, 'main', 'default', 'worker', 'E-' || n, 1, 'active', 'approved', jsonb_build_object('worker_number', 'E-' || n, 'display_name', 'Worker ' || n), 'bench', n::text, '1', now(), 'bench'
     from generate_series(1, $1::int) n`, [workers]);
  await ds.query(
    `insert into rollup_worker_day (worker_id, day, employed, practice, region, legal_entity_code, role, calendar_hours, holiday_hours, time_off_hours, available_hours, billable_hours, client_non_billable_hours, internal_hours, training_hours, credited_hours, overhead_hours, total_hours, scheduled_billable_hours)
     select md5('w' || n)::uuid, d::date, true, 'P' || n % 6, 'R' || n % 3, 'LE' || n % 3, 'ROLE' || n % 8, x.h, 0, case when (n + extract(doy from d)::int) % 23 = 0 then x.h else 0 end, case when (n + extract(doy from d)::int) % 23 = 0 then 0 else x.h end,
       x.h * 0.75, x.h * 0.05, x.h * 0.05, x.h * 0.02, x.h * 0.03, x.h * 0.05, x.h * 0.95, x.h * 0.7
     from generate_series(1, $1::int) n, generate_series('2026-10-01'::date - make_interval(months => 3 * $2), '2026-09-30'::date, interval '1 day') d,
       lateral (select case when extract(isodow from d) < 6 then 8 else 0 end as h) x`, [workers, quarters]);
  await ds.query(`insert into rollup_month select distinct to_char(day, 'YYYY-MM') from rollup_worker_day`);
  const keys = await ds.query('select distinct worker_id, r.month from rollup_worker_day join rollup_month r on r.month = to_char(day, \'YYYY-MM\')');
  await ds.transaction((em) => recomputeWorkerMonths(em, keys));
  for (const table of ['rollup_worker_day', 'rollup_worker_month', 'rollup_unit_month', 'canonical_record']) await ds.query(`vacuum analyze ${table}`);
  const [{ n }] = await ds.query('select count(*)::int as n from rollup_worker_day');
  return n;
}

async function measure(ds, question) {
  for (let i = 0; i < 20; i++) await utilizationView(ds, question, WHO);
  const times = [];
  for (let i = 0; i < QUERIES; i++) {
    const started = process.hrtime.bigint();
    const view = await utilizationView(ds, question, WHO);
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
    if (view.rows.length === 0 || view.rows[0].utilization === null) throw new Error(`no figure for ${JSON.stringify(question)}`);
  }
  times.sort((a, b) => a - b);
  const at = (q) => Math.round(times[Math.min(times.length - 1, Math.ceil(times.length * q) - 1)] * 100) / 100;
  return { p50_ms: at(0.5), p99_ms: at(0.99) };
}

const dir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
const server = await embeddedPostgres({ dir, port: 58_000 + (process.pid % 2_000) });
const ds = await openStore(server.url, { poolSize: 4, applicationName: 'bench' });
try {
  await migrate(ds);
  const firms = {};
  for (const [name, firm] of Object.entries(FIRMS)) {
    const rows = await fill(ds, firm);
    firms[name] = { ...firm, worker_days: rows };
    for (const [question, q] of Object.entries(QUESTIONS)) firms[name][question] = await measure(ds, q);
  }
  const ratios = {};
  for (const name of Object.keys(FIRMS).filter((n) => n !== 'one')) {
    ratios[name] = Object.fromEntries(Object.keys(QUESTIONS).map((q) => [q, Math.round((firms[name][q].p99_ms / firms.one[q].p99_ms) * 100) / 100]));
  }
  console.log(JSON.stringify({ question: 'utilization query p99 at 10x the data over 1x', period: PERIOD, queries_each: QUERIES, firms, p99_ratio_to_1x: ratios }, null, 2));
} finally {
  await ds.destroy();
  await server.stop();
  removeEmbeddedPostgres(dir);
}
