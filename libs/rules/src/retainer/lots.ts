import { type Decimal, ZERO } from '#lib/canonical';
import { min, text } from '../exact.js';

/** Hours left of one period's grant. */
export interface Lot {
  /** Null: the opening balance. */
  grant_period: string | null;
  hours: Decimal;
  /** Period ends this lot has survived. */
  age: number;
}

/** Hours one entry took from one period's grant. */
export interface Draw {
  id: string;
  grant_period: string | null;
  hours: string;
}

/** Takes hours from the oldest lots first (RET-2); `short` is what no lot could give. */
export function draw(lots: readonly Lot[], amount: Decimal, id: string): { lots: Lot[]; draws: Draw[]; short: Decimal } {
  let left = amount;
  const draws: Draw[] = [];
  const after = lots.map((lot) => {
    const taken = min(lot.hours, left);
    if (taken.gt(ZERO)) draws.push({ id, grant_period: lot.grant_period, hours: text(taken) });
    left = left.minus(taken);
    return { ...lot, hours: lot.hours.minus(taken) };
  });
  return { lots: after, draws, short: left };
}
