/** Hits of one key in the running window. */
export interface WindowHits {
  hits: number;
  /** Milliseconds until the window ends and the count starts over. */
  reset_ms: number;
}

/** Counts hits per key in fixed windows: constant time per hit, however many there are. Keys that fell silent are dropped. */
export class WindowCounter {
  private readonly windows = new Map<string, { hits: number; ends: number }>();
  private sweepAt = 0;

  constructor(
    private readonly windowMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one hit and tells the state after it. */
  hit(key: string, windowMs = this.windowMs): WindowHits {
    const now = this.now();
    this.sweep(now);
    let window = this.windows.get(key);
    if (!window || window.ends <= now) this.windows.set(key, (window = { hits: 0, ends: now + windowMs }));
    window.hits += 1;
    return { hits: window.hits, reset_ms: window.ends - now };
  }

  /** The state of a key without counting. */
  peek(key: string): WindowHits {
    const now = this.now();
    const window = this.windows.get(key);
    return window && window.ends > now ? { hits: window.hits, reset_ms: window.ends - now } : { hits: 0, reset_ms: 0 };
  }

  private sweep(now: number): void {
    if (now < this.sweepAt) return;
    this.sweepAt = now + this.windowMs;
    for (const [key, window] of this.windows) if (window.ends <= now) this.windows.delete(key);
  }
}
