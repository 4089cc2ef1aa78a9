import type { EntityManager } from 'typeorm';
import { type ExceptionRecord, exceptionRecord } from './exception-record.js';
import { TENANT } from './tenant.js';

export interface ExceptionFilter {
  /** Default `['open', 'assigned']`. */
  status?: string[];
  code?: string;
  owner_team?: string;
  severity?: string;
  workflow?: string;
  business_key?: string;
  run_id?: string;
  correlation_id?: string;
  legal_entity_code?: string;
  assigned_to?: string;
  /** Words of the message or the business key, in any case. The message of one about a vendor write is not searched: it may show what not everybody may see. */
  text?: string;
  /** Met for the first time before this instant. */
  first_seen_before?: string;
}

export interface ExceptionPage {
  rows: ExceptionRecord[];
  /** Empty on the last page. */
  next_cursor: string;
}

const COLUMNS = ['code', 'owner_team', 'severity', 'workflow', 'business_key', 'run_id', 'correlation_id', 'legal_entity_code', 'assigned_to'] as const;

/** Exceptions, latest seen first. The cursor is opaque; one that was not given out here throws a TypeError. */
export async function listExceptions(em: Pick<EntityManager, 'query'>, filter: ExceptionFilter = {}, page: { cursor?: string; limit?: number } = {}): Promise<ExceptionPage> {
  const limit = Math.min(Math.max(page.limit ?? 50, 1), 500);
  const params: unknown[] = [TENANT, filter.status ?? ['open', 'assigned']];
  const where = ['tenant_id = $1', 'status = any($2)'];
  for (const column of COLUMNS) if (filter[column] !== undefined) where.push(`${column} = $${params.push(filter[column])}`);
  if (filter.text !== undefined) where.push(`(case when context ? 'verb' then '' else message end || ' ' || business_key) ilike '%' || $${params.push(filter.text.replace(/[\\%_]/g, '\\$&'))} || '%'`);
  if (filter.first_seen_before !== undefined) where.push(`first_seen < $${params.push(filter.first_seen_before)}::timestamptz`);
  if (page.cursor) {
    const { at, id } = position(page.cursor);
    where.push(`(last_seen, id) < ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
  }
  // The full microseconds: a JavaScript date would cut them off and repeat rows.
  const rows = await em.query(`select *, last_seen::text as exact_last_seen from exception where ${where.join(' and ')} order by last_seen desc, id desc limit ${limit + 1}`, params);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ exact_last_seen: _exact, ...row }: Record<string, unknown>) => exceptionRecord(row)),
    next_cursor: rows.length > limit ? Buffer.from(JSON.stringify([last.exact_last_seen, last.id])).toString('base64url') : '',
  };
}

/** Open exceptions by code. */
export async function countExceptions(em: Pick<EntityManager, 'query'>): Promise<Record<string, number>> {
  const rows = await em.query(`select code, count(*)::int as n from exception where tenant_id = $1 and status in ('open', 'assigned') group by code order by code`, [TENANT]);
  return Object.fromEntries(rows.map((r: { code: string; n: number }) => [r.code, r.n]));
}

function position(cursor: string): { at: string; id: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parsed = undefined;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2 || !/^[\d\-:. +]{10,40}$/.test(String(parsed[0])) || !/^[0-9a-f-]{36}$/.test(String(parsed[1]))) {
    throw new TypeError('The cursor is not one that this list gave out');
  }
  return { at: String(parsed[0]), id: String(parsed[1]) };
}
