import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Word } from './flow-worker.js';

/** One life: what ended it, and which order it obeyed if it died at a crash point. */
export interface Death {
  signal: NodeJS.Signals | null;
  order: string | undefined;
}

interface Life {
  child: ChildProcess;
  loaded: Promise<void>;
  gone: Promise<Death>;
}

/** Crash points are on and none is armed: which ones are is said with the word to start. */
const NOWHERE = ';';

/** Processes that run flows, one after the other; the next one is loaded while this one works. */
export class Lives {
  private next: Life | undefined;
  private now: Life | undefined;

  /** @param folder of `compileLibraries` @param parts see `flow-worker.ts` */
  constructor(private readonly folder: string, private readonly parts: readonly string[]) {}

  /** Begins the next life. `gone` resolves when it has ended. */
  async begin(word: Word): Promise<{ gone: Promise<Death> }> {
    const life = this.next ?? this.load();
    this.next = undefined;
    await life.loaded;
    life.child.send({ ...word, crash_at: word.crash_at || NOWHERE });
    this.now = life;
    this.next = this.load();
    return { gone: life.gone };
  }

  /** SIGKILL for the life that works. */
  async kill(): Promise<void> {
    this.now?.child.kill('SIGKILL');
    await this.now?.gone;
  }

  async end(): Promise<void> {
    for (const life of [this.now, this.next]) life?.child.kill('SIGKILL');
    await Promise.all([this.now?.gone, this.next?.gone]);
  }

  private load(): Life {
    const child = fork(join(this.folder, 'libs/process/src/testing/flow-worker.js'), [], {
      cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'fatal', PROCESS_SWEEP: '200ms', PROCESS_POLL: '20ms', PROCESS_RETRY_CAP: '200ms', SPEC_PARTS: this.parts.join(','), THROUGHLINE_CRASH_AT: NOWHERE },
    });
    let said = '';
    child.stderr!.on('data', (text) => (said += text));
    const gone = new Promise<Death>((ended) => child.once('close', (_code, signal) => {
      const order = [...said.matchAll(/^crash point: (.*)$/gm)].at(-1)?.[1];
      if (!order && said.trim()) process.stderr.write(said);
      ended({ signal, order });
    }));
    const loaded = new Promise<void>((done, failed) => {
      child.once('message', () => done());
      void gone.then(() => failed(new Error('a worker could not be loaded')));
    });
    loaded.catch(() => undefined);
    return { child, loaded, gone };
  }
}
