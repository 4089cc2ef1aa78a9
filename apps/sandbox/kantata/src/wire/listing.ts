import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { commaList, type Resource } from '../resource.js';
import { badRequest } from './errors.js';
import { envelope } from './present.js';
import { referenceFilter } from './reference-filters.js';
import { stampFilters } from './stamp-filters.js';

const DEFAULT_PAGE = 20;
const LARGEST_PAGE = 200;
/** Walks whose order is remembered while nothing is written. */
const REMEMBERED = 16;

/** GET /{plural}: filtered, ordered, one page. */
export function list(resource: Resource, ctx: Ctx): Reply {
  for (const name of resource.required ?? []) if (!ctx.query.get(name)) throw badRequest(`${name} is required`);
  const table = ctx.books.table(resource.plural);
  const ids = orderedIds(resource, ctx);
  const only = ctx.query.get('only');
  const { start, size, number } = only ? { start: 0, size: Math.max(ids.length, 1), number: 1 } : pageOf(ctx.query);
  const rows = ids.slice(start, start + size).map((id) => table.get(id)!);
  return envelope(resource, rows, ctx, { count: ids.length, pageNumber: number, pageSize: size });
}

/** page/per_page, or limit/offset, which wins when it is given. */
function pageOf(query: URLSearchParams): { start: number; size: number; number: number } {
  const limit = positive(query.get('limit'));
  const offset = query.get('offset');
  if (limit !== undefined || offset !== null) {
    const size = Math.min(limit ?? DEFAULT_PAGE, LARGEST_PAGE);
    const start = Math.max(Number(offset) || 0, 0);
    return { start, size, number: Math.floor(start / size) + 1 };
  }
  const size = Math.min(positive(query.get('per_page')) ?? DEFAULT_PAGE, LARGEST_PAGE);
  const number = positive(query.get('page')) ?? 1;
  return { start: (number - 1) * size, size, number };
}

/** The ids of the whole filtered list in order. Kept while the books stand still, so that walking the pages sorts once. */
function orderedIds(resource: Resource, ctx: Ctx): string[] {
  const query = new URLSearchParams(ctx.query);
  for (const name of ['page', 'per_page', 'limit', 'offset', 'include', 'optional_fields']) query.delete(name);
  query.sort();
  const key = `${resource.plural}?${query}`;
  const kept = remembered(ctx);
  if (ctx.booksVersion === undefined || kept.version !== ctx.booksVersion) {
    kept.version = ctx.booksVersion ?? -1;
    kept.walks.clear();
  }
  let ids = resource.plural === 'subscribed_events' ? undefined : kept.walks.get(key);
  if (!ids) {
    ids = ordered(resource, ctx, filtered(resource, ctx)).map((row) => row.id);
    if (kept.walks.size >= REMEMBERED) kept.walks.delete(kept.walks.keys().next().value!);
    kept.walks.set(key, ids);
  }
  return ids;
}

function remembered(ctx: Ctx): { version: number; walks: Map<string, string[]> } {
  let kept = ctx.state.get('walks') as { version: number; walks: Map<string, string[]> } | undefined;
  if (!kept) ctx.state.set('walks', (kept = { version: -1, walks: new Map() }));
  return kept;
}

function filtered(resource: Resource, ctx: Ctx): Row[] {
  const { query, books } = ctx;
  const table = books.table(resource.plural);
  const keeps: ((row: Row) => boolean)[] = [];
  let candidates: Row[] | undefined;

  const only = query.get('only');
  if (only) candidates = [...new Set(commaList(only))].flatMap((id) => table.get(id) ?? []);
  const references = referenceFilter(resource, ctx);
  if (references) {
    candidates ??= references.candidates;
    keeps.push(references.keep);
  }
  for (const [name, value] of query) {
    const filter = Object.hasOwn(resource.filters, name) ? resource.filters[name] : undefined;
    if (!filter || value === '') continue;
    candidates ??= filter.narrow?.(value, table, books);
    keeps.push((row) => filter.keep(row, value, books));
  }
  keeps.push(...stampFilters(query));
  const now = ctx.now();
  keeps.push((row) => resource.listed?.(row, query, books, now) ?? true);
  return (candidates ?? table.all()).filter((row) => keeps.every((keep) => keep(row)));
}

/** Sorted as asked when the endpoint offers that order, else by its default; rows that tie stay in order of their ids. */
function ordered(resource: Resource, ctx: Ctx, rows: Row[]): Row[] {
  const asked = ctx.query.get('order') ?? '';
  const [name, direction] = (offered(resource, asked) ? asked : resource.defaultOrder).split(':');
  const key = resource.orders[name!]!;
  const sign = direction === 'desc' ? -1 : 1;
  return rows
    .map((row) => ({ row, key: key(row, ctx.books), id: Number(row.id) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id))
    .map(({ row }) => row);
}

function offered(resource: Resource, asked: string): boolean {
  const [name = '', direction] = asked.split(':');
  return Object.hasOwn(resource.orders, name) && (direction === undefined || direction === 'asc' || direction === 'desc');
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text && Number.isInteger(value) && value > 0 ? value : undefined;
}
