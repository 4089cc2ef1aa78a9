import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dec, sum } from '#lib/canonical';
import * as rules from '../index.js';

/** One call of a public function: its arguments, and what it must give. Arguments may refer to results of earlier calls of the case. */
interface Call {
  call: string;
  with: unknown[];
  /** The result contains this. */
  gives?: unknown;
  /** Result fields rounded half up to the digits of the expected text. */
  gives_rounded?: Record<string, string>;
  /** Code of the RuleError. */
  throws?: string;
}

interface GoldenCase {
  id: string;
  rule: string;
  title: string;
  source: string;
  calls: Call[];
}

const folder = __dirname;
const cases = readdirSync(folder).filter((f) => f.endsWith('.json')).flatMap((f) => JSON.parse(readFileSync(join(folder, f), 'utf8')) as GoldenCase[]);
const functions: Record<string, (...args: unknown[]) => unknown> = { ...(rules as unknown as Record<string, (...args: unknown[]) => unknown>), sameAs: (value) => value, countOf: (list) => (list as unknown[]).length };

function at(results: unknown[], path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], results);
}

/** Replaces {"$ref": "0.net"}, {"$sum": [...]} and {"$merge": [...]} by what they stand for. */
function filled(value: unknown, results: unknown[]): unknown {
  if (Array.isArray(value)) return value.map((v) => filled(v, results));
  if (value === null || typeof value !== 'object') return value;
  const o = value as Record<string, unknown>;
  if (typeof o.$ref === 'string') return at(results, o.$ref);
  if (Array.isArray(o.$sum)) return sum((filled(o.$sum, results) as string[]).map((v) => dec(v))).toFixed();
  if (Array.isArray(o.$merge)) return Object.assign({}, ...(filled(o.$merge, results) as object[]));
  return Object.fromEntries(Object.entries(o).map(([k, v]) => [k, filled(v, results)]));
}

function check(step: Call, results: unknown[]): unknown {
  const run = (): unknown => functions[step.call]!(...(filled(step.with, results) as unknown[]));
  if (step.throws) {
    expect(run).toThrow(expect.objectContaining({ name: 'RuleError', code: step.throws }));
    return undefined;
  }
  const result = run();
  if (step.gives !== undefined) {
    if (step.gives !== null && typeof step.gives === 'object') expect(result).toMatchObject(step.gives);
    else expect(result).toBe(step.gives);
  }
  for (const [field, expected] of Object.entries(step.gives_rounded ?? {})) {
    const digits = (expected.split('.')[1] ?? '').length;
    expect([field, dec(at([result], `0.${field}`) as string).toDecimalPlaces(digits).toFixed(digits)]).toEqual([field, expected]);
  }
  return result;
}

describe('published cases', () => {
  it('are all here, once each', () => {
    expect(new Set(cases.map((c) => c.id)).size).toBe(121);
    expect(cases).toHaveLength(121);
  });

  it.each(cases.map((c) => [c.id, c.title, c] as const))('%s %s', (_id, _title, c) => {
    const results: unknown[] = [];
    for (const step of c.calls) results.push(check(step, results));
    expect.hasAssertions();
  });
});
