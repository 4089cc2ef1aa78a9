import { daysBetween, dec, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num, text } from '../exact.js';
import { currencyDigits } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** One record as one system knows it. Value is null where a system keeps hours only. */
export interface ControlRecord {
  key: string;
  project_id: string;
  hours: DecimalInput;
  value?: DecimalInput | null;
}

export interface ControlBreak {
  project_id: string;
  measure: 'count' | 'hours' | 'value';
  left_system: string;
  right_system: string;
  left: string;
  right: string;
  difference: string;
  /** Records one side has and the other has not. */
  keys: string[];
}

export interface ThreeWayInput {
  /** PSA approved, ERP posted, billing drafted: name and records; two or more. */
  systems: readonly { name: string; records: readonly ControlRecord[] }[];
  currency: string;
  /** Amounts came through a conversion: one minor unit per line is tolerated (REC-2). */
  converted?: boolean;
}

/** REC-1 and REC-2: compares every system with the first, by project, on count (tolerance 0), hours (0) and value (0, or 1 unit per line if converted). INVALID_INPUT with fewer than two systems. */
export function threeWayMatch(input: ThreeWayInput): { ok: boolean; breaks: ControlBreak[]; why: RuleTrace[] } {
  const [first, ...others] = input.systems;
  // A control that compares nothing must not pass.
  if (!first || others.length === 0) throw new RuleError('INVALID_INPUT', 'REC-1', `a match needs two systems or more, not ${input.systems.length}`);
  const unit = dec(10).pow(-currencyDigits(input.currency));
  const breaks = others.flatMap((other) => projects(first.records, other.records).flatMap((p) => compare(p, first, other, input.converted ? unit : dec(0))));
  return { ok: breaks.length === 0, breaks, why: [why('REC-1', input.systems.map((s) => s.name).join(' vs '), { breaks: breaks.length })] };
}

function projects(a: readonly ControlRecord[], b: readonly ControlRecord[]): string[] {
  return [...new Set([...a, ...b].map((r) => r.project_id))].sort();
}

function compare(project: string, left: { name: string; records: readonly ControlRecord[] }, right: { name: string; records: readonly ControlRecord[] }, perLine: Decimal): ControlBreak[] {
  const own = (records: readonly ControlRecord[]): ControlRecord[] => records.filter((r) => r.project_id === project);
  const [a, b] = [own(left.records), own(right.records)];
  const keys = [...difference(a, b), ...difference(b, a)].sort();
  const total = (rows: ControlRecord[], field: 'hours' | 'value'): Decimal => sum(rows.map((r) => num(r[field] ?? 0, field)));
  const measures = [
    { measure: 'count' as const, x: dec(a.length), y: dec(b.length), tolerance: dec(0) },
    { measure: 'hours' as const, x: total(a, 'hours'), y: total(b, 'hours'), tolerance: dec(0) },
    ...([...a, ...b].some((r) => r.value !== undefined && r.value !== null) ? [{ measure: 'value' as const, x: total(a, 'value'), y: total(b, 'value'), tolerance: perLine.times(Math.max(a.length, b.length)) }] : []),
  ];
  const off = measures.filter((m) => m.x.minus(m.y).abs().gt(m.tolerance));
  // Equal totals can hide one record in place of another.
  if (off.length === 0 && keys.length > 0) off.push(measures[0]!);
  return off.map((m) => ({ project_id: project, measure: m.measure, left_system: left.name, right_system: right.name, left: text(m.x), right: text(m.y), difference: text(m.x.minus(m.y)), keys }));
}

function difference(a: ControlRecord[], b: ControlRecord[]): string[] {
  const known = new Set(b.map((r) => r.key));
  return a.filter((r) => !known.has(r.key)).map((r) => r.key);
}

/** MET-20: open breaks by count, value (without sign) and age in days. */
export function reconciliationBacklog(input: { breaks: readonly { opened_on: string; value: DecimalInput }[]; as_of: string }): { count: number; value: string; oldest_days: number | null; why: RuleTrace[] } {
  const ages = input.breaks.map((b) => daysBetween(day(b.opened_on, 'opened_on'), day(input.as_of, 'as_of')));
  const value = sum(input.breaks.map((b) => num(b.value, 'value').abs()));
  return { count: input.breaks.length, value: text(value), oldest_days: ages.length === 0 ? null : Math.max(...ages), why: [why('MET-20', 'open breaks', { count: input.breaks.length, value })] };
}
