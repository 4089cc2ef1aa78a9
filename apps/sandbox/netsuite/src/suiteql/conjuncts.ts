import type { Cond, Expr } from './ast.js';
import { type Predicate, compileCondition } from './compile-condition.js';
import { type Evaluator, compileExpression } from './compile.js';
import { type Scope, resolveColumn } from './scope.js';

/** A part of a condition that must hold by itself, with what the planner needs to know of it. */
export interface Conjunct {
  holds: Predicate;
  /** Indexes of the tables it mentions. */
  tables: Set<number>;
  /** Ways to find rows of one table through an index. */
  lookups: Lookup[];
}

/** `table.stored` equals one of these values, which need only the tables in `needs`. */
export interface Lookup {
  table: number;
  stored: string;
  values: Evaluator[];
  needs: Set<number>;
}

const INDEXED_KINDS = new Set(['ref', 'text', 'choice']);
/** Numbers whose stored text is always canonical. */
const INDEXED_NUMBERS = new Set(['id', 'line', 'recordid', 'transactionline']);

export const conjunctsOf = (scope: Scope, cond: Cond | undefined): Conjunct[] => flat(cond).map((one) => conjunct(scope, one));

const flat = (cond: Cond | undefined): Cond[] => (cond === undefined ? [] : cond.k === 'and' ? cond.of.flatMap(flat) : [cond]);

function conjunct(scope: Scope, cond: Cond): Conjunct {
  const lookups: Lookup[] = [];
  if (cond.k === 'compare' && cond.op === '=') {
    add(scope, lookups, cond.left, [cond.right]);
    add(scope, lookups, cond.right, [cond.left]);
  }
  if (cond.k === 'in' && !cond.negated && Array.isArray(cond.items)) add(scope, lookups, cond.left, cond.items);
  return { holds: compileCondition(scope, cond), tables: tablesIn(scope, cond), lookups };
}

function add(scope: Scope, lookups: Lookup[], key: Expr, values: Expr[]): void {
  if (key.k !== 'column') return;
  const { index, column } = resolveColumn(scope, key.table, key.name);
  const needs = new Set(values.flatMap((value) => [...tablesIn(scope, value)]));
  if (needs.has(index) || !(INDEXED_KINDS.has(column.kind) || INDEXED_NUMBERS.has(column.stored))) return;
  lookups.push({ table: index, stored: column.stored, values: values.map((value) => compileExpression(scope, value)), needs });
}

/** Tables mentioned anywhere in a condition or expression (not in nested queries, which stand alone). */
function tablesIn(scope: Scope, node: Cond | Expr): Set<number> {
  const found = new Set<number>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null && 'k' in value) {
      const part = value as Cond | Expr;
      if (part.k === 'column') found.add(resolveColumn(scope, part.table, part.name).index);
      else Object.values(part).forEach(visit);
    } else if (typeof value === 'object' && value !== null && 'when' in value) Object.values(value).forEach(visit);
  };
  visit(node);
  return found;
}
