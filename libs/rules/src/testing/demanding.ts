import { Decimal } from '#lib/canonical';
import { RuleError, type RuleTrace } from '../index.js';

const DECIMAL = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const RULE = /^[A-Z]+-\d+$/;
const CODE = /^[A-Z][A-Z0-9_]+$/;

type Call = (...args: unknown[]) => unknown;

/**
 * The functions of a module, each call of which must keep what every rule promises, besides what the spec asks of it:
 * an answer names the rules that decided, in words, with exact figures; a refusal has a code of the closed list's form, its rule and
 * a detail; nothing is NaN or infinite; and the same call with one of its figures or dates spoiled is refused by the name of that field.
 */
export function demanding<M extends object>(module: M): M {
  return Object.fromEntries(Object.entries(module).map(([name, value]) => [name, typeof value === 'function' && /^[a-z]/.test(name) ? watched(name, value as Call) : value])) as M;
}

function watched(name: string, call: Call): Call {
  return (...args) => {
    const spoiled = args.flatMap((arg, i) => leaves(arg).map(({ path, put }) => ({ field: path.findLast((key) => Number.isNaN(Number(key))), args: args.map((a, k) => (k === i ? put : a)) })));
    const answer = attempt(name, call, args);
    if (answer instanceof RuleError) throw answer;
    for (const s of spoiled) refusesByName(name, call, s.args, s.field);
    return answer;
  };
}

/** The answer, or the refusal, checked. Anything else that is thrown passes on. */
function attempt(name: string, call: Call, args: unknown[]): unknown {
  try {
    const answer = call(...args);
    if (answer !== null && typeof answer === 'object') checkAnswer(name, answer as Record<string, unknown>);
    return answer;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    if (!CODE.test(error.code) || !RULE.test(error.rule) || error.detail === '') throw new Error(`${name} refuses without saying why: ${error.message}`);
    return error;
  }
}

function checkAnswer(name: string, answer: Record<string, unknown>): void {
  const fail = (problem: string): never => {
    throw new Error(`${name}: ${problem} in ${JSON.stringify(answer)}`);
  };
  if (/"(NaN|-?Infinity)"/.test(JSON.stringify(answer))) fail('a figure that is none');
  if (typeof answer.code === 'string' && !CODE.test(answer.code)) fail(`code ${JSON.stringify(answer.code)}`);
  if (!('why' in answer)) return;
  const traces = answer.why as RuleTrace[];
  if (traces.length === 0) fail('no rule');
  for (const trace of traces) {
    if (!RULE.test(trace.rule) || trace.detail === '') fail(`a trace without rule or words (${JSON.stringify(trace)})`);
    for (const [figure, value] of Object.entries(trace.numbers)) if (!DECIMAL.test(value)) fail(`figure ${figure} is ${value}`);
  }
}

/** Whoever sent the figure must be able to find it: the refusal names the field. A figure the rule has no use for may stand. */
function refusesByName(name: string, call: Call, args: unknown[], field: string | undefined): void {
  try {
    call(...args);
  } catch (error) {
    const readsFigures = error instanceof RuleError && (error.rule === 'MON-1' || error.rule === 'RATE-1');
    if (readsFigures && field !== undefined && !error.detail.includes(field)) throw new Error(`${name} refuses a spoiled ${field} without naming it: ${error.detail}`);
  }
}

/** Every decimal and date in a value, with a copy of the value in which just that one is spoiled. */
function leaves(value: unknown): { path: string[]; put: unknown }[] {
  if (typeof value === 'string') return DECIMAL.test(value) ? [{ path: [], put: 'spoiled' }] : DATE.test(value) ? [{ path: [], put: '2026-02-30' }] : [];
  if (value === null || typeof value !== 'object' || value instanceof Decimal) return [];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner).map(({ path, put }) => ({ path: [key, ...path], put: Array.isArray(value) ? value.with(Number(key), put) : { ...value, [key]: put } })));
}
