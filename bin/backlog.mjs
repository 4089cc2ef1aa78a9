// npm run backlog: a vendor is away for a day and comes back. Exits 0 only if the backlog drains in order, inside the vendor's limits, and uses them.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';

const USAGE = `npm run backlog -- [options]

  --sheets <n>    timesheets approved while the ERP is away; default 1970
  --deals <n>     deals won while the ERP is away, and again while the PSA is; default 30
  --away <s>      how long each is away at least; default 90: from then on every wait has reached its longest
  --short         48 timesheets, 4 deals, 8 s, the ERP only: what CI runs
  --seed <n>      default 7
  --json          the whole report on standard output

1,970 timesheets is what the demo firm's 168 people hand in on a Monday when each worked on every running project of their legal entity: the day
of a firm of about 650 people with three projects each. 30 deals a day is more than such a firm wins in a month.`;

const { values } = parseArgs({ options: { sheets: { type: 'string' }, deals: { type: 'string' }, away: { type: 'string' }, short: { type: 'boolean', default: false }, seed: { type: 'string', default: '7' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const size = values.short ? { sheets: 48, deals: 4, away: 8 } : { sheets: 1_970, deals: 30, away: 90 };
const [sheets, deals, away, seed] = [values.sheets ?? size.sheets, values.deals ?? size.deals, values.away ?? size.away, values.seed].map(Number);
if (![sheets, deals, away, seed].every((n) => Number.isInteger(n) && n >= 0) || sheets < 1 || sheets > 27_000) {
  console.error(`--sheets (1 to 27000), --deals, --away and --seed must be whole numbers\n\n${USAGE}`);
  process.exit(2);
}
process.env.LOG_LEVEL ??= 'fatal';
await prepare({ quiet: values.json });
const { runBacklog } = await import('../test/backlog/run.mjs');
const began = Date.now();
const report = await runBacklog({ sheets, deals, awayMs: away * 1_000, psa: !values.short, seed }, (text) => process.stderr.write(`backlog ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`));
const git = (...parameters) => spawnSync('git', parameters, { encoding: 'utf8' }).stdout?.trim();
report.commit = `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${git('status', '--porcelain', '--', 'apps', 'libs', 'test/backlog') ? ' with changes' : ''}`;
report.took_s = Math.round((Date.now() - began) / 1000);
if (values.json) console.log(JSON.stringify(report, null, 2));
else print(report);
process.exit(report.failures.length === 0 ? 0 : 1);

function print(r) {
  console.log(`commit ${r.commit}, seed ${r.seed}: ${r.timesheets} timesheets, ${r.corrected} of them corrected, ${r.released ?? 0} invoices released, ${r.won} and ${r.won_later ?? 0} deals won; ${r.confirmed} writes confirmed; ${r.took_s} s`);
  for (const [name, v] of [['ERP', r.erp], ['PSA', r.psa]]) {
    if (!v) continue;
    console.log(`${name}: away ${v.away_s} s, then ${v.waiting.finance} finance and ${v.waiting.delivery} delivery runs waited
  allowed ${v.allowed.toFixed(2)}/s, achieved ${v.achieved.toFixed(2)}/s, ${(v.share * 100).toFixed(1)} % of the budget over ${v.seconds.toFixed(1)} s (${v.requests} requests, ${v.service_ms.toFixed(0)} ms each, at most ${v.peak} at once)
  by 10 s: ${v.by_10s.map((x) => `${(x * 100).toFixed(0)} %`).join(', ')}
  429: ${v.refused}; of ${v.writes} requests for writes while finance work filled the budget ${(v.finance_share * 100).toFixed(1)} % were finance's
  noticed after ${v.noticed_s.toFixed(1)} s; finance through after ${v.finance_drained_s.toFixed(1)} s, all after ${v.drained_s.toFixed(1)} s; requests ${JSON.stringify(v.lanes)}`);
  }
  console.log(`order violations ${r.order_violations.length}, lost ${r.lost.length}, doubled ${r.doubled.length}, unasked ${r.unasked.length}, stuck ${r.stuck.length}; outages told ${r.outages_told}, still open ${r.outages_open}`);
  console.log(r.failures.length === 0 ? 'Drained in order and inside the limits.' : `NOT SOUND: ${r.failures.join('; ')}`);
}
