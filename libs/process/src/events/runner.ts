import type { CanonicalEvent } from '#lib/canonical';
import { crashPoint, isConnectionError, isContention } from '#lib/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { backoff } from '../engine/pause.js';
import type { Consumer } from './consumer.js';
import { ensureCursor, moveCursor, takeCursor } from './cursor.js';
import { advanceHeld, heldPartitions, hold, MOST_HELD } from './held.js';
import { nextWindow } from './window.js';

const DEFAULT_BATCH = 100;
/** Attempts at one event before its partition is set aside. */
const TRIES = 3;
const IDLE_MS = 1_000;

/** `drained`: advanced to the end of the log. */
type Pass = 'advanced' | 'drained' | 'idle' | 'elsewhere';

/** Runs one consumer in this process; the place in the log decides which replica's turn it is. */
export class ConsumerRunner {
  private limit: number;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private wake: () => void = () => undefined;
  private woken = false;
  private failing = { event: '', times: 0 };
  private anyHeld = true;
  private held = new Map<string, { next: number; wait: () => number }>();

  constructor(private readonly ds: DataSource, readonly consumer: Consumer, private readonly onError: (error: unknown) => void) {
    this.limit = consumer.batch ?? DEFAULT_BATCH;
  }

  start(): void {
    this.running = this.loop();
  }

  /** There may be something new. */
  nudge(): void {
    this.woken = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async loop(): Promise<void> {
    const wait = backoff(100, 2, 10_000);
    let errorWait = wait;
    while (!this.stopped) {
      try {
        await ensureCursor(this.ds, this.consumer.name);
        errorWait = backoff(100, 2, 10_000);
        while (!this.stopped) {
          this.woken = false;
          const pass = await this.pass();
          // While nothing is held there is nothing to look for but at rest: another replica may have set a partition aside.
          if (pass === 'idle' || (pass !== 'elsewhere' && this.anyHeld)) await this.tryHeld();
          if (pass !== 'advanced') await this.sleep(IDLE_MS);
          if (pass === 'advanced' || pass === 'drained') errorWait = backoff(100, 2, 10_000);
        }
      } catch (error) {
        if (!isConnectionError(error) && !isContention(error)) this.onError(error);
        await this.sleep(errorWait(), true);
      }
    }
  }

  /** One transaction: takes the place, hands events over, moves the place. */
  private async pass(): Promise<Pass> {
    let culprit: CanonicalEvent | undefined;
    try {
      const pass = await this.ds.transaction(async (em): Promise<Pass> => {
        const at = await takeCursor(em, this.consumer.name);
        if (!at) return 'elsewhere';
        const window = await nextWindow(em, at, this.consumer.types, this.limit);
        if (!window) return 'idle';
        const held = await heldPartitions(em, this.consumer.name);
        this.anyHeld = held.size > 0;
        const events = window.events.filter((e) => !(held.has(e.partitionkey) && e.sequence > held.get(e.partitionkey)!));
        for (const portion of this.limit > 1 ? [events] : events.map((e) => [e])) {
          if (portion.length === 0) continue;
          culprit = this.limit > 1 ? undefined : portion[0];
          await this.consumer.handle(em, portion);
        }
        culprit = undefined;
        await moveCursor(em, this.consumer.name, window.end);
        crashPoint('consumer.before-commit', this.consumer.name);
        return window.more ? 'advanced' : 'drained';
      });
      if (pass === 'advanced' || pass === 'drained') crashPoint('consumer.after-commit', this.consumer.name);
      this.limit = Math.min(this.consumer.batch ?? DEFAULT_BATCH, this.limit * 2);
      return pass;
    } catch (error) {
      if (isConnectionError(error) || isContention(error)) throw error;
      if (this.limit > 1) {
        this.limit = Math.max(1, this.limit >> 2);
        return 'advanced';
      }
      if (!culprit) throw error;
      await this.blame(culprit, error);
      return 'advanced';
    }
  }

  private async blame(event: CanonicalEvent, error: unknown): Promise<void> {
    this.failing = this.failing.event === event.id ? { event: event.id, times: this.failing.times + 1 } : { event: event.id, times: 1 };
    if (this.failing.times < TRIES) return this.sleep(100 * 4 ** this.failing.times, true);
    const held = await heldPartitions(this.ds, this.consumer.name);
    if (held.size >= MOST_HELD) throw error;
    await this.ds.transaction((em: EntityManager) => hold(em, this.consumer, event, error));
    this.onError(error);
  }

  /** Lets every held partition whose turn has come catch up. */
  private async tryHeld(): Promise<void> {
    const held = await heldPartitions(this.ds, this.consumer.name);
    for (const known of this.held.keys()) if (!held.has(known)) this.held.delete(known);
    for (const partition of held.keys()) {
      const entry = this.held.get(partition) ?? { next: 0, wait: backoff(500, 2, 60_000) };
      this.held.set(partition, entry);
      if (Date.now() < entry.next) continue;
      try {
        while (!this.stopped && (await advanceHeld(this.ds, this.consumer, partition)));
      } catch (error) {
        if (isConnectionError(error) || isContention(error)) throw error;
        entry.next = Date.now() + entry.wait();
      }
    }
  }

  private async sleep(ms: number, firmly = false): Promise<void> {
    if (this.stopped || (this.woken && !firmly)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        if (firmly && !this.stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
