import type { VendorContext } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import { SUITEQL_PATH } from './paths.js';

/** A row of SuiteQL: lower-case columns, everything text, nulls left out. */
export type SqlRow = Readonly<Record<string, string | undefined>>;

/** Most rows NetSuite gives in one page. */
export const LARGEST_PAGE = 1000;

/**
 * Runs a query and gives its first `limit` rows (at most 1000). Walks go on by key in the query itself, never by offset: pages of an offset shift when
 * records change. The query needs a total ORDER BY. `label` names it in logs.
 */
export async function suiteql<Row extends SqlRow = SqlRow>(ctx: VendorContext<NetsuiteSettings>, label: string, q: string, limit: number = LARGEST_PAGE): Promise<Row[]> {
  const answer = await ctx.http.send({
    method: 'POST', url: SUITEQL_PATH, query: { limit: Math.min(limit, LARGEST_PAGE), offset: 0 }, headers: { prefer: 'transient' }, body: { q: q.replace(/\s+/g, ' ').trim() },
    label: `suiteql.${label}`, safe: true,
  });
  const { items } = answer.json<{ items: Record<string, unknown>[] }>();
  return items.map(({ links: _links, ...columns }) => Object.fromEntries(Object.entries(columns).filter(([, v]) => v !== null).map(([name, value]) => [name, String(value)])) as Row);
}

/** A text literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** True for an internal id; anything else cannot be the id of a record. */
export const isInternalId = (id: string): boolean => /^-?\d{1,18}$/.test(id);

/** A column name from the settings. Throws when it is no column name. */
export function sqlColumn(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,80}$/i.test(name)) throw new Error(`"${name}" in the settings is not a SuiteQL column`);
  return name.toLowerCase();
}

/** An instant shown on the account's wall clock, to the second. */
export const SECONDS = 'YYYY-MM-DD HH24:MI:SS';
export const sqlMoment = (column: string): string => `TO_CHAR(${column}, '${SECONDS}')`;
export const sqlDay = (column: string): string => `TO_CHAR(${column}, 'YYYY-MM-DD')`;
