import type { Books, Row } from '../../../kernel/src/index.js';
import type { Field } from '../schema/field.js';
import { childRelationship, typeOrUndefined } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { aggregate, isAggregate, isBareCount } from './aggregate.js';
import { candidates } from './candidates.js';
import { compareValues } from './compare.js';
import { soqlError } from './fault.js';
import { pathValue } from './path.js';
import { compileSelect, type Projection } from './project.js';
import type { Query } from './syntax.js';
import { compileWhere, pathOf, type Scope } from './where.js';

/** What a query found. */
export interface Found extends Presentation {
  query: Query;
  type: ObjectType;
  rows: Row[];
  /** Set for grouped queries, whose records are made at once. */
  grouped?: Record<string, unknown>[];
  bareCount: boolean;
}

/** How found rows are shown; made anew for each page, over the books of that request. */
export interface Presentation {
  project: Projection;
  /** Child sub-selects: wire name and what one parent's children are. */
  children: { name: string; of: (parent: Row) => Found }[];
}

export interface Run {
  books: Books;
  version: string;
  today: string;
  withDeleted: boolean;
}

/** Runs a parsed query. Throws INVALID_TYPE, INVALID_FIELD or MALFORMED_QUERY. */
export function runQuery(query: Query, run: Run): Found {
  const type = typeOrUndefined(query.from.text);
  if (!type) {
    throw soqlError('INVALID_TYPE', query.source, query.from.at, `sObject type '${query.from.text}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`);
  }
  return select(query, type, run);
}

function select(query: Query, type: ObjectType, run: Run, parent?: { field: Field; id: string }): Found {
  const scope: Scope = { source: query.source, type, books: run.books, today: run.today, subquery: (q) => semiJoin(q, run) };
  const test = query.where && compileWhere(query.where, scope);
  const pool = parent ? run.books.table(type.name).by(parent.field.name, parent.id).filter((r) => run.withDeleted || r.IsDeleted !== true) : candidates(query.where, scope, run.withDeleted);
  const matched = test ? pool.filter(test) : [...pool];
  const grouped = isAggregate(query) && !isBareCount(query) ? aggregate(query, matched, scope) : undefined;
  const rows = window(query, order(query, matched, scope, grouped !== undefined));
  return { query, type, rows, grouped: grouped && window(query, grouped), bareCount: isBareCount(query), ...presentation(query, type, run) };
}

/** Projection and sub-selects of a query over the books of this request. */
export function presentation(query: Query, type: ObjectType, run: Run): Presentation {
  if (isAggregate(query)) return { project: () => ({}), children: [] };
  const scope: Scope = { source: query.source, type, books: run.books, today: run.today, subquery: () => [] };
  return { project: compileSelect(query, scope, run.version), children: children(query, type, run) };
}

function order(query: Query, rows: Row[], scope: Scope, grouped: boolean): Row[] {
  if (grouped || query.orderBy.length === 0) return rows;
  const keys = query.orderBy.map((o) => {
    const path = pathOf(o.name, scope);
    if (path.field.type === 'textarea') throw soqlError('INVALID_FIELD', scope.source, o.name.at, `field '${path.field.name}' can not be sorted in a query call`);
    return { ...o, path };
  });
  const decorated = rows.map((row) => ({ row, values: keys.map((k) => pathValue(row, k.path, scope.books)) }));
  decorated.sort((a, b) => {
    for (const [i, k] of keys.entries()) {
      const [x, y] = [a.values[i], b.values[i]];
      if (x === null || y === null) {
        if (x !== y) return (x === null) === k.nullsLast ? 1 : -1;
        continue;
      }
      const sign = compareValues(x, y);
      if (sign !== 0) return k.descending ? -sign : sign;
    }
    return 0;
  });
  return decorated.map((d) => d.row);
}

function window<T>(query: Query, items: T[]): T[] {
  if (query.limit === undefined && query.offset === 0) return items;
  return items.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit);
}

function children(query: Query, type: ObjectType, run: Run): Presentation['children'] {
  return query.select.flatMap((item) => {
    if (item.kind !== 'children') return [];
    const relation = childRelationship(type, item.query.from.text);
    if (!relation) {
      throw soqlError('INVALID_TYPE', query.source, item.query.from.at, `Didn't understand relationship '${item.query.from.text}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`);
    }
    const of = (parentId: string) => select(item.query, relation.type, run, { field: relation.field, id: parentId });
    of('');
    return [{ name: relation.field.children!, of: (parent: Row) => of(parent.id) }];
  });
}

function semiJoin(query: Query, run: Run): unknown[] {
  const [item] = query.select;
  if (query.select.length !== 1 || item?.kind !== 'field') throw soqlError('MALFORMED_QUERY', query.source, query.from.at, 'semi join sub-selects must select exactly one field');
  const found = runQuery(query, run);
  const scope: Scope = { source: query.source, type: found.type, books: run.books, today: run.today, subquery: () => [] };
  const path = pathOf(item.name, scope);
  return found.rows.map((row) => pathValue(row, path, run.books));
}
