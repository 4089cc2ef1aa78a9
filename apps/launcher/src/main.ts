import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startPart, type Part } from './child.js';
import { runDemo } from './demo.js';
import { readOptions, type Options, UsageError, USAGE } from './options.js';
import { People } from './people.js';
import { Progress } from './progress.js';
import { reset } from './reset.js';
import { sandboxEnvironment, seedErpKey } from './sandbox-environment.js';
import { DoneSteps } from './steps.js';
import { printed, summarize } from './summary.js';

const DIST = resolve(import.meta.dirname, '../../..');
const SEED = 7;

interface Started {
  parts: Part[];
  url: string;
  sandbox?: { vendors: Record<string, string>; firm: string };
  dataDir: string;
}

/** Starts sandbox and suite as processes of their own. */
async function startParts(options: Options, progress: Progress, parts: Part[]): Promise<Started> {
  const dataDir = resolve(process.env['THROUGHLINE_DATA_DIR'] ?? '.data');
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const env: NodeJS.ProcessEnv = { ...process.env, THROUGHLINE_DATA_DIR: dataDir, PORT: String(options.port) };
  // Standard output of a part tells the launcher that it is ready; its log goes to its file.
  env['LOG_DESTINATION'] ??= 'stderr';
  let sandbox: Started['sandbox'];
  if (options.demo) {
    refuseRealVendors();
    progress.phase('Starting the sandbox vendors');
    const { part, ready } = await startPart('sandbox', join(DIST, 'apps/sandbox/src/main.js'), ['--data', join(dataDir, 'sandbox'), '--port-base', String(options.sandboxPort), '--with-parent'], { ...env }, join(dataDir, 'logs', 'sandbox.log'));
    parts.push(part);
    sandbox = { vendors: ready['vendors'] as Record<string, string>, firm: (ready['firm'] as string | undefined) ?? `http://127.0.0.1:${options.sandboxPort}` };
    await seedErpKey(sandbox.vendors['netsuite']!, dataDir);
    progress.done(Object.entries(sandbox.vendors).map(([name, url]) => `${name} ${url}`).join(', '));
    Object.assign(env, sandboxEnvironment(sandbox.vendors, dataDir));
    // The story is told in minutes: who waits for a record that never comes is shown before it ends.
    env['INTAKE_PARKING_S'] ??= '60';
  }
  progress.phase('Starting the suite');
  const { part, ready } = await startPart('suite', join(DIST, 'apps/suite/src/main.js'), [], env, join(dataDir, 'logs', 'suite.log'), (phase) => progress.at(0, undefined, phase));
  parts.push(part);
  progress.done(ready['url']);
  return { parts, url: ready['url'], sandbox, dataDir };
}

/** The demo firm's deals and invoices must never reach a real tenant. */
function refuseRealVendors(): void {
  const real = ['SALESFORCE', 'KANTATA', 'WORKDAY', 'NETSUITE'].map((v) => `${v}_BASE_URL`).filter((name) => process.env[name]);
  if (real.length > 0) throw new UsageError(`${real.join(', ')} ${real.length > 1 ? 'are' : 'is'} set: the demo writes only to the sandbox vendors. Start with --no-demo for your own vendors, or unset ${real.length > 1 ? 'them' : 'it'}.`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const progress = new Progress(options.json ? process.stderr : process.stdout);
  const parts: Part[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= (async () => {
    for (const part of [...parts].reverse()) await part.stop();
  })());
  for (const [signal, number] of [['SIGHUP', 1], ['SIGINT', 2], ['SIGTERM', 15]] as const) {
    process.on(signal, () => {
      if (stopping) return;
      progress.say('Stopping …');
      // Whoever is stopped before the story is told has not shown that the totals hold.
      void stop().then(() => process.exit(up ? 0 : 128 + number));
    });
  }
  let up = false;
  if (options.reset) await reset(process.env['THROUGHLINE_DATA_DIR'] ?? '.data');
  try {
    const started = await startParts(options, progress, parts);
    for (const part of started.parts) part.process.once('exit', (code) => {
      if (stopping) return;
      progress.say(`The ${part.name} ended by itself (${code}); see ${join(started.dataDir, 'logs', `${part.name}.log`)}`);
      void stop().then(() => process.exit(1));
    });
    // The story takes its time; everything can be looked at meanwhile.
    addresses(progress, started);
    const holds = started.sandbox ? await tellTheStory(options, progress, started) : true;
    if (options.exit) {
      await stop();
      return holds ? 0 : 1;
    }
    up = true;
    if (started.sandbox) addresses(progress, started);
    progress.say('Press Ctrl-C to stop; the next start continues here.');
    return await new Promise<number>(() => undefined);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (!stopping) progress.say(`\n${error instanceof Error ? error.message : String(error)}`);
    await stop();
    return 1;
  }
}

/** Runs what is left of the demo and prints the summary. True when every total holds. */
async function tellTheStory(options: Options, progress: Progress, started: Started): Promise<boolean> {
  const people = new People(started.url, join(started.dataDir, 'identity', 'demo-credentials.json'));
  const done = new DoneSteps(join(started.dataDir, `demo-${options.size}${options.span === 'year' ? '-year' : ''}.json`));
  if (done.count > 0) progress.say(`Continuing: ${done.count} steps of the story are done already.`);
  await runDemo({ firm: started.sandbox!.firm, people, progress, done, size: options.size, span: options.span, seed: SEED });
  const summary = await summarize(people, started.sandbox!.vendors['netsuite']!);
  process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : printed(summary));
  return summary.holds;
}

function addresses(progress: Progress, started: Started): void {
  const { url } = started;
  progress.say([
    `Suite        ${url}`,
    `Portal       ${url}/portal`,
    `API docs     ${['/process', '/process/project-setup', '/process/time-to-invoice', '/process/contract-billing', '/process/milestone-to-revenue', '/process/amendments', '/process/period-close', '/experience/finance', '/experience/preview', '/experience/operations'].map((p) => `${url}${p}/docs`).join('\n             ')}`,
    `System APIs  ${['salesforce', 'kantata', 'workday', 'netsuite'].map((v) => `${url}/system/${v}/docs`).join('\n             ')}`,
    `Demo people  ${join(started.dataDir, 'identity', 'demo-credentials.json')}; a token: npm run -s token -- fiona`,
    ...(started.sandbox ? [`Sandbox      ${Object.values(started.sandbox.vendors).join(' ')}`] : []),
    `Logs         ${join(started.dataDir, 'logs')}`,
  ].join('\n'));
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
