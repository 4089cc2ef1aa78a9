import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Part, startPart } from '../../apps/launcher/src/child.js';
import { People } from '../../apps/launcher/src/people.js';
import { sandboxEnvironment, seedErpKey } from '../../apps/launcher/src/sandbox-environment.js';
import { type Books, comparableBooks } from '../chaos/books.mjs';

export type { Books };

const DIST = resolve(__dirname, '../../dist');

/** Sandbox and suite as processes of their own, with everything they keep under a folder that goes away with them. */
export class RunningSuite {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'throughline-e2e-'));
  sandbox!: { vendors: Record<string, string>; firm: string };
  people!: People;
  url!: string;
  private sandboxPart?: Part;
  private suitePart?: Part;
  private env: NodeJS.ProcessEnv = {};
  /** How often the suite was killed. */
  kills = 0;

  private constructor(private readonly port: number, private readonly sandboxPort: number) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<RunningSuite> {
    const [port, sandboxPort] = [await freePorts(1), await freePorts(6)];
    const running = new RunningSuite(port, sandboxPort);
    running.env = env;
    mkdirSync(join(running.dataDir, 'logs'));
    await running.startSandbox();
    await running.startSuite();
    return running;
  }

  private async startSandbox(): Promise<void> {
    const { part, vendors, firm } = await startSandbox(this.dataDir, this.sandboxPort);
    this.sandboxPart = part;
    this.sandbox = { vendors, firm };
    await seedErpKey(this.sandbox.vendors['netsuite']!, this.dataDir);
  }

  /** Starts the suite, or starts it again after a kill. */
  async startSuite(): Promise<void> {
    const env = { ...process.env, ...sandboxEnvironment(this.sandbox.vendors, this.dataDir), THROUGHLINE_DATA_DIR: this.dataDir, PORT: String(this.port), EMBEDDED_PG_PORT: String(this.port + 20_000), INTAKE_PARKING_S: '20', LOG_LEVEL: 'warn', LOG_DESTINATION: 'stderr', ...this.env };
    const { part, ready } = await startPart('suite', join(DIST, 'apps/suite/src/main.js'), [], env, join(this.dataDir, 'logs/suite.log'));
    this.suitePart = part;
    this.url = ready['url'];
    this.people ??= new People(this.url, join(this.dataDir, 'identity/demo-credentials.json'));
  }

  /** SIGKILL, as a machine that loses power would do it. */
  async kill(): Promise<void> {
    const { process: child } = this.suitePart!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((r) => child.once('exit', r));
    child.kill('SIGKILL');
    await gone;
    this.kills += 1;
  }

  /** What stands in the vendors' books, without ids, numbers and times: the same for the same business. */
  books(): Promise<Books> {
    return read(this.sandbox.vendors);
  }

  /** The errors in the suite's log, the last thirty lines of them. */
  errorsLogged(): string {
    return readFileSync(join(this.dataDir, 'logs/suite.log'), 'utf8').split('\n').filter((line) => /"level":"(error|fatal)"/.test(line) || !line.startsWith('{')).slice(-30).join('\n');
  }

  async stop(): Promise<void> {
    await this.suitePart?.stop();
    await this.sandboxPart?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** The vendors' books that a sandbox left in a data folder. */
export async function booksIn(dataDir: string): Promise<Books> {
  const { part, vendors } = await startSandbox(dataDir, await freePorts(6));
  try {
    return await read(vendors);
  } finally {
    await part.stop();
  }
}

async function startSandbox(dataDir: string, port: number): Promise<{ part: Part; vendors: Record<string, string>; firm: string }> {
  const { part, ready } = await startPart('sandbox', join(DIST, 'apps/sandbox/src/main.js'), ['--data', join(dataDir, 'sandbox'), '--port-base', String(port), '--with-parent'], process.env, join(dataDir, 'logs/sandbox.log'));
  return { part, vendors: ready['vendors'], firm: ready['firm'] };
}

/** Documents of every vendor, as its control API lists them. */
async function read(vendors: Record<string, string>): Promise<Books> {
  return comparableBooks(Object.keys(vendors), async (vendor) => (await (await fetch(`${vendors[vendor]}/__sandbox/documents`)).json()) as { type: string; digest: Record<string, unknown> }[]);
}

/** The first of `count` neighbouring free ports. */
async function freePorts(count: number): Promise<number> {
  for (let base = 20_000 + Math.floor(Math.random() * 10_000); ; base = 20_000 + Math.floor(Math.random() * 10_000)) {
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer().once('error', () => done(false)).listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
