// npm run mutation: changes libs/rules one spot at a time and counts the changes that its specs notice. Options: --help
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byFolder, score, survivors } from '../test/mutation/score.mjs';
import { prepare } from './prepare.mjs';

const LEAST = 85;
const SOURCE = join('libs', 'rules', 'src');
const WORK = join('.data', 'mutation');
const REPORT = join(WORK, 'report.json');
const INCREMENTAL = join(WORK, 'incremental.json');

const args = process.argv.slice(2);
const value = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const has = (name) => args.includes(name);
const KNOWN = ['--only', '--json', '--survivors', '--fresh', '--concurrency', '--help'];

if (has('--help')) {
  console.log(`npm run mutation [-- options]

Mutates libs/rules and prints the share of mutants that the specs kill, by folder and overall. Exit status 1 under ${LEAST} %.

  --only <folder>[,<folder>]  only these folders of ${SOURCE}; \`.\` is the files beside the folders
  --survivors                 lists what survived: file, line, mutator, replacement
  --json                      the result as JSON on standard output
  --fresh                     tests every mutant anew; otherwise results of an earlier run stand while specs are unchanged
  --concurrency <n>           processes, default 2`);
  process.exit(0);
}
const unknown = args.filter((a, i) => !KNOWN.includes(a) && !['--only', '--concurrency'].includes(args[i - 1]));
if (unknown.length > 0) stop(`No such option: ${unknown.join(' ')}. See --help.`);
const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((e) => e.isDirectory() && !['golden', 'properties', 'testing'].includes(e.name)).map((e) => e.name);
const only = value('--only')?.split(',');
const missing = only?.filter((f) => f !== '.' && !folders.includes(f)) ?? [];
if (missing.length > 0 || only?.length === 0) stop(`No such folder: ${missing.join(', ')}. There are: . ${folders.join(' ')}`);

await prepare({ quiet: true });
mkdirSync(WORK, { recursive: true });
const tests = digestOfTests();
const mark = join(WORK, 'tests.sha256');
// A result stands as long as its code and all specs stand. Stryker watches the code, not the compiled specs.
if (has('--fresh') || !existsSync(mark) || readFileSync(mark, 'utf8') !== tests) rmSync(INCREMENTAL, { force: true });
rmSync(REPORT, { force: true });
writeFileSync(mark, tests);

const started = Date.now();
const parameters = ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'test/mutation/stryker.config.mjs', '--concurrency', value('--concurrency') ?? '2'];
if (only) parameters.push('--mutate', [...only.map((f) => (f === '.' ? `${SOURCE}/*.ts` : `${SOURCE}/${f}/**/*.ts`)), `!${SOURCE}/**/*.spec.ts`, `!${SOURCE}/index.ts`].join(','));
const code = await run(parameters);
if (code !== 0 || !existsSync(REPORT)) stop(`The mutation run ended with status ${code} and no report; the lines above say why.`);

const { files } = JSON.parse(readFileSync(REPORT, 'utf8'));
const rows = byFolder(files, SOURCE).filter((row) => !only || only.includes(row.folder));
const total = score(rows);
const seconds = Math.round((Date.now() - started) / 1000);
const ok = total.tested > 0 && total.score >= LEAST;
if (has('--json')) console.log(JSON.stringify({ least: LEAST, ok, seconds, total, folders: rows, survivors: survivors(files, SOURCE).filter((s) => !only || only.includes(s.folder)) }, null, 2));
else {
  if (has('--survivors')) for (const s of survivors(files, SOURCE)) if (!only || only.includes(s.folder)) console.log(`${s.file}:${s.line}:${s.column} ${s.status} ${s.mutator}: ${s.original} → ${s.replacement}`);
  const line = (r) => `${r.folder.padEnd(14)} ${r.score.toFixed(2).padStart(6)} %  killed ${String(r.killed).padStart(5)}  survived ${String(r.survived).padStart(4)}  not covered ${String(r.not_covered).padStart(4)}`;
  console.log('');
  for (const row of rows) console.log(line(row));
  console.log(`${line({ ...total, folder: 'overall' })}  (${total.left_alone} left alone, ${seconds} s)`);
  console.log(ok ? `mutation: ${total.score.toFixed(2)} %, at least ${LEAST} % is asked` : `mutation: ${total.score.toFixed(2)} %, under the ${LEAST} % that is asked; --survivors lists what no spec notices`);
}
process.exit(ok ? 0 : 1);

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** Standard output of the tool goes to standard error, so that --json is JSON alone. */
function run(list) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, list, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PROPERTY_RUNS: '10' } });
    child.stdout.pipe(process.stderr);
    child.on('error', () => resolve(127));
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

/** Everything that decides what the specs notice and is not itself mutated. */
function digestOfTests() {
  const hash = createHash('sha256');
  const walk = (dir, take) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path, take);
      else if (take(path)) hash.update(`${path}\n`).update(readFileSync(path));
    }
  };
  walk(SOURCE, (path) => /\.spec\.ts$|\.json$|properties|testing/.test(path));
  walk(join('libs', 'canonical', 'src'), (path) => path.endsWith('.ts'));
  walk(join('test', 'mutation'), () => true);
  return hash.update(readFileSync('package-lock.json')).digest('hex');
}
