import { LANES, type Lane } from './lane.js';

export interface Limits {
  concurrency: number;
  /** Starts in any window of one second. Fractions are fine: 0.5 is one in two seconds. */
  perSecond?: number;
}

/** The queue did not move in time: nothing was sent. */
export class GateTimeout extends Error {
  constructor(readonly retryAfterS: number) {
    super('the vendor budget had no place in time');
    this.name = 'GateTimeout';
  }
}

interface Waiting {
  lane: Lane;
  enter: () => void;
}

/** Every eighth place goes to whoever waits longest, so that a long finance backlog does not starve reads for ever. */
const FAIR_SHARE = 8;
/** Starts reach the vendor a little earlier or later than they left: two hundredths more than the second keeps them inside it. */
const JITTER = 1.02;

/**
 * The budget of one vendor, shared by all callers in the process: at most `concurrency` requests under way, at most `perSecond` started in any
 * second, finance before delivery before analytics, nothing at all while paused (429).
 */
export class Gate {
  private underWay = 0;
  private pausedUntil = 0;
  private admitted = 0;
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Start times of the last `inWindow` requests, oldest first. */
  private starts: number[] = [];
  private readonly inWindow: number;
  private readonly windowMs: number;

  constructor(private readonly limits: Limits, private readonly now: () => number = () => performance.now()) {
    this.inWindow = Math.max(1, Math.floor(limits.perSecond ?? 1));
    this.windowMs = limits.perSecond ? (this.inWindow / limits.perSecond) * 1000 * JITTER : 0;
  }

  /** Waits for a place; resolves with the function that gives it back. Throws GateTimeout after `maxWaitMs`. */
  async enter(lane: Lane, maxWaitMs: number): Promise<() => void> {
    if (this.waiting.length === 0 && this.free()) return this.take();
    if (this.pausedUntil - this.now() > maxWaitMs) throw this.timeout();
    return new Promise((resolve, reject) => {
      const place: Waiting = {
        lane,
        enter: () => {
          clearTimeout(giveUp);
          resolve(this.take());
        },
      };
      const giveUp = setTimeout(() => {
        this.waiting = this.waiting.filter((w) => w !== place);
        reject(this.timeout());
      }, maxWaitMs);
      this.waiting.push(place);
      this.admit();
    });
  }

  /** Starts nothing before `ms` from now (429, Retry-After). */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
    this.admit();
  }

  /** For metrics. */
  get state(): { underWay: number; waiting: number; pausedMs: number } {
    return { underWay: this.underWay, waiting: this.waiting.length, pausedMs: Math.max(0, this.pausedUntil - this.now()) };
  }

  private timeout(): GateTimeout {
    return new GateTimeout(Math.max(1, Math.ceil((this.pausedUntil - this.now()) / 1000)));
  }

  /** Milliseconds until rate and pause allow one more start. */
  private waitMs(): number {
    const forRate = this.starts.length < this.inWindow ? 0 : this.starts[0]! + this.windowMs - this.now();
    return Math.max(0, forRate, this.pausedUntil - this.now());
  }

  private free(): boolean {
    return this.underWay < this.limits.concurrency && this.waitMs() <= 0;
  }

  private take(): () => void {
    this.underWay += 1;
    if (this.windowMs > 0) {
      this.starts.push(this.now());
      if (this.starts.length > this.inWindow) this.starts.shift();
    }
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.underWay -= 1;
      this.admit();
    };
  }

  private admit(): void {
    while (this.waiting.length > 0 && this.free()) this.next().enter();
    clearTimeout(this.timer);
    if (this.waiting.length > 0 && this.underWay < this.limits.concurrency) this.timer = setTimeout(() => this.admit(), Math.max(1, Math.ceil(this.waitMs())));
  }

  private next(): Waiting {
    this.admitted += 1;
    const chosen = this.admitted % FAIR_SHARE === 0 ? this.waiting[0]! : this.waiting.reduce((a, b) => (LANES.indexOf(b.lane) < LANES.indexOf(a.lane) ? b : a));
    this.waiting.splice(this.waiting.indexOf(chosen), 1);
    return chosen;
  }
}
