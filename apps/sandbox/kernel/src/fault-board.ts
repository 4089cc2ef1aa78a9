import { BEFORE_BODY, type Fault } from './fault.js';
import { seededRandom } from './random.js';

/** A fault in place, with how many requests fitted it and how many it struck. */
export interface PlacedFault extends Fault {
  seen: number;
  fired: number;
}

/** What strikes one request: delays and alterations add up, of the others the first wins. */
export interface Strike {
  delayMs: number;
  alterations: Fault[];
  main: Fault | undefined;
}

interface Entry {
  fault: PlacedFault;
  path: RegExp | undefined;
  body: RegExp | undefined;
  draw: () => number;
  placedAt: number;
}

/** The faults in place at one vendor. */
export class FaultBoard {
  private entries: Entry[] = [];
  private made = 0;

  constructor(private readonly seed: string) {}

  list(): PlacedFault[] {
    return this.entries.map((entry) => entry.fault);
  }

  /** Puts a fault in place; one with the same id is replaced. */
  place(given: Omit<Fault, 'id'> & { id?: string }): PlacedFault {
    const fault: PlacedFault = { ...given, id: given.id ?? `fault-${++this.made}`, seen: 0, fired: 0 };
    const path = fault.match?.path ?? fault.table_or_path;
    const entry: Entry = {
      fault,
      path: path === undefined ? undefined : new RegExp(path),
      body: fault.match?.body === undefined ? undefined : new RegExp(fault.match.body),
      draw: seededRandom(`${this.seed}:${fault.id}`),
      placedAt: performance.now(),
    };
    const at = this.entries.findIndex((other) => other.fault.id === fault.id);
    if (at < 0) this.entries.push(entry);
    else this.entries[at] = entry;
    return fault;
  }

  remove(id: string): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.fault.id !== id);
    return this.entries.length < before;
  }

  clear(): void {
    this.entries = [];
  }

  /** The fault that strikes before the body is read, if one does. Faults matched on the body wait for it. */
  beforeBody(method: string, target: string): Fault | undefined {
    return this.firing(method, target, undefined, (entry) => BEFORE_BODY.has(entry.fault.kind) && !entry.body).next().value;
  }

  /** What strikes this request once its body has been read. */
  strike(method: string, target: string, body: string): Strike {
    const strike: Strike = { delayMs: 0, alterations: [], main: undefined };
    const left = (entry: Entry): boolean => {
      if (BEFORE_BODY.has(entry.fault.kind) && !entry.body) return false;
      return isAlteration(entry.fault) || entry.fault.kind === 'latency' || !strike.main;
    };
    for (const fault of this.firing(method, target, body, left)) {
      if (fault.kind === 'latency') strike.delayMs += (fault.ms ?? 0) + Math.floor((fault.jitter_ms ?? 0) * this.jitter());
      else if (isAlteration(fault)) strike.alterations.push(fault);
      else strike.main = fault;
    }
    return strike;
  }

  private readonly jitter = seededRandom('jitter');

  private *firing(method: string, target: string, body: string | undefined, wanted: (entry: Entry) => boolean): Generator<Fault, undefined> {
    for (const entry of this.entries) {
      const { fault } = entry;
      if (!wanted(entry) || !fits(entry, method, target, body) || isOver(entry)) continue;
      fault.seen++;
      if (fault.seen <= (fault.skip ?? 0)) continue;
      if (fault.times !== undefined && fault.fired >= fault.times) continue;
      if (fault.rate !== undefined && entry.draw() >= fault.rate) continue;
      fault.fired++;
      yield fault;
    }
    return undefined;
  }
}

const isAlteration = (fault: Fault): boolean => fault.kind === 'echo' || fault.kind === 'drift';

/** A search lags behind for a while only. */
const isOver = ({ fault, placedAt }: Entry): boolean => fault.kind === 'stale' && fault.ms !== undefined && performance.now() - placedAt > fault.ms;

function fits(entry: Entry, method: string, target: string, body: string | undefined): boolean {
  const wanted = entry.fault.match?.method;
  if (wanted && wanted.toUpperCase() !== method) return false;
  if (entry.path && !entry.path.test(target)) return false;
  return !entry.body || (body !== undefined && entry.body.test(body));
}
