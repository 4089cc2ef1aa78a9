// npm run crash-points: the suite dies at every crash point of every step of every flow, once each, and what the vendors' books show in the end is compared with an undisturbed twin.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { some } from '../test/chaos/judge.mjs';
import { prepare } from './prepare.mjs';

const USAGE = `npm run crash-points -- [options]

  --short   each crash point once, wherever it is come to first, against our own ledger alone; without it every point at every step that the flows of a small firm take, and a twin
  --flow    only places in these flows, with commas between: plan-demand, withdraw-demand, set-up-project, post-timesheet, billing-run, release-invoice
  --seed    seed of the sandbox; default 7
  --json    the whole report on standard output
  --keep    keeps database, books and logs of a run that failed

Prints which crash points were reached at which step. Ends with 1 if anything was lost or doubled, if the books differ from the twin's, or if a point was not reached without a reason.`;

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, flow: { type: 'string' }, seed: { type: 'string', default: '7' }, json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
await prepare({ quiet: values.json });
const { visitAll } = await import('../test/chaos/visit.mjs');
const { drawn } = await import('../test/chaos/cells.mjs');
const began = Date.now();
const note = (text) => process.stderr.write(`crash points ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`);
const r = await visitAll({ short: values.short, flows: values.flow?.split(','), seed: Number(values.seed), keep: values.keep }, note);
const git = (...parameters) => spawnSync('git', parameters, { encoding: 'utf8' }).stdout?.trim();
if (values.json) console.log(JSON.stringify({ ...r, reached: [...r.reached], open: Object.fromEntries(r.open) }, null, 2));
else {
  console.log(`${drawn(r.cells, r.reached)}\n`);
  for (const c of r.unreached) console.log(`not reached   ${c.point} at ${c.row}: ${c.reason ?? 'NO REASON KNOWN'}`);
  for (const [name, text] of [
    ['commit', git('rev-parse', '--short', 'HEAD') || 'unknown'], ['deaths', `${r.deaths} of ${r.cells.length} places`], ['postings', r.postings],
    ['lost', some(r.lost)], ['doubled', some(r.doubled)], ['unasked', some(r.unasked)], ['stuck', some(r.stuck)], ['unexpected', some(r.unexpected)], ['unlike twin', some(r.unlike)], ['took', `${r.took_s} s`], ['', r.sound ? 'Nothing lost, nothing doubled.' : 'NOT SOUND.'],
  ]) console.log(`${name.padEnd(14)}${text}`);
}
process.exit(r.sound ? 0 : 1);
