// npm run conformance: every promise of the connector kit, tried against every vendor's sandbox. Last line: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { matrixText, reportText, walksText } from './conformance-report.mjs';
import { prepare } from './prepare.mjs';

const USAGE = `npm run conformance [-- options]

  --vendor <a,b>    only these vendors
  --only <text>     only cells whose suite, row and column fit (regular expression)
  --short           the short form, as CI runs it: fewer records, single faults
  --rows <n>        walks over so many rows of every entity, each to its end, and nothing else; figures go to docs/reports/walks.md
  --list            tell what would be tried, try nothing
  --json            the results as JSON
  --report          write docs/reports/conformance.md (done by itself when everything was tried)
  --help`;
const REPORT = 'docs/reports/conformance.md';
const WALKS = 'docs/reports/walks.md';
const SPECS = 'test/conformance';

function stop(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

let given;
try {
  given = parseArgs({ options: { vendor: { type: 'string' }, only: { type: 'string' }, short: { type: 'boolean' }, rows: { type: 'string' }, list: { type: 'boolean' }, json: { type: 'boolean' }, report: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
} catch (error) {
  stop(error.message);
}
if (given.help) {
  console.log(USAGE);
  process.exit(0);
}
const known = readdirSync(SPECS).filter((f) => f.endsWith('.spec.ts')).map((f) => f.slice(0, -'.spec.ts'.length));
const vendors = given.vendor ? given.vendor.split(',') : known;
const unknown = vendors.filter((v) => !known.includes(v));
if (unknown.length > 0) stop(`No such vendor: ${unknown.join(', ')}. There are: ${known.join(', ')}`);

if (given.rows !== undefined && !(Number.isInteger(Number(given.rows)) && Number(given.rows) >= 100)) stop('--rows must be a whole number of 100 or more');
const only = given.only ?? (given.rows ? ' rows$' : '');

await prepare({ quiet: true });
const folder = mkdtempSync(join(tmpdir(), 'throughline-conformance-'));
const began = Date.now();
const env = {
  ...process.env, CONFORMANCE_FORM: given.short ? 'short' : 'full', CONFORMANCE_REPORT: folder, CONFORMANCE_LIST: given.list ? '1' : '', CONFORMANCE_ONLY: only, ...(given.rows ? { CONFORMANCE_ROWS: given.rows, CONFORMANCE_LANES: '1' } : {}), LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
};
const pattern = `test/conformance/(${vendors.join('|')})\\.spec\\.ts$`;
const outcome = join(folder, 'outcome.json.tmp');
const code = await new Promise((resolve) => {
  const child = spawn(process.execPath, ['node_modules/jest/bin/jest.js', '--selectProjects=conformance', `--maxWorkers=${given.rows ? 1 : 2}`, `--testPathPatterns=${pattern}`, '--silent', '--json', `--outputFile=${outcome}`], { stdio: 'ignore', env });
  child.on('exit', (status) => resolve(status ?? 1));
});

const files = readdirSync(folder).filter((f) => f.endsWith('.json')).sort();
const results = files.map((f) => JSON.parse(readFileSync(join(folder, f), 'utf8')));
const broken = JSON.parse(readFileSync(outcome, 'utf8')).testResults.filter((r) => r.status === 'failed' && !results.some((v) => r.name.endsWith(`${v.vendor}.spec.ts`)));
rmSync(folder, { recursive: true, force: true });
const cells = results.flatMap((v) => v.results);
const passed = cells.filter((c) => c.outcome === 'passed').length;
const failed = cells.filter((c) => c.outcome === 'failed').length + broken.length;
const seconds = Math.round((Date.now() - began) / 1000);

if (given.json) console.log(JSON.stringify(results, null, 2));
else console.log(matrixText(results, { list: given.list, failures: true }));
for (const b of broken) console.error(`${b.name}: ${b.message}`);
const whole = vendors.length === known.length && !only && !given.short && !given.list;
if (given.report || whole) writeFileSync(REPORT, reportText(results, { seconds, form: given.short ? 'short' : 'full', only: given.only }));
if (given.rows && !given.list && (given.report || vendors.length === known.length)) writeFileSync(WALKS, walksText(results, { seconds, rows: Number(given.rows) }));
if (given.list) console.log(`\n${cells.length} cells, ${cells.filter((c) => c.outcome === 'not_applicable').length} do not apply`);
else if (!given.json) console.log(`\n${passed} passed, ${failed} failed`);
process.exit(given.list ? 0 : failed > 0 || (code !== 0 && passed === 0) ? 1 : 0);
