import type { Row } from '../../../kernel/src/index.js';
import { isDeleted } from '../record/read.js';
import { rowById, rowsOf } from '../schema/org.js';
import { operandFor } from './literal.js';
import type { Condition } from './syntax.js';
import { inValues, pathOf, type Scope } from './where.js';

/** Rows worth testing: through an index when a part of the AND pins an id, a lookup or an external id, else all of them. */
export function candidates(where: Condition | undefined, scope: Scope, withDeleted: boolean): Row[] {
  const rows = pinned(where, scope) ?? rowsOf(scope.books, scope.type);
  return withDeleted ? rows : rows.filter((r) => !isDeleted(r));
}

function pinned(where: Condition | undefined, scope: Scope): Row[] | undefined {
  if (!where) return undefined;
  for (const part of where.kind === 'and' ? where.parts : [where]) {
    const values = pinnedValues(part, scope);
    if (!values) continue;
    const { field } = pathOf((part as { name: { text: string; at: number } }).name, scope);
    const unique = [...new Set(values)];
    if (field.type === 'id') return unique.flatMap((id) => rowById(scope.books, scope.type, String(id)) ?? []);
    return unique.flatMap((value) => scope.books.table(scope.type.name).by(field.name, value));
  }
  return undefined;
}

function pinnedValues(part: Condition, scope: Scope): unknown[] | undefined {
  if (!(part.kind === 'in' && !part.negated) && !(part.kind === 'compare' && part.op === '=')) return undefined;
  const path = pathOf(part.name, scope);
  const indexed = path.field.type === 'id' || path.field.unique || (path.field.type === 'reference' && path.field.name !== 'OwnerId' && !path.field.readOnly);
  if (path.hops.length || !indexed) return undefined;
  const values = part.kind === 'in' ? inValues(part.values, path, scope) : [operandFor(scope.source, path.field, part.value, scope.today).from];
  return values.includes(null) ? undefined : values;
}
