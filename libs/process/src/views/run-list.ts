import type { EntityManager } from 'typeorm';
import { plain } from './run-view.js';

export interface RunFilter {
  flow?: string;
  /** `queued | running | waiting | failed | completed | retried`. */
  state?: string[];
  business_key?: string;
  correlation_id?: string;
}

export interface RunPage {
  rows: Record<string, unknown>[];
  /** Empty on the last page. */
  next_cursor: string;
}

/** Runs, latest first. The cursor is opaque; one that was not given out here throws a TypeError. */
export async function listRuns(ds: Pick<EntityManager, 'query'>, filter: RunFilter = {}, page: { cursor?: string; limit?: number } = {}): Promise<RunPage> {
  const limit = Math.min(Math.max(page.limit ?? 50, 1), 500);
  const params: unknown[] = [];
  const where: string[] = ['true'];
  for (const column of ['flow', 'business_key', 'correlation_id'] as const) if (filter[column] !== undefined) where.push(`${column} = $${params.push(filter[column])}`);
  if (filter.state) where.push(`state = any($${params.push(filter.state)})`);
  if (page.cursor) {
    const [at, id] = position(page.cursor);
    where.push(`(started_at, id) < ($${params.push(at)}::timestamptz, $${params.push(id)})`);
  }
  const rows = await ds.query(
    `select id, flow, business_key, correlation_id, state, attempt, retry_of, error, started_at, ended_at, started_at::text as exact from process_run
     where ${where.join(' and ')} order by started_at desc, id desc limit ${limit + 1}`, params);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ exact: _exact, ...row }: Record<string, unknown>) => plain(row)),
    next_cursor: rows.length > limit ? Buffer.from(JSON.stringify([last.exact, last.id])).toString('base64url') : '',
  };
}

function position(cursor: string): [string, string] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parsed = undefined;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2 || !/^[\d\-:. +]{10,40}$/.test(String(parsed[0]))) throw new TypeError('The cursor is not one that this list gave out');
  return [String(parsed[0]), String(parsed[1])];
}
