import type { ChildProcess } from 'node:child_process';
import { logger } from '../../log/logger.js';
import { clusterAt } from './connection.js';
import { isAlive, stopServer } from './processes.js';
import { type ServerPlan, lastWords, spawnServer } from './server.js';

const START_LIMIT_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const WATCH_MS = 500;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** Does not keep our process alive: a server that is only watched must not stop us from ending. */
const idle = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

/** Keeps one server running until it is told to stop: starts it, notices when it is gone, starts it again. */
export class Supervisor {
  private pid = 0;
  private child: ChildProcess | undefined;
  private stopping = false;
  private watching: Promise<void> | undefined;

  constructor(
    private readonly plan: ServerPlan,
    private readonly password: string,
    private readonly onPid: (pid: number) => void,
  ) {}

  /** Id of the running server. */
  get serverPid(): number {
    return this.pid;
  }

  /** Takes over a server that runs already. */
  adopt(pid: number): void {
    this.pid = pid;
    this.watching = this.watch();
  }

  /** Starts the server and resolves when it answers. @throws Error with the server's last words if it cannot start. */
  async start(): Promise<void> {
    await this.launch();
    this.watching = this.watch();
  }

  /** Ends the server in order; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.ref();
    await stopServer(this.pid);
    await this.watching;
  }

  /** For the very end of our process, when nothing can be awaited any more. */
  stopAtExit(): void {
    this.stopping = true;
    if (!isAlive(this.pid)) return;
    try {
      process.kill(this.pid, 'SIGINT');
    } catch {
      // It ended in this very moment.
    }
  }

  private async launch(): Promise<void> {
    const child = spawnServer(this.plan);
    this.child = child;
    child.unref();
    let failure: string | undefined;
    child.once('error', (error) => (failure = error.message));
    child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `code ${code}`}`));
    this.pid = child.pid ?? 0;
    this.tell();
    for (const end = Date.now() + START_LIMIT_MS; ; await sleep(25)) {
      if (failure) throw new Error(`The embedded PostgreSQL did not start: ${failure}. See ${this.plan.log}:\n${lastWords(this.plan.log)}`);
      if ((await clusterAt(this.plan.port, this.password)) !== undefined) return;
      if (Date.now() > end) {
        await stopServer(this.pid, 1_000);
        throw new Error(`The embedded PostgreSQL did not answer within ${START_LIMIT_MS / 1000} s. See ${this.plan.log}:\n${lastWords(this.plan.log)}`);
      }
    }
  }

  /** A full disk must not keep a server that runs from being looked after: what is written down is only read by the next start, which looks for itself as well. */
  private tell(): void {
    try {
      this.onPid(this.pid);
    } catch (error) {
      logger('database').warn({ err: error, pid: this.pid }, 'the process id of the embedded PostgreSQL could not be written down; it runs all the same');
    }
  }

  private async untilGone(): Promise<void> {
    const { child } = this;
    if (child && child.pid === this.pid) {
      if (child.exitCode === null && child.signalCode === null) await new Promise<void>((resolve) => child.once('exit', () => resolve()));
      return;
    }
    // An adopted server is not our child: nobody tells us when it ends.
    while (isAlive(this.pid)) await idle(this.stopping ? 25 : WATCH_MS);
  }

  private async watch(): Promise<void> {
    const log = logger('database');
    await this.untilGone();
    for (let pause = FIRST_PAUSE_MS; !this.stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      log.warn({ pid: this.pid, pause_ms: pause }, 'the embedded PostgreSQL ended unexpectedly; it is started again');
      // After a kill -9 the old backends need a moment to leave shared memory.
      await idle(pause);
      if (this.stopping) return;
      try {
        await this.launch();
      } catch (error) {
        log.error({ err: error }, 'the embedded PostgreSQL could not be started again');
        continue;
      }
      log.info({ pid: this.pid }, 'the embedded PostgreSQL runs again');
      if (this.stopping) await stopServer(this.pid);
      await this.untilGone();
      pause = FIRST_PAUSE_MS / 2;
    }
  }
}
