import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, 'warm-suite.mjs');
const CLOCK = resolve(import.meta.dirname, 'skewed-clock.mjs');
const START_LIMIT_MS = 60_000;
/** Crash points are on and none is armed: which ones are is said with the word to start. */
const NOWHERE = ';';

/** The suite's lives, one after the other on the same port and database; the next one is loaded while this one works. */
export class Lives {
  #next;
  /** The life that runs now: `{ child, ready, gone }`. */
  now;

  /** @param skewOf milliseconds by which the clock of the life to be loaded is off */
  constructor(env, logFile, skewOf) {
    this.env = env;
    this.skewOf = skewOf;
    this.log = openSync(logFile, 'a', 0o600);
  }

  /** Begins the next life, to end at the crash points named (`crash-point.ts`), and loads the one after it. `ready` resolves when it serves, with the milliseconds that took. */
  async begin(crashAt) {
    const next = this.#next ?? this.#load();
    this.#next = undefined;
    await next.warm;
    const began = performance.now();
    const { child, gone } = next;
    const ready = new Promise((serving, failed) => {
      child.on('message', (m) => m.ready && serving(performance.now() - began));
      void gone.then(({ code, signal }) => failed(new Error(`the suite ended before it was ready (${signal ?? code})`)));
      setTimeout(() => failed(new Error(`the suite is not ready after ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS).unref();
    });
    ready.catch(() => undefined);
    child.send({ crashAt });
    this.now = { child, ready, gone };
    this.#next = this.#load();
    return this.now;
  }

  /** Settings of the lives to come. */
  change(env) {
    this.env = { ...this.env, ...env };
    this.#next?.child.kill('SIGKILL');
    this.#next = undefined;
  }

  /** SIGKILL, as a machine that loses power would do it. */
  async kill() {
    this.now.child.kill('SIGKILL');
    await this.now.gone;
  }

  /** Stops the present life in order and the waiting one at once. */
  async end() {
    const waiting = this.#next;
    this.#next = undefined;
    waiting?.child.kill('SIGKILL');
    if (!this.now) return;
    this.now.child.kill('SIGTERM');
    const timer = setTimeout(() => this.now.child.kill('SIGKILL'), 30_000);
    await Promise.all([this.now.gone, waiting?.gone]);
    clearTimeout(timer);
  }

  #load() {
    const env = { ...this.env, THROUGHLINE_CRASH_AT: NOWHERE, CHAOS_SKEW_MS: String(this.skewOf?.() ?? 0) };
    const child = fork(PROGRAM, [], { env, execArgv: this.skewOf ? ['--import', CLOCK] : [], stdio: ['ignore', 'ignore', this.log, 'ipc'], detached: true });
    const gone = new Promise((ended) => child.once('exit', (code, signal) => ended({ code, signal, at: Date.now() })));
    const warm = new Promise((loaded, failed) => {
      child.on('message', (m) => m.warm && loaded());
      void gone.then(() => failed(new Error('the suite could not be loaded')));
    });
    warm.catch(() => undefined);
    return { child, warm, gone };
  }
}
