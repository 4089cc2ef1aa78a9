const THRESHOLD = 5;
const FIRST_OPEN_MS = 1_000;
const LONGEST_OPEN_MS = 30_000;

/**
 * Stops asking a vendor that does not answer. After five unavailable answers in a row it opens: calls fail at once with the time left. Then one call is let
 * through; its success closes the circuit, its failure opens it for twice as long.
 */
export class Circuit {
  private failures = 0;
  private openMs = 0;
  private openUntil = 0;
  private trying = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until the circuit lets somebody through; takes no place. */
  remainingMs(): number {
    return this.openMs === 0 ? 0 : Math.max(0, this.openUntil - this.now());
  }

  /** Milliseconds until asking makes sense; 0 = go ahead. A 0 while half open is given to one caller, who must report. */
  blockedMs(): number {
    if (this.openMs === 0) return 0;
    const left = this.openUntil - this.now();
    if (left > 0) return left;
    if (this.trying) return FIRST_OPEN_MS;
    this.trying = true;
    return 0;
  }

  /** The vendor answered, whatever it said. */
  answered(): void {
    this.failures = 0;
    this.openMs = 0;
    this.trying = false;
  }

  /** The vendor was not there (5xx, no connection, timeout). */
  unavailable(): void {
    this.failures += 1;
    if (!this.trying && this.failures < THRESHOLD) return;
    this.openMs = Math.min(LONGEST_OPEN_MS, this.openMs === 0 ? FIRST_OPEN_MS : this.trying ? this.openMs * 2 : this.openMs);
    this.openUntil = this.now() + this.openMs;
    this.trying = false;
  }

  /** The caller that was let through never got to ask (its place in the queue ran out). */
  notAsked(): void {
    this.trying = false;
  }

  get open(): boolean {
    return this.openMs > 0;
  }
}
