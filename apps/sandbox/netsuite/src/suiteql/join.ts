import type { Row } from '../../../kernel/src/index.js';
import type { Cond, Source } from './ast.js';
import { type Conjunct, type Lookup, conjunctsOf } from './conjuncts.js';
import type { Env, Scope } from './scope.js';
import { isMoment, textOfValue } from './values.js';

/** One table to bring in: how to find its candidates, and what they must satisfy. */
interface Step {
  table: number;
  left: boolean;
  lookup: Lookup | undefined;
  /** Conditions of the join itself. */
  on: Conjunct[];
  /** Conditions that can be decided once this table is there. */
  where: Conjunct[];
}

/** Every combination of rows the FROM and WHERE clauses let through. Indexes serve equalities. */
export function joinedRows(scope: Scope, sources: Source[], where: Cond | undefined): Env[] {
  const steps = planned(scope, sources, where);
  const found: Env[] = [];
  const env: Env = { rows: sources.map(() => undefined), slots: [] };
  const scans = new Map<number, Row[]>();
  const descend = (at: number): void => {
    const step = steps[at];
    if (!step) {
      found.push({ rows: [...env.rows], slots: [] });
      return;
    }
    let matched = false;
    for (const row of candidates(scope, step, env, scans)) {
      env.rows[step.table] = row;
      if (!step.on.every((one) => one.holds(env) === true)) continue;
      matched = true;
      if (step.where.every((one) => one.holds(env) === true)) descend(at + 1);
    }
    env.rows[step.table] = undefined;
    if (step.left && !matched && step.where.every((one) => one.holds(env) === true)) descend(at + 1);
  };
  descend(0);
  return found;
}

/**
 * Order of the joins: as written when there is a left join; else beginning with a table an index can enter by a
 * constant, then always one that is tied to those already there, if there is any.
 */
function planned(scope: Scope, sources: Source[], where: Cond | undefined): Step[] {
  const lefts = sources.some((source) => source.join === 'left');
  const ons = sources.map((source) => conjunctsOf(scope, source.on));
  const filters = [...conjunctsOf(scope, where), ...(lefts ? [] : ons.flat())];
  const open = new Set(sources.map((_source, index) => index));
  const bound = new Set<number>();
  const steps: Step[] = [];
  while (open.size) {
    const table = lefts ? [...open][0]! : next(open, bound, filters);
    const left = sources[table]!.join === 'left';
    const on = lefts ? ons[table]! : [];
    const lookup = lookupInto(table, bound, left ? on : [...on, ...filters]);
    open.delete(table);
    bound.add(table);
    const ready = filters.filter((one) => one.tables.size === 0 ? steps.length === 0 : one.tables.has(table) && subset(one.tables, bound));
    steps.push({ table, left, lookup, on, where: ready });
  }
  return steps;
}

function next(open: Set<number>, bound: Set<number>, filters: Conjunct[]): number {
  const order = [...open];
  return order.find((table) => lookupInto(table, bound, filters)) ?? order[0]!;
}

function lookupInto(table: number, bound: Set<number>, conjuncts: Conjunct[]): Lookup | undefined {
  const usable = conjuncts.flatMap((one) => one.lookups).filter((lookup) => lookup.table === table && subset(lookup.needs, bound));
  return usable.find((lookup) => lookup.stored === 'id') ?? usable.sort((a, b) => a.values.length - b.values.length)[0];
}

function candidates(scope: Scope, step: Step, env: Env, scans: Map<number, Row[]>): Row[] {
  const table = scope.books.table(scope.tables[step.table]!.table.name);
  if (!step.lookup) {
    let rows = scans.get(step.table);
    if (!rows) scans.set(step.table, (rows = table.all()));
    return rows;
  }
  const { stored, values } = step.lookup;
  const keys = new Set<string>();
  for (const value of values) {
    const key = value(env);
    if (key !== null && !isMoment(key)) keys.add(textOfValue(key));
  }
  return [...keys].flatMap((key) => (stored === 'id' ? (table.get(key) ?? []) : table.by(stored, key)));
}

const subset = (part: Set<number>, whole: Set<number>): boolean => [...part].every((one) => whole.has(one));
