import { type Ctx, type Reply, switchValue } from '../../../kernel/src/index.js';
import { many } from '../answering.js';
import { invalidContent, invalidHeader } from '../errors.js';
import { pageLinks } from '../records/links.js';
import { pageOf } from '../records/paging.js';
import { accountTimeZone } from '../work.js';
import { parseQuery } from './parse-select.js';
import { runQuery } from './run.js';
import type { Env } from './scope.js';

/**
 * POST /query/v1/suiteql?limit=&offset= with `Prefer: transient` and `{"q": "SELECT …"}`. Text values, T/F, nulls left
 * out. Where the query leaves the order open and the rows do not fit on one page, each call may order them differently
 * (switch `settled_order` turns that off).
 */
export function suiteql(ctx: Ctx): Reply {
  if (!/\btransient\b/i.test(ctx.headers.prefer ?? '')) throw invalidHeader("The required request header 'Prefer' is missing or invalid. Use 'Prefer: transient'.", 'Prefer');
  const { limit, offset } = pageOf(ctx);
  const body = ctx.json<{ q?: unknown } | null>();
  if (typeof body?.q !== 'string' || body.q.trim() === '') throw invalidContent("Invalid content in the request body. The property 'q' must hold a query.", 'q');
  const settled = switchValue(ctx.books, 'settled_order', false);
  const result = runQuery(parseQuery(body.q), {
    books: ctx.books, timeZone: accountTimeZone(ctx.books), now: ctx.now().getTime(),
    disorder: (rows) => !settled && rows.length > limit && shuffle(rows, () => ctx.rng()),
  });
  const items = result.page(offset, limit).map((row) => ({ links: [], ...row }));
  return many({
    links: pageLinks(ctx, { limit, offset, total: result.total }), count: items.length, hasMore: offset + items.length < result.total,
    items, offset, totalResults: result.total,
  }, false);
}

function shuffle(rows: Env[], random: () => number): void {
  for (let at = rows.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [rows[at], rows[other]] = [rows[other]!, rows[at]!];
  }
}
