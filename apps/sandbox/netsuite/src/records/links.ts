import type { Ctx } from '../../../kernel/src/index.js';

export const SERVICES = '/services/rest';
export const RECORDS = `${SERVICES}/record/v1`;

export interface Link {
  rel: string;
  href: string;
}

/** Scheme and host the caller used. */
export const originOf = (ctx: Ctx): string => `${ctx.headers['x-forwarded-proto'] ?? 'http'}://${ctx.headers.host ?? '127.0.0.1'}`;

export const recordUrl = (ctx: Ctx, type: string, id: string): string => `${originOf(ctx)}${RECORDS}/${type}/${id}`;

/** Links of one page of a collection; the query is kept but for limit and offset. */
export function pageLinks(ctx: Ctx, page: { limit: number; offset: number; total: number }): Link[] {
  const at = (offset: number): string => {
    const query = new URLSearchParams(ctx.query);
    query.set('limit', String(page.limit));
    query.set('offset', String(offset));
    return `${originOf(ctx)}${ctx.path}?${query}`;
  };
  const last = page.total === 0 ? 0 : Math.floor((page.total - 1) / page.limit) * page.limit;
  const links: Link[] = [];
  if (page.offset > 0) links.push({ rel: 'previous', href: at(Math.max(0, page.offset - page.limit)) }, { rel: 'first', href: at(0) });
  if (page.offset + page.limit < page.total) links.push({ rel: 'next', href: at(page.offset + page.limit) }, { rel: 'last', href: at(last) });
  links.push({ rel: 'self', href: at(page.offset) });
  return links;
}
