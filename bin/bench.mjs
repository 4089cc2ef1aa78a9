// npm run bench: one question, one program, answered side by side with an alternative in the same run. Figures are ratios first.
import { spawn, spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { prepare } from './prepare.mjs';

const QUESTIONS = {
  pipeline: 'Time entries through the whole time-to-invoice pipeline per second, and as a share of plain inserts of the same rows',
  overhead: 'What a system API adds over calling the vendor directly: p50 and p99, as ratios',
  views: 'Utilization query: p99 at ten times the data over p99 at one time',
  pricing: 'Time entries priced per second with 10 rate cards of 20 versions, beside a linear scan, and with twice the entries or versions',
};
const list = Object.entries(QUESTIONS).map(([name, what]) => `  ${name.padEnd(10)} ${what}`).join('\n');
const USAGE = `npm run bench -- [question …] [--json] [--list] [--help]

Answers the questions asked, or all of them, one after the other; each takes one to two minutes. Figures of one run compare with each other;
figures of different machines, or of a busy one, do not. Questions:
${list}

  --json   one report on standard output: commit, machine, answers
  --list   the questions`;

const args = process.argv.slice(2);
const flags = args.filter((a) => a.startsWith('--'));
const asked = args.filter((a) => !a.startsWith('--'));
if (flags.includes('--help') || flags.includes('--list')) {
  console.log(flags.includes('--help') ? USAGE : list);
  process.exit(0);
}
const unknown = [...flags.filter((f) => f !== '--json'), ...asked.filter((q) => !Object.hasOwn(QUESTIONS, q))];
if (unknown.length > 0) {
  console.error(`Not known: ${unknown.join(', ')}\n\n${USAGE}`);
  process.exit(2);
}
const json = flags.includes('--json');
await prepare({ quiet: json });
const git = (...parameters) => spawnSync('git', parameters, { encoding: 'utf8' }).stdout?.trim();
const commit = git('rev-parse', '--short', 'HEAD');
const report = {
  commit: commit ? `${commit}${git('status', '--porcelain', '--', 'apps', 'libs', 'test/bench', 'bin') ? ' with changes' : ''}` : 'unknown',
  machine: { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model?.trim() ?? 'unknown', memory_gib: Math.round(totalmem() / 2 ** 30), load_before: Number(loadavg()[0].toFixed(1)) },
  answers: {},
};
let failed = false;
for (const question of asked.length > 0 ? asked : Object.keys(QUESTIONS)) {
  if (!json) console.log(`\n${question}: ${QUESTIONS[question]}`);
  const started = Date.now();
  const { code, output } = await run(question);
  try {
    if (code !== 0) throw new Error(`ended with ${code}`);
    report.answers[question] = { ...JSON.parse(output), took_s: Math.round((Date.now() - started) / 1000) };
  } catch (error) {
    report.answers[question] = { failed: true, reason: error.message };
    failed = true;
  }
  if (!json) console.log(JSON.stringify(report.answers[question], null, 2));
}
const { machine } = report;
if (json) console.log(JSON.stringify(report, null, 2));
else console.log(`\ncommit ${report.commit}; Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.memory_gib} GiB, load ${machine.load_before} before`);
process.exit(failed ? 1 : 0);

function run(question) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [`test/bench/${question}.mjs`], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('error', () => resolve({ code: 127, output }));
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}
