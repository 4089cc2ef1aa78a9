import { dec } from '#lib/canonical';
import fc, { type Arbitrary } from 'fast-check';

/** One thing a vendor row says: how it is generated, where it stands in the row, where the record must say it, and how. */
export interface Fact<V = any> {
  name: string;
  values: Arbitrary<V>;
  set(row: any, value: V): void;
  get(record: any): unknown;
  want(value: V): unknown;
}

/** A word out of a closed list; `field` is what the problem must name for a word that is not in it. */
export interface Word {
  set(row: any, value: string): void;
  field: string;
}

/** What is tried of the mapping of one entity. */
export interface MappingCase {
  facts: Fact[];
  words: Word[];
  /** Parts of a row that say nothing of their own, with the reason: plumbing of the API, repetitions. Paths with `/`. */
  plumbing?: Record<string, string>;
  /** Ids under which the vendor says the same once more. */
  repeats?(row: any, path: readonly string[]): boolean;
}

export const fact = <V>(name: string, values: Arbitrary<V>, set: (row: any, value: V) => void, get: (record: any) => unknown, want: (value: V) => unknown): Fact<V> => ({ name, values, set, get, want });

/** An amount in minor units of a currency with 0, 2 or 3 decimals. */
export interface Money {
  minor: bigint;
  places: 0 | 2 | 3;
}

export const CURRENCIES = { 0: 'JPY', 2: 'USD', 3: 'KWD' } as const;

/** Up to a hundred billion major units: more than a binary float holds exactly at three decimals. */
export const money: Arbitrary<Money> = fc.record({ minor: fc.bigInt(0n, 99_999_999_999_999n), places: fc.constantFrom(0 as const, 2 as const, 3 as const) });

/** Plain decimal text of an amount, with the decimals of its currency. */
export function textOf({ minor, places }: Money): string {
  const digits = minor.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A decimal of up to so many digits and places, as text. */
export const decimalOf = (digits: number, places: number): Arbitrary<string> =>
  fc.tuple(fc.bigInt(0n, 10n ** BigInt(digits) - 1n), fc.integer({ min: 0, max: places })).map(([n, p]) => dec(n.toString()).div(dec(10).pow(p)).toFixed());

/** Equal as numbers, whatever the zeros behind. */
export const exact = (text: unknown): string => (text === undefined || text === null ? String(text) : dec(String(text)).toFixed());

/** Days over half a century, leap days included. */
export const day: Arbitrary<string> = fc.integer({ min: 0, max: 18_262 }).map((n) => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10));

/** An instant with an offset, as vendors write it, and the same in UTC. */
export const instant: Arbitrary<{ text: string; utc: string }> = fc.tuple(fc.integer({ min: 946_684_800, max: 2_524_607_999 }), fc.integer({ min: -12 * 4, max: 14 * 4 })).map(([seconds, quarters]) => {
  const local = new Date(seconds * 1000 + quarters * 900_000).toISOString().slice(0, 19);
  const [sign, minutes] = [quarters < 0 ? '-' : '+', Math.abs(quarters) * 15];
  return { text: `${local}${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`, utc: new Date(seconds * 1000).toISOString() };
});

/** Words of any script, without space at the ends. */
export const text: Arbitrary<string> = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((s) => `${s.replaceAll(/\s+/gu, ' ').trim()}¶`.trim());
