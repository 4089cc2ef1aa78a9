// How many approved time entries a second go through the whole pipeline: PSA feed, store, rate, labor cost posted in the ERP, billing event, draft, release, posted invoice?
// Beside it, in the same run and database: plain single-row inserts of the very same rows.
// node test/bench/pipeline.mjs [--weeks 5]   prints JSON.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { prepare } from '../../bin/prepare.mjs';
import { openStage, round } from './stage.mjs';
import { handIn } from './timekeeping.mjs';

const { values } = parseArgs({ options: { weeks: { type: 'string', default: '5' } } });
await prepare({ quiet: true });
const { settle } = await import(resolve(import.meta.dirname, '../../dist/apps/launcher/src/settle.js'));
const { pause } = await import(resolve(import.meta.dirname, '../../dist/apps/launcher/src/people.js'));

const note = (text) => process.stderr.write(`pipeline: ${text}\n`);
const silent = { at: () => undefined, phase: () => undefined, done: () => undefined, say: () => undefined };
const stage = await openStage();
const through = (what) => settle(stage.people, silent, what);
const db = new pg.Client({ connectionString: stage.database() });
try {
  await db.connect();
  const { weeks, time } = await setUp();
  note(`${time.sheets.length} timesheets of ${weeks.length} weeks are handed in; all of them are approved now`);
  const approved = await measured(time.approve, () => through('costs'));
  const entries = await number('select count(*) from time_entry');
  note(`${entries} entries are costed; billing`);
  const invoiced = await measured(() => undefined, () => bill([...new Set(weeks.map((monday) => monday.slice(0, 7)))]));
  const plain = await plainInserts();
  const perSecond = entries / (approved.seconds + invoiced.seconds);
  console.log(JSON.stringify({
    question: 'pipeline', timesheets: time.sheets.length, entries, billed_entries: await number(`select count(*) from time_entry where billing_status = 'billed'`), cost_journals: await number(`select count(*) from effect where verb = 'post_journal' and state = 'confirmed'`), invoices: await number(`select count(*) from invoice where status = 'posted'`),
    to_posted_cost: { seconds: round(approved.seconds), entries_per_s: round(entries / approved.seconds) }, to_posted_invoice: { seconds: round(invoiced.seconds), entries_per_s: round(entries / invoiced.seconds) },
    entries_per_s: round(perSecond), plain_inserts_per_s: round(plain), share_of_plain_inserts: round(perSecond / plain, 5), plain_inserts_per_entry: round(plain / perSecond),
  }, null, 2));
} finally {
  await db.end();
  await stage.close();
}

/** A small firm with its projects running and time handed in, none of it approved. */
async function setUp() {
  note('seeding the firm and setting its projects up');
  await stage.act('/firm/seed', { size: 'small', seed: 7 });
  for (const phase of ['commit', 'win']) {
    await stage.act('/firm/sales', { phase });
    await through(phase);
  }
  await stage.act('/firm/staff', {});
  const plan = await (await fetch(`${stage.firm}/firm/plan`)).json();
  const weeks = plan.weeks.slice(0, Number(values.weeks));
  const time = await handIn(stage.vendors.kantata, weeks);
  await through('sheets handed in');
  return { weeks, time };
}

/** Seconds from the moment people are done until the last trace the suite left, by the database's clock: waiting for quiet does not count. */
async function measured(act, work) {
  await act();
  const began = await number('select extract(epoch from clock_timestamp())');
  await work();
  const ended = await number('select extract(epoch from greatest((select max(time) from event), (select max(settled_at) from effect), (select max(ended_at) from process_run)))');
  return { seconds: ended - began };
}

/** Fiona prepares the invoices of the months, Frank releases them. */
async function bill(months) {
  for (const period of months) {
    const { id } = await stage.people.call('fiona', 'POST', '/process/time-to-invoice/v1/billing-runs', { period }, { 'idempotency-key': `bench-billing-${period}` });
    while ((await stage.people.call('fiona', 'GET', `/process/time-to-invoice/v1/billing-runs/${id}`)).running > 0) await pause(50);
  }
  const { invoices } = await stage.people.call('frank', 'GET', '/process/time-to-invoice/v1/invoices?status=draft&limit=500');
  await Promise.all(invoices.map((draft) => stage.people.call('frank', 'POST', `/process/time-to-invoice/v1/invoices/${draft.id}/release`)));
  await through('invoices');
}

async function number(sql) {
  return Number(Object.values((await db.query(sql)).rows[0])[0]);
}

/** The same rows, one insert and one commit each, into a table of the same shape. */
async function plainInserts() {
  await db.query('create table bench_time_entry (like time_entry including all)');
  const { rows } = await db.query('select to_jsonb(e) as row from time_entry e order by id limit 2000');
  const insert = ({ row }) => db.query('insert into bench_time_entry select * from jsonb_populate_record(null::time_entry, $1)', [JSON.stringify(row)]);
  for (const row of rows.slice(0, 100)) await insert(row);
  await db.query('truncate bench_time_entry');
  const started = performance.now();
  for (const row of rows) await insert(row);
  const seconds = (performance.now() - started) / 1000;
  await db.query('drop table bench_time_entry');
  return rows.length / seconds;
}
