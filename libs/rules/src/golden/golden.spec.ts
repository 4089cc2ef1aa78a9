import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as rules from '../index.js';
import type { RuleTrace } from '../index.js';
import { demanding } from '../testing/demanding.js';
import { type Call, filled, GOLDEN, goldenCases, roundedFields } from '../testing/golden-case.js';

const cases = goldenCases();
const functions: Record<string, (...args: unknown[]) => unknown> = { ...(demanding(rules) as unknown as Record<string, (...args: unknown[]) => unknown>), sameAs: (value) => value, countOf: (list) => (list as unknown[]).length };

/** The rules that decided and the figures they used: by case, one entry per call, each a list of [rule, numbers]. */
const explained = JSON.parse(readFileSync(join(GOLDEN, 'explained', 'why.json'), 'utf8')) as Record<string, unknown[]>;

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
  expect(roundedFields(step, result)).toEqual(step.gives_rounded ?? {});
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
