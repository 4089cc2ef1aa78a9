/** One request as the wire log keeps it. Bodies and headers are not kept, query values that look like secrets neither. */
export interface WireEntry {
  /** Number of the answer, from 1; never used again while the vendor runs. */
  n: number;
  at: string;
  method: string;
  path: string;
  status: number | null;
  write: boolean;
  fault: string | null;
  ms: number;
}

const KEPT = 5000;
const SECRET = /([?&][^=&]*(?:token|secret|password|assertion|code)[^=&]*=)[^&]*/gi;

/** The last requests of one vendor and its counters. */
export class WireLog {
  private readonly entries: WireEntry[] = [];
  private open = 0;
  private peak = 0;
  private requests = 0;
  private answers = 0;
  private readonly statuses: Record<string, number> = {};
  private readonly struck: Record<string, number> = {};

  /** Counts a request in; returns how many are open now. */
  arrive(): number {
    this.requests++;
    this.open++;
    this.peak = Math.max(this.peak, this.open);
    return this.open;
  }

  leave(entry: Omit<WireEntry, 'n'>): void {
    this.open--;
    const status = entry.status === null ? 'none' : String(entry.status);
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (entry.fault) this.struck[entry.fault] = (this.struck[entry.fault] ?? 0) + 1;
    this.entries.push({ n: ++this.answers, ...entry, path: entry.path.replace(SECRET, '$1…') });
    if (this.entries.length > KEPT) this.entries.shift();
  }

  last(n: number): WireEntry[] {
    return n > 0 ? this.entries.slice(-n) : [];
  }

  /** Entries behind the given one, for whoever follows the log. */
  after(n: number): WireEntry[] {
    return this.entries.filter((e) => e.n > n);
  }

  stats(): Record<string, unknown> {
    return {
      requests: this.requests,
      in_flight: this.open,
      peak_concurrency: this.peak,
      rate_limited: this.statuses['429'] ?? 0,
      by_status: this.statuses,
      by_fault: this.struck,
    };
  }

  clear(): void {
    this.entries.length = 0;
    this.requests = 0;
    this.peak = this.open;
    for (const counts of [this.statuses, this.struck]) for (const key of Object.keys(counts)) delete counts[key];
  }
}
