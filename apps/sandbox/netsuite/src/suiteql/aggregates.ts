import { type Decimal, ZERO, decimalOf, dividedBy, plus } from '../books/decimal.js';
import { invalidQuery } from '../errors.js';
import { type Value, compareValues, keyOf, numberOf } from './values.js';

/** Collects the values of one aggregate over a group. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

const collectors: Record<string, () => Accumulator> = {
  count: () => {
    let count = 0;
    return { add: () => void count++, result: () => decimalOf(count)! };
  },
  sum: () => summing((total) => total),
  avg: () => summing((total, count) => dividedBy(total, decimalOf(count)!) ?? null),
  min: () => extreme(-1),
  max: () => extreme(1),
};

export const isAggregate = (name: string): boolean => Object.hasOwn(collectors, name);

/** A fresh accumulator; nulls are passed over, as are repeated values under DISTINCT. */
export function accumulator(name: string, distinct: boolean): Accumulator {
  const inner = collectors[name]!();
  const seen = new Set<string>();
  return {
    add(value) {
      if (value === null || (distinct && seen.has(keyOf(value)))) return;
      if (distinct) seen.add(keyOf(value));
      inner.add(value);
    },
    result: () => inner.result(),
  };
}

function summing(finish: (total: Decimal, count: number) => Value): Accumulator {
  let total = ZERO;
  let count = 0;
  return {
    add(value) {
      const number = numberOf(value);
      if (!number) throw invalidQuery('Search error occurred: SUM and AVG take numbers.');
      total = plus(total, number);
      count++;
    },
    result: () => (count === 0 ? null : finish(total, count)),
  };
}

function extreme(direction: number): Accumulator {
  let best: Value = null;
  return {
    add: (value) => void (best = best === null || compareValues(value!, best) * direction > 0 ? value : best),
    result: () => best,
  };
}
