import { randomBytes } from 'node:crypto';
import type { Ctx } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { isDeleted } from '../record/read.js';
import { rowById } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { switchValue } from '../switches.js';
import { presentation, type Found, type Presentation, type Run } from './run.js';
import type { Query } from './syntax.js';

/** An open query: what it found is fixed when it ran (ids); the rows are read page by page as they are then. */
interface Locator {
  query: Query;
  type: ObjectType;
  withDeleted: boolean;
  openedAt: number;
  ids: string[];
  grouped?: Record<string, unknown>[];
}

const MAX_PAGE = 2000;
const MAX_OPEN = 100;
const LIFETIME_MS = 2 * 86_400_000;

/** First page of a query, with a locator for the rest. */
export function firstPage(ctx: Ctx, found: Found, run: Run): object {
  if (found.bareCount) return { totalSize: found.rows.length, done: true, records: [] };
  const { query, type, grouped } = found;
  const locator: Locator = { query, type, grouped, withDeleted: run.withDeleted, openedAt: ctx.now().getTime(), ids: found.rows.map((r) => r.id) };
  const name = sizeOf(locator) > pageSize(ctx) ? open(ctx, locator) : '';
  return page(ctx, locator, name, 0, found, run);
}

/** A later page, named `{locator}-{offset}`. */
export function laterPage(ctx: Ctx, text: string, runFor: (withDeleted: boolean) => Run): object {
  const [, name, offset] = /^(.+)-(\d+)$/.exec(text) ?? [];
  const locator = name === undefined ? undefined : locators(ctx).get(name);
  if (!locator || ctx.now().getTime() - locator.openedAt > LIFETIME_MS || Number(offset) >= sizeOf(locator)) {
    throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  const run = runFor(locator.withDeleted);
  return page(ctx, locator, name!, Number(offset), presentation(locator.query, locator.type, run), run);
}

function page(ctx: Ctx, locator: Locator, name: string, from: number, shown: Presentation, run: Run): object {
  const total = sizeOf(locator);
  const to = from + pageSize(ctx);
  const records = locator.grouped?.slice(from, to) ?? locator.ids.slice(from, to).flatMap((id) => {
    const row = rowById(run.books, locator.type, id);
    if (!row || (isDeleted(row) && !run.withDeleted)) return [];
    const record = shown.project(row);
    for (const child of shown.children) {
      const inner = child.of(row);
      record[child.name] = inner.rows.length ? firstPage(ctx, inner, run) : null;
    }
    return [record];
  });
  if (to >= total) return { totalSize: total, done: true, records };
  return { totalSize: total, done: false, nextRecordsUrl: `/services/data/${run.version}/query/${name}-${to}`, records };
}

/** Page size asked for in `Sforce-Query-Options: batchSize=n` (200..2000), never above the server's own. */
function pageSize(ctx: Ctx): number {
  const asked = Number(/batchSize\s*=\s*(\d+)/i.exec(ctx.headers['sforce-query-options'] ?? '')?.[1] ?? MAX_PAGE);
  return Math.min(Math.max(asked, 200), MAX_PAGE, switchValue<number>(ctx.books, 'page_size') ?? MAX_PAGE);
}

function locators(ctx: Ctx): Map<string, Locator> {
  let all = ctx.state.get('locators') as Map<string, Locator> | undefined;
  if (!all) ctx.state.set('locators', (all = new Map()));
  return all;
}

/** Keeps the locator; the oldest gives way when too many are open. */
function open(ctx: Ctx, locator: Locator): string {
  const all = locators(ctx);
  const name = `0r8xx${randomBytes(12).toString('hex').slice(0, 13)}`;
  all.set(name, locator);
  if (all.size > MAX_OPEN) all.delete(all.keys().next().value!);
  return name;
}

const sizeOf = (locator: Locator) => locator.grouped?.length ?? locator.ids.length;
