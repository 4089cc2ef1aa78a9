import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { RestError } from './error.js';

/** One page of a collection: `limit` 20 unless asked, at most 100; `offset` from 0; `total` counts all. */
export function collection<T>(ctx: Ctx, items: T[], show: (item: T) => object, most = 100): Reply {
  const limit = Math.min(whole(ctx, 'limit', 20), most);
  const offset = whole(ctx, 'offset', 0);
  return { status: 200, body: { total: items.length, data: items.slice(offset, offset + limit).map(show) } };
}

function whole(ctx: Ctx, name: string, otherwise: number): number {
  const text = ctx.query.get(name);
  if (text === null || text === '') return otherwise;
  if (!/^\d+$/.test(text)) throw new RestError(400, `invalid value for query parameter ${name}: ${text}`, 'A19');
  return Number(text);
}

/** Keys without a value are left out: Workday sends no nulls. */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null && v !== ''));
}
