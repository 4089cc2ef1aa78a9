import type { Books, Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { resourceOf } from '../resources/index.js';
import { commaList, type Resource } from '../resource.js';
import { shownInstant } from './stamps.js';

/** Where the rows of an answer stand in the whole list. */
export interface Window {
  count: number;
  pageNumber: number;
  pageSize: number;
}

/** The answer every endpoint gives: ids in order under `results`, the objects in maps by id, what was included beside them. */
export function envelope(resource: Resource, rows: Row[], ctx: Ctx, window?: Window): Reply {
  const include = commaList(ctx.query.get('include') ?? '').filter((name) => Object.hasOwn(resource.associations, name));
  const optional = requestedFields(ctx.query);
  const maps: Record<string, Record<string, unknown>> = { [resource.plural]: {} };
  for (const name of include) maps[resource.associations[name]!.to] ??= {};
  for (const name of include) addIncluded(maps, resource, name, rows, ctx.books);
  for (const row of rows) maps[resource.plural]![row.id] = presented(resource, row, ctx.books, include, optional);
  const { count, pageNumber, pageSize } = window ?? { count: rows.length, pageNumber: 1, pageSize: 20 };
  return {
    status: 200,
    body: {
      count,
      results: rows.map((row) => ({ key: resource.plural, id: row.id })),
      ...maps,
      meta: { count, page_count: Math.ceil(count / pageSize), page_number: pageNumber, page_size: pageSize },
    },
  };
}

/** One object as answers show it: its columns, the optional ones asked for, and the keys of included associations. */
export function presented(resource: Resource, row: Row, books: Books, include: string[], optional: string[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  const names = optional.length ? [...resource.columns, ...(resource.optional ?? []).filter((name) => optional.includes(name))] : resource.columns;
  for (const name of names) {
    const compute = resource.computed?.[name];
    const value = compute ? compute(row, books) : row[name];
    shown[name] = name.endsWith('_at') ? shownInstant(value) : (value ?? null);
  }
  for (const name of include) {
    const association = resource.associations[name]!;
    const ids = association.ids(row, books);
    shown[association.key] = association.many ? ids : (ids[0] ?? null);
  }
  shown.id = row.id;
  return shown;
}

function addIncluded(maps: Record<string, Record<string, unknown>>, resource: Resource, name: string, rows: Row[], books: Books): void {
  const association = resource.associations[name]!;
  const target = resourceOf(association.to);
  for (const row of rows) {
    for (const id of association.ids(row, books)) {
      const map = maps[association.to]!;
      if (id === null || map[id]) continue;
      const found = books.table(association.to).get(id);
      if (found) map[id] = presented(target, found, books, [], []);
    }
  }
}

function requestedFields(query: URLSearchParams): string[] {
  return [...query].filter(([name]) => name === 'optional_fields' || name === 'optional_fields[]').flatMap(([, value]) => commaList(value));
}
