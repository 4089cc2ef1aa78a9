import type { ServerResponse } from 'node:http';

/** Work and waits that outlive their request; all of it ends when the vendor stops or is reset. */
export class LateWork {
  private readonly timers = new Map<NodeJS.Timeout, () => void>();
  private waiting = 0;

  /** Work still to be done. */
  get pending(): number {
    return this.waiting;
  }

  /** Does the work after a while, unless it is cancelled first. */
  after(ms: number, work: () => Promise<unknown>): void {
    this.waiting++;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void work().finally(() => this.waiting--);
    }, ms);
    this.timers.set(timer, () => this.waiting--);
  }

  /** Resolves after a while, or earlier when the client hangs up or everything is cancelled. */
  pause(ms: number, res?: ServerResponse): Promise<void> {
    return new Promise((done) => {
      const end = (): void => {
        clearTimeout(timer);
        this.timers.delete(timer);
        res?.off('close', end);
        done();
      };
      const timer = setTimeout(end, ms);
      this.timers.set(timer, end);
      res?.once('close', end);
    });
  }

  cancel(): void {
    for (const [timer, ended] of this.timers) {
      clearTimeout(timer);
      ended();
    }
    this.timers.clear();
  }
}
