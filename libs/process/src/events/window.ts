import { type CanonicalEvent } from '#lib/canonical';
import { envelope, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A place in the log. Events are placed by the transaction that wrote them, then by their number in it. */
export interface Place {
  xid: string;
  seq: string;
}

export interface Window {
  /** The events of the wanted types, in an order that keeps every partition's sequence. */
  events: CanonicalEvent[];
  /** Place of each of them, by event id. */
  places: Map<string, Place>;
  /** Where the consumer stands once it is done with them. */
  end: Place;
  /** False when the log ended before the window was full. */
  more: boolean;
}

type Row = Parameters<typeof envelope>[0] & Place & { wanted: boolean };

/**
 * Reads on from `after`. Only events below the horizon (the oldest transaction still open) are seen: behind it a transaction could
 * still commit events that belong before ones already read. Undefined when there is nothing to read yet.
 */
export async function nextWindow(em: EntityManager, after: Place, types: readonly string[], limit: number): Promise<Window | undefined> {
  const [{ horizon }] = await em.query('select pg_snapshot_xmin(pg_current_snapshot())::text as horizon');
  let rows = await read(em, after, types, horizon, { limit });
  let mayExtend = true;
  while (rows.length > 0) {
    const late = await latecomers(em, rows);
    if (late.length === 0) return { events: inSequence(rows), places: new Map(rows.map((r) => [r.id, r])), end: rows.at(-1)!, more: rows.length >= limit || !mayExtend };
    const furthest = late.reduce((a, b) => (before(a, b) ? b : a));
    if (mayExtend && BigInt(furthest.xid) < BigInt(horizon)) {
      rows = await read(em, after, types, horizon, { upTo: furthest });
      limit = 0;
    } else {
      mayExtend = false;
      const partitions = new Set(late.map((l) => l.partition_key));
      rows = rows.slice(0, rows.findIndex((r) => r.wanted && partitions.has(r.partition_key)));
    }
  }
  return undefined;
}

async function read(em: EntityManager, after: Place, types: readonly string[], horizon: string, bound: { limit: number } | { upTo: Place }): Promise<Row[]> {
  const params: unknown[] = [after.xid, after.seq, types, horizon];
  const upTo = 'upTo' in bound ? `and (xid, seq) <= ($5::xid8, $6::bigint)` : '';
  if ('upTo' in bound) params.push(bound.upTo.xid, bound.upTo.seq);
  return em.query(
    `select *, xid::text as xid, seq::text as seq, sequence::text as sequence, type = any($3::text[]) as wanted, case when type = any($3::text[]) then data end as data
     from event where (xid, seq) > ($1::xid8, $2::bigint) and xid < $4::xid8 ${upTo} order by event.xid, event.seq ${'limit' in bound ? `limit ${bound.limit}` : ''}`,
    params,
  );
}

/**
 * Events that come earlier in their partition than one in the window but are placed behind its end: their transaction began later
 * but got to the partition first.
 */
async function latecomers(em: EntityManager, rows: Row[]): Promise<(Place & { partition_key: string })[]> {
  const first = new Map<string, bigint>();
  for (const r of rows) {
    if (!r.wanted) continue;
    const sequence = BigInt(r.sequence);
    const known = first.get(r.partition_key);
    if (known === undefined || sequence < known) first.set(r.partition_key, sequence);
  }
  const end = rows.at(-1)!;
  return em.query(
    `select w.partition_key, e.xid::text as xid, e.seq::text as seq from unnest($1::text[], $2::bigint[]) as w (partition_key, sequence)
     cross join lateral (select xid, seq from event where tenant_id = $3 and partition_key = w.partition_key and sequence < w.sequence order by sequence desc limit 1) e
     where (e.xid, e.seq) > ($4::xid8, $5::bigint)`,
    [[...first.keys()], [...first.values()].map(String), TENANT, end.xid, end.seq],
  );
}

/** Puts the events of each partition into its sequence; partitions keep the places they have among each other. */
function inSequence(rows: Row[]): CanonicalEvent[] {
  const wanted = rows.filter((r) => r.wanted);
  const lines = new Map<string, Row[]>();
  for (const r of wanted) lines.set(r.partition_key, [...(lines.get(r.partition_key) ?? []), r]);
  for (const line of lines.values()) line.sort((a, b) => Number(BigInt(a.sequence) - BigInt(b.sequence)));
  return wanted.map((r) => envelope(lines.get(r.partition_key)!.shift()!));
}

export function before(a: Place, b: Place): boolean {
  const [x, y] = [BigInt(a.xid), BigInt(b.xid)];
  return x < y || (x === y && BigInt(a.seq) < BigInt(b.seq));
}
