import type { PageAt, RowPage } from '#lib/connector';

/** Reports under way, by the settings object of the runtime that reads them; gone with it. */
const underWay = new WeakMap<object, Map<string, readonly { key: string }[]>>();
/** Walks kept per runtime; one that was pushed out is read again. */
const KEPT = 6;
let walks = 0;

/**
 * Pages of a report that comes only as a whole: read once per walk, handed out in key order. After a restart the report is read again and
 * the walk goes on behind the last key, so nothing slips.
 */
export async function reportPage<Row extends { key: string }>(at: PageAt, settings: object, load: () => Promise<Row[]>): Promise<RowPage<Row>> {
  const kept = underWay.get(settings) ?? new Map<string, readonly Row[]>();
  underWay.set(settings, kept);
  const [walk, after] = at.from === null ? [`${process.pid}.${++walks}`, undefined] : parted(at.from);
  const rows = (kept.get(walk) as readonly Row[] | undefined) ?? (await load()).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const start = after === undefined ? 0 : rows.findIndex((row) => row.key > after);
  const page = start < 0 ? [] : rows.slice(start, start + at.limit);
  const more = start >= 0 && start + page.length < rows.length;
  kept.delete(walk);
  if (more) kept.set(walk, rows);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return { rows: page, next: more ? `${walk}|${page.at(-1)!.key}` : null };
}

function parted(from: string): [walk: string, after: string] {
  const bar = from.indexOf('|');
  return [from.slice(0, bar), from.slice(bar + 1)];
}
