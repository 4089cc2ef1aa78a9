// npm run chaos: the firm works while its processes are killed, its database restarted and its vendors fail; then the vendors' books decide. Exits 0 only if nothing was lost or doubled.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { some } from '../test/chaos/judge.mjs';
import { prepare } from './prepare.mjs';

const USAGE = `npm run chaos -- [options]

  --kills <n>        how often the suite is killed (SIGKILL), at random moments, while it starts, and at named crash points; default 20
  --seed <n>         draws the kills and the faults; default 7
  --postings <n>     approved timesheets, each a labor cost journal in the ERP; default 160, or 10 for each kill above 20
  --lost <share>     share of vendors' answers to writes that are lost after the commit; default 0.05
  --late <share>     share of writes that the vendor commits late; default 0.01
  --postgres         PostgreSQL is ended every 5 to 10 s, half of the times as a crash
  --vendor-outage    the vendors are killed every 15 to 30 s and away for 2 to 8 s
  --disk-full        PostgreSQL's file system (a small tmpfs; needs root, otherwise this is left out and said) is full every 5 to 9 s for 3 to 7 s
  --clock-skew       the clock of each life of the suite is off by 3 minutes to 12 hours, ahead and behind in turn
  --frozen           a second suite works on the same database and is frozen (SIGSTOP) every 3 to 6 s for 8 to 14 s, beyond every lease
  --duplicates       events and feeds are delivered again and again, out of order; commands come five times
  --json             the whole report on standard output
  --keep             keeps database, books and logs of a run that failed

Prints postings, kills, lost, doubled, auto-resolved, exceptions and recovery. Ends with 1 if anything was lost, doubled or unasked for, or if a fault is neither settled nor shown to a person.`;

const { values } = parseArgs({ options: {
  kills: { type: 'string', default: '20' }, seed: { type: 'string', default: '7' }, postings: { type: 'string' }, lost: { type: 'string', default: '0.05' }, late: { type: 'string', default: '0.01' },
  postgres: { type: 'boolean', default: false }, 'vendor-outage': { type: 'boolean', default: false }, duplicates: { type: 'boolean', default: false }, 'disk-full': { type: 'boolean', default: false }, 'clock-skew': { type: 'boolean', default: false }, frozen: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
} });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const number = (name, low, high) => {
  const n = Number(values[name]);
  if (Number.isFinite(n) && n >= low && n <= high) return n;
  console.error(`--${name} must be a number from ${low} to ${high}\n\n${USAGE}`);
  process.exit(2);
};
const kills = number('kills', 0, 100_000);
values.postings ??= String(kills <= 20 ? 160 : kills * 10);
const postings = number('postings', 1, 27_000);
const options = { kills, seed: number('seed', 0, 2 ** 31), postings, lost: number('lost', 0, 1), late: number('late', 0, 1), postgres: values.postgres, vendorOutage: values['vendor-outage'], duplicates: values.duplicates, diskFull: values['disk-full'], clockSkew: values['clock-skew'], frozen: values.frozen, keep: values.keep };

await prepare({ quiet: values.json });
const { runChaos } = await import('../test/chaos/run.mjs');
const began = Date.now();
const note = (text) => process.stderr.write(`chaos ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`);
const report = await runChaos(options, note);
const git = (...parameters) => spawnSync('git', parameters, { encoding: 'utf8' }).stdout?.trim();
report.commit = `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${git('status', '--porcelain', '--', 'apps', 'libs', 'test/chaos') ? ' with changes' : ''}`;
if (values.json) console.log(JSON.stringify(report, null, 2));
else print(report);
process.exit(report.sound ? 0 : 1);

function print(r) {
  const list = (counts) => Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', ') || 'none';
  const lines = [
    ['commit, seed', `${r.commit}, ${r.seed}`],
    ['postings', `${r.postings} writes confirmed, of them ${r.journals} labor cost journals; ${r.timesheets} timesheets, ${r.invoices_released} invoices released`],
    ['kills', `${r.kills.total} (${list(r.kills.by)}); ${r.kills.met_work} met runs under way, ${r.kills.met_open_writes} met writes without an outcome${r.kills.failed_starts ? `; ${r.kills.failed_starts} starts failed without a database and were repeated` : ''}`],
    ['crash points', list(r.kills.points)],
    ['other faults', `PostgreSQL ended ${r.postgres}, disk full ${r.disk_full}, frozen ${r.frozen}, vendors away ${r.vendors_away}, ${list(r.vendor_faults)}${r.deliveries.events ? `, ${r.deliveries.events} events and ${r.deliveries.feeds} feeds delivered again` : ''}${r.answers_500 ? `; ${r.answers_500} answers of 500 to people` : ''}`],
    ...(r.disk_full ? [['disk full', `somebody who wanted something written meanwhile was told ${list(r.answers_disk_full)}`]] : []),
    ...(r.clocks_min ? [['clocks', `off by ${r.clocks_min.join(', ')} minutes`]] : []),
    ['lost', some(r.lost)], ['doubled', some(r.doubled)], ['unasked', some(r.unasked)], ['stuck', some(r.stuck)],
    ['faults', `${r.faults.injected} injected = ${r.faults.auto_resolved} auto-resolved + ${r.faults.exceptions_opened} exceptions opened${r.faults.unaccounted ? ` + ${r.faults.unaccounted} UNACCOUNTED FOR` : ''}`],
    ['exceptions', `${list(r.exceptions)}; unexpected ${some(r.unexpected)}`],
    ['recovery', r.recovery ? `p50 ${r.recovery.p50_s} s, p95 ${r.recovery.p95_s} s, longest ${r.recovery.longest_s} s (of ${r.recovery.of} that met open writes); start p50 ${r.start_p50_ms ?? '-'} ms` : 'nothing to recover'],
    ['took', `${r.took_s} s, of them ${r.worked_s} s under fire`],
    ['', r.sound ? 'Nothing lost, nothing doubled.' : 'NOT SOUND.'],
  ];
  for (const [name, text] of lines) console.log(`${name.padEnd(14)}${text}`);
}
