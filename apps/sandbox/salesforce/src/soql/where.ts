import type { Books, Row } from '../../../kernel/src/index.js';
import type { ObjectType } from '../schema/object-type.js';
import { compareValues, likeTest } from './compare.js';
import { soqlError } from './fault.js';
import { operandFor, type Operand } from './literal.js';
import { pathValue, resolvePath, type Path } from './path.js';
import type { Condition, Query } from './syntax.js';

export type Test = (row: Row) => boolean;

/** What compiling a condition needs besides its text. */
export interface Scope {
  source: string;
  type: ObjectType;
  books: Books;
  /** Today in the org, `YYYY-MM-DD`. */
  today: string;
  /** Values of the one selected field of a semi-join. */
  subquery(query: Query): unknown[];
}

/** A condition as a test on rows. Unknown fields and ill-typed literals are refused here, before any row is seen. */
export function compileWhere(condition: Condition, scope: Scope): Test {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((p) => compileWhere(p, scope));
      return (row) => parts.every((p) => p(row));
    }
    case 'or': {
      const parts = condition.parts.map((p) => compileWhere(p, scope));
      return (row) => parts.some((p) => p(row));
    }
    case 'not': {
      const part = compileWhere(condition.part, scope);
      return (row) => !part(row);
    }
    case 'in':
      return compileIn(condition, scope);
    case 'compare':
      return compileCompare(condition, scope);
  }
}

function compileIn(condition: Extract<Condition, { kind: 'in' }>, scope: Scope): Test {
  const path = pathOf(condition.name, scope);
  const folded = new Set(inValues(condition.values, path, scope).map(fold));
  return (row) => {
    const value = pathValue(row, path, scope.books);
    return folded.has(fold(value)) !== condition.negated;
  };
}

/** The values of an IN list, in the field's own terms. */
export function inValues(values: Extract<Condition, { kind: 'in' }>['values'], path: Path, scope: Scope): unknown[] {
  return Array.isArray(values) ? values.map((v) => operandFor(scope.source, path.field, v, scope.today).from) : scope.subquery(values);
}

function compileCompare(condition: Extract<Condition, { kind: 'compare' }>, scope: Scope): Test {
  const path = pathOf(condition.name, scope);
  if (condition.op === 'like') {
    if (condition.value.kind !== 'string') throw soqlError('INVALID_FIELD', scope.source, condition.value.at, `value of filter criterion for field '${path.field.name}' must be of type string and should be enclosed in quotes`);
    const like = likeTest(String(condition.value.value));
    return (row) => {
      const value = pathValue(row, path, scope.books);
      return value !== null && like(String(value));
    };
  }
  const operand = operandFor(scope.source, path.field, condition.value, scope.today);
  const test = comparison(condition.op, operand);
  return (row) => test(pathValue(row, path, scope.books));
}

/** Against a span, `=` is inside, `<` before its start, `>` after its end. Null is unequal to everything and never smaller or greater. */
function comparison(op: string, { from, to }: Operand): (value: unknown) => boolean {
  const inside = (v: unknown) => (v === null || from === null ? v === from : compareValues(v, from) >= 0 && compareValues(v, to) <= 0);
  const ordered = (test: (v: unknown) => boolean) => (v: unknown) => v !== null && from !== null && test(v);
  switch (op) {
    case '=': return inside;
    case '!=': return (v) => !inside(v);
    case '<': return ordered((v) => compareValues(v, from) < 0);
    case '<=': return ordered((v) => compareValues(v, to) <= 0);
    case '>': return ordered((v) => compareValues(v, to) > 0);
    default: return ordered((v) => compareValues(v, from) >= 0);
  }
}

export const pathOf = (name: { text: string; at: number }, scope: Scope) => resolvePath(scope.source, scope.type, name, scope.books);
const fold = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
