import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dec, sum } from '#lib/canonical';
import * as rules from '../index.js';
import type { RuleTrace } from '../index.js';
import { demanding } from '../testing/demanding.js';

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
const functions: Record<string, (...args: unknown[]) => unknown> = { ...(demanding(rules) as unknown as Record<string, (...args: unknown[]) => unknown>), sameAs: (value) => value, countOf: (list) => (list as unknown[]).length };

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

/** The rules that decided and the figures they used: by case, one entry per call, each a list of [rule, numbers]. */
const explained = JSON.parse(readFileSync(join(folder, 'explained', 'why.json'), 'utf8')) as Record<string, unknown[]>;

/** The trace of a result without its wording; null when it has none. */
function traceOf(result: unknown): [string, Record<string, string>][] | null {
  const traces = (result as { why?: RuleTrace[] } | null | undefined)?.why;
  if (!Array.isArray(traces)) return null;
  for (const trace of traces) expect(trace.detail).not.toBe('');
  return traces.map((trace) => [trace.rule, trace.numbers]);
}

function check(step: Call, results: unknown[]): unknown {
  const run = (): unknown => functions[step.call]!(...(filled(step.with, results) as unknown[]));
  if (step.throws) {
    expect(run).toThrow(expect.objectContaining({ name: 'RuleError', code: step.throws, rule: expect.stringMatching(/^[A-Z]+-\d+$/), detail: expect.stringMatching(/./) }));
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
    expect(results.map(traceOf)).toEqual(explained[c.id]);
  });

  it('explain nothing that is not published', () => expect(Object.keys(explained).sort()).toEqual(cases.map((c) => c.id).sort()));
});
