import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { firstPage, laterPage } from './page.js';
import { parseSoql } from './parse.js';
import { runQuery, type Run } from './run.js';

/** GET query?q=… and queryAll?q=… (which also shows what is in the recycle bin). */
export function queryResource(withDeleted: boolean): (ctx: Ctx) => Reply {
  return (ctx) => {
    const text = ctx.query.get('q');
    if (text === null) throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
    const run = runFor(ctx, withDeleted);
    return { status: 200, body: firstPage(ctx, runQuery(parseSoql(text), run), run) };
  };
}

/** GET query/{locator}: the next page, exactly as nextRecordsUrl gave it. */
export const nextPage = (ctx: Ctx): Reply => ({ status: 200, body: laterPage(ctx, ctx.params.locator!, (withDeleted) => runFor(ctx, withDeleted)) });

const runFor = (ctx: Ctx, withDeleted: boolean): Run => ({ books: ctx.books, version: ctx.params.version!, today: ctx.now().toISOString().slice(0, 10), withDeleted });
