/** Tables in which something is kept for its own sake: where each stands in the log, and when a feed was last looked at. */
const ASIDE = ['event_consumer', 'feed_cursor'];

/** One line per table of the product: how many rows, and a sum over all they hold. Two equal ones mean that nothing was written between them. */
export async function fingerprint(stage) {
  const tables = (await stage.rows(`select tablename as name from pg_tables where schemaname = 'public' order by 1`)).map((t) => t.name).filter((t) => !ASIDE.includes(t));
  const parts = tables.map((t) => `select '${t}' as name, count(*)::text || ' ' || coalesce(sum(hashtextextended(x::text, 0)), 0)::text as print from "${t}" x`);
  return new Map((await stage.rows(parts.join(' union all '))).map((r) => [r.name, r.print]));
}

/** Names of the tables that differ. */
export const differences = (before, after) => [...after].filter(([name, print]) => before.get(name) !== print).map(([name]) => name);
