/** Repeatable choices. One stream per purpose: adding a draw to one stream never shifts another. */
export class Dice {
  private state: number;

  constructor(seed: string, purpose: string) {
    this.state = hash(`${seed}/${purpose}`);
  }

  /** Next number in [0, 1). Weyl sequence with an avalanche mix; integers only, so every machine draws the same. */
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
  }

  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)]!;
  }

  /** A pick in which each item has its own weight; undefined when nothing weighs anything. */
  weighted<T>(from: readonly T[], weight: (item: T) => number): T | undefined {
    const total = from.reduce((sum, item) => sum + weight(item), 0);
    let left = this.next() * total;
    return total <= 0 ? undefined : (from.find((item) => (left -= weight(item)) < 0) ?? from.at(-1));
  }

  /** The items in another order; the argument is left as it was. */
  shuffled<T>(from: readonly T[]): T[] {
    const out = [...from];
    for (let at = out.length - 1; at > 0; at--) {
      const other = this.int(0, at);
      [out[at], out[other]] = [out[other]!, out[at]!];
    }
    return out;
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
