// npm test: everything CI runs, in the order in which it fails fastest. Last line: `N passed, N failed`.
// Options: --only lint,typecheck,openapi,unit,contract,conformance,e2e,browser,chaos,points,kills,faults,fuzz,backlog,examples,recognition,story   --help   THROUGHLINE_KILLS=0 leaves the kills out of the story
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const STAGES = ['lint', 'typecheck', 'openapi', 'unit', 'contract', 'conformance', 'e2e'];
/** What CI runs besides, and parts of a stage that can be asked for by themselves. */
const PARTS = ['browser', 'chaos', 'points', 'kills', 'faults', 'fuzz', 'backlog', 'examples', 'recognition', 'story'];
const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(`npm test [-- --only ${[...STAGES, ...PARTS].join(',')}]\n\nRuns every stage and prints what failed; the last line counts tests.`);
  process.exit(0);
}
const only = args.includes('--only') ? args[args.indexOf('--only') + 1]?.split(',') ?? [] : STAGES;
const unknown = only.filter((s) => !STAGES.includes(s) && !PARTS.includes(s));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are: ${[...STAGES, ...PARTS].join(', ')}`);
  process.exit(2);
}

await prepare();
const scratch = mkdtempSync(join(tmpdir(), 'throughline-test-'));
let passed = 0;
let failed = 0;

function run(command, parameters, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'], env: { LOG_LEVEL: 'fatal', ...process.env, ...env } });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const node = (script, ...parameters) => run(process.execPath, [script, ...parameters]);
const bin = (path) => join('node_modules', ...path.split('/'));

/** A Jest project; counts come from its own report. */
async function jest(project, ...more) {
  const report = join(scratch, `${project}.json`);
  const code = await run(process.execPath, ['--max-old-space-size=4096', bin('jest/bin/jest.js'), `--selectProjects=${project}`, '--json', `--outputFile=${report}`, '--silent', ...more]);
  try {
    const r = JSON.parse(readFileSync(report, 'utf8'));
    passed += r.numPassedTests;
    failed += r.numFailedTests + r.numRuntimeErrorTestSuites;
    if (r.numTotalTests === 0) failed += 1;
  } catch {
    failed += 1;
  }
  return code;
}

/** A check that passes or fails as one. */
async function check(promise) {
  const code = await promise;
  if (code === 0) passed += 1;
  else failed += 1;
  return code;
}

const stages = {
  lint: () => check(node('bin/lint.mjs')),
  typecheck: () => check(node('bin/typecheck.mjs')),
  openapi: () => check(node('bin/openapi.mjs', '--check')),
  unit: () => jest('unit', '--maxWorkers=2'),
  contract: () => jest('contract', '--maxWorkers=2'),
  // Short forms; npm run conformance, chaos, crash-points, fuzz and backlog take as much as they are told.
  conformance: () => jest('conformance', '--maxWorkers=2'),
  e2e: () => jest('e2e', '--maxWorkers=2'),
  // Left out, with a message, where there is no Chromium (CHROMIUM names one).
  browser: () => jest('browser', '--runInBand'),
  chaos: () => check(node('bin/chaos.mjs', '--kills', '10')),
  points: () => check(node('bin/crash-points.mjs', '--short')),
  // The kill specs at every crash point; among the unit tests they take what was just committed and what a vendor was just told.
  kills: () => ((process.env.KILL_PLACES = 'all'), jest('unit', '--maxWorkers=2', '--testPathPatterns=kill\\.spec')),
  // Every other kind of fault at once; not yet part of CI (docs/reports/reliability.md says why).
  faults: () => check(node('bin/chaos.mjs', '--kills', '5', '--postings', '60', '--disk-full', '--clock-skew', '--frozen')),
  fuzz: () => check(node('bin/fuzz.mjs', '--requests', '1000')),
  backlog: () => check(node('bin/backlog.mjs', '--short')),
  examples: () => check(node('bin/examples.mjs', '--check')),
  recognition: () => jest('e2e', '--runInBand', '--testPathPatterns=recognition'),
  story: () => jest('e2e', '--runInBand', '--testPathPatterns=story'),
};

for (const stage of [...STAGES, ...PARTS].filter((s) => only.includes(s))) {
  const started = Date.now();
  console.log(`\n── ${stage}`);
  const code = await stages[stage]();
  console.log(`── ${stage}: ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
