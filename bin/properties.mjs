// npm run test:properties: the properties of libs/rules with many generated cases each. Last line: `N passed, N failed`. Options: --help
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const args = process.argv.slice(2);
const value = (name, fallback) => (args.includes(name) ? args[args.indexOf(name) + 1] : fallback);
if (args.includes('--help')) {
  console.log(`npm run test:properties [-- --runs <n>] [--only <text>] [--workers <n>]

Runs every property of libs/rules with n generated cases (default 100000) and prints each as it ends.
A property that breaks prints its counterexample with seed and path.
  --only <text>    properties whose name matches
  --workers <n>    processes, default 2`);
  process.exit(0);
}
const runs = Number(value('--runs', process.env.PROPERTY_RUNS ?? '100000'));
if (!Number.isSafeInteger(runs) || runs < 1) {
  console.error(`--runs must be a whole number above zero, not ${value('--runs', process.env.PROPERTY_RUNS)}`);
  process.exit(2);
}

await prepare();
const scratch = mkdtempSync(join(tmpdir(), 'throughline-properties-'));
const report = join(scratch, 'report.json');
const started = Date.now();
const parameters = ['--max-old-space-size=4096', join('node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects=unit', '--testPathPatterns=libs/rules/src/properties', `--maxWorkers=${value('--workers', '2')}`, '--testTimeout=7200000', '--reporters=./test/properties/reporter.cjs', '--json', `--outputFile=${report}`];
if (args.includes('--only')) parameters.push('--testNamePattern', value('--only'));
console.log(`${runs} cases of each property`);
const code = await new Promise((resolve) => {
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'ignore'], env: { ...process.env, PROPERTY_RUNS: String(runs) } });
  child.on('error', () => resolve(127));
  child.on('exit', (status) => resolve(status ?? 1));
});
let passed = 0;
let failed = 0;
try {
  const r = JSON.parse(readFileSync(report, 'utf8'));
  passed = r.numPassedTests;
  failed = r.numFailedTests + r.numRuntimeErrorTestSuites;
} catch {
  failed += 1;
}
// A run of nothing proves nothing.
if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;
rmSync(scratch, { recursive: true, force: true });
console.log(`${Math.round((Date.now() - started) / 1000)} s\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
