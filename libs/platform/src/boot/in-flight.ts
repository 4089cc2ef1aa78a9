import type { ServerResponse } from 'node:http';

/** Knows which answers are not finished yet, so that a stopping server can wait for them. */
export class InFlight {
  private readonly open = new Set<ServerResponse>();
  private last = false;
  private waiting: (() => void) | undefined;

  track(response: ServerResponse): void {
    this.open.add(response);
    if (this.last) response.setHeader('connection', 'close');
    response.once('close', () => {
      this.open.delete(response);
      if (!this.open.size) this.waiting?.();
    });
  }

  /** From now on each answer is the last on its connection. */
  lastAnswers(): void {
    this.last = true;
    for (const response of this.open) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Resolves once nothing is open, or after `limitMs`; true if all finished. */
  async finished(limitMs: number): Promise<boolean> {
    if (!this.open.size) return true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([new Promise<void>((resolve) => (this.waiting = resolve)), new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)))]);
    clearTimeout(timer);
    return this.open.size === 0;
  }
}
