import { QUEUE_CLASSES, type QueueClass } from '../flow/define.js';
import { unlessStopping } from './pause.js';

/** Every so many grants the longest waiting one goes first, so that a busy class cannot starve the others. */
const FAIR_EVERY = 10;

interface Waiter {
  since: number;
  admit: () => void;
}

/** Lets `width` pieces of work run at a time; those waiting are admitted finance first, then delivery, then analytics. */
export class Gate {
  private readonly waiting = new Map<QueueClass, Waiter[]>(QUEUE_CLASSES.map((c) => [c, []]));
  private running = 0;
  private grants = 0;
  private arrivals = 0;

  constructor(private readonly width: number) {}

  get active(): number {
    return this.running;
  }

  async run<T>(queue: QueueClass, work: () => Promise<T>): Promise<T> {
    await unlessStopping();
    if (this.running >= this.width) await new Promise<void>((admit) => this.waiting.get(queue)!.push({ since: this.arrivals++, admit }));
    else this.running++;
    try {
      await unlessStopping();
      return await work();
    } finally {
      this.leave();
    }
  }

  /** A slot passes from the leaver to the next waiter without being free in between. */
  private leave(): void {
    const next = this.next();
    if (next) next.admit();
    else this.running--;
  }

  private next(): Waiter | undefined {
    const lines = QUEUE_CLASSES.map((c) => this.waiting.get(c)!).filter((line) => line.length > 0);
    if (lines.length === 0) return undefined;
    if (++this.grants % FAIR_EVERY === 0) lines.sort((a, b) => a[0]!.since - b[0]!.since);
    return lines[0]!.shift();
  }
}

/** The gates of a process: one for database connections, one per system API. */
export class Gates {
  readonly transactions: Gate;
  private readonly systems = new Map<string, Gate>();

  constructor(connections: number, private readonly callsPerSystem: number) {
    this.transactions = new Gate(connections);
  }

  calls(system: string): Gate {
    let gate = this.systems.get(system);
    if (!gate) this.systems.set(system, (gate = new Gate(this.callsPerSystem)));
    return gate;
  }

  /** Pieces of work in progress. */
  get active(): number {
    return [...this.systems.values()].reduce((n, g) => n + g.active, this.transactions.active);
  }
}
