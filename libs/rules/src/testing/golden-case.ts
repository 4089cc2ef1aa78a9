import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dec, sum } from '#lib/canonical';

/** One call of a public function: its arguments, and what it must give. Arguments may refer to results of earlier calls of the case. */
export interface Call {
  call: string;
  with: unknown[];
  /** The result contains this. */
  gives?: unknown;
  /** Result fields rounded half up to the digits of the expected text. */
  gives_rounded?: Record<string, string>;
  /** Code of the RuleError. */
  throws?: string;
}

export interface GoldenCase {
  id: string;
  rule: string;
  title: string;
  source: string;
  calls: Call[];
}

/** Folder of the published cases. */
export const GOLDEN = join(__dirname, '../golden');

/** All published cases, family by family. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(GOLDEN).filter((f) => f.endsWith('.json')).flatMap((f) => JSON.parse(readFileSync(join(GOLDEN, f), 'utf8')) as GoldenCase[]);
}

/** What stands at a path such as `0.lines.1.net`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((v, key) => (v as Record<string, unknown>)[key], value);
}

/** Replaces {"$ref": "0.net"}, {"$sum": [...]} and {"$merge": [...]} by what they stand for. */
export function filled(value: unknown, results: unknown[]): unknown {
  if (Array.isArray(value)) return value.map((v) => filled(v, results));
  if (value === null || typeof value !== 'object') return value;
  const o = value as Record<string, unknown>;
  if (typeof o.$ref === 'string') return at(results, o.$ref);
  if (Array.isArray(o.$sum)) return sum((filled(o.$sum, results) as string[]).map((v) => dec(v))).toFixed();
  if (Array.isArray(o.$merge)) return Object.assign({}, ...(filled(o.$merge, results) as object[]));
  return Object.fromEntries(Object.entries(o).map(([k, v]) => [k, filled(v, results)]));
}

/** The fields of `gives_rounded` as the result has them, rounded to the digits of the expected texts. */
export function roundedFields(step: Call, result: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(step.gives_rounded ?? {}).map(([field, expected]) => {
    const digits = (expected.split('.')[1] ?? '').length;
    return [field, dec(at(result, field) as string).toDecimalPlaces(digits).toFixed(digits)];
  }));
}
