import type { Ctx } from '../../../kernel/src/index.js';
import { invalidParameter } from '../errors.js';

const LARGEST_PAGE = 1000;

/** Page asked for by `limit` (1…1000, default 1000) and `offset` (a multiple of the limit). Throws INVALID_PARAMETER. */
export function pageOf(ctx: Ctx): { limit: number; offset: number } {
  const limit = whole(ctx, 'limit', LARGEST_PAGE);
  if (limit < 1 || limit > LARGEST_PAGE) throw invalidParameter(`The limit must be between 1 and ${LARGEST_PAGE}.`, 'limit');
  const offset = whole(ctx, 'offset', 0);
  if (offset % limit !== 0) throw invalidParameter(`Invalid value for the offset parameter: ${offset}. The offset must be divisible by the limit.`, 'offset');
  return { limit, offset };
}

function whole(ctx: Ctx, name: string, otherwise: number): number {
  const text = ctx.query.get(name);
  if (text === null || text === '') return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw invalidParameter(`Invalid value for the ${name} parameter: ${text}. Provide a non-negative whole number.`, name);
  return Number(text);
}
