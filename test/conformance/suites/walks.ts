import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Cell, type Figures, given } from '../kit/cell.js';
import { order } from '../kit/order.js';
import type { ReadCase } from '../kit/read-case.js';
import type { Scenario } from '../kit/scenario.js';
import type { Replica, Stand } from '../kit/stand.js';
import { Tally } from '../kit/tally.js';
import { later, vendorNow } from './reads.js';

const SUITE = 'walks';
/** Rows of the full form, where no number is ordered. */
const FULL = 100_000;
const A_PAGE = 1_000;
/** Rows that change at one instant, and the time between two instants: all of it fits into a day, most of it far outside any overlap. */
const AT_ONCE = 1_000;
const BETWEEN_MS = 600_000;
/** What a walk may hold on to beyond what it held a fifth of the way in: page buffers and the memory of the overlap, not the table. */
const GROWTH_MB = 24;

type Change = ReadCase['change'] extends infer T ? Exclude<T, string> : never;

/** Large tables: walked to the end, with a crash in the middle and changes under way; none missing, none twice while nothing moves, in memory that stays as it is. */
export function walkCells(scenario: Scenario): Cell[] {
  const rows = order.rows ?? FULL;
  return scenario.reads.map((read): Cell => {
    const at = { suite: SUITE, row: read.entity, column: `${String(rows).replace(/\B(?=(\d{3})+$)/g, ' ')} rows`, long: true };
    if (order.rows === undefined && !read.many) return { ...at, reason: 'all entities are walked with --rows; the full form walks one of each vendor' };
    return given(read.change, at, (change, stand) => walk(stand, read, change, rows));
  });
}

async function walk(stand: Stand, read: ReadCase, change: Change, rows: number): Promise<Figures> {
  const seeding = performance.now();
  await seed(stand, read, rows);
  const began = performance.now();
  // One behind the place of the walk, one near it, one ahead of it.
  const changed = [1, Math.floor(rows / 2), rows - 2];
  const tally = new Tally(read, rows, A_PAGE, changed);
  const fresh = (): Replica => stand.replica({ requestTimeoutMs: 300_000 });
  let replica = fresh();
  let crashed = false;
  let moved = false;
  let early: number | undefined;
  let late = heapMb();
  for (let more = true; more; ) {
    more = await tally.page(replica);
    if (!crashed && tally.rows >= rows / 3) {
      // The process dies; another one goes on from the cursor, knowing nothing else.
      replica.runtime.close();
      replica = fresh();
      crashed = true;
    }
    if (!moved && tally.rows >= (rows * 2) / 3) {
      // As long as nothing moves, each row comes once, whoever reads.
      expect(tally.repeated()).toEqual([]);
      await later(stand);
      for (const n of changed) await change(stand, n, await vendorNow(stand));
      moved = true;
    }
    if (early === undefined && tally.rows >= rows / 5) early = heapMb();
    if (tally.pages % 10 === 0) late = heapMb();
  }
  const pages = tally.pages;
  const seconds = (performance.now() - began) / 1000;
  const again = tally.repeated().length;
  // A row that changed ahead of a walk that goes from the newest to the oldest is met by the next one.
  expect(tally.missing().filter((n) => !changed.includes(n))).toEqual([]);
  await later(stand);
  await tally.toTheEnd(replica);
  expect(tally.missing()).toEqual([]);
  // What changed while the walk went on is known as it is now: a process that begins anew knows the same.
  const anew = await new Tally(read, rows, A_PAGE, changed).toTheEnd(fresh());
  expect({ missing: anew.missing(), known: tally.known() }).toEqual({ missing: [], known: anew.known() });
  const growth = pages > 5 ? late - (early ?? late) : 0;
  if (pages > 5) expect(growth).toBeLessThan(GROWTH_MB);
  return { rows, pages, seed_s: (began - seeding) / 1000, walk_s: seconds, heap_early_mb: early ?? late, heap_growth_mb: growth, repeated: again, told_again: tally.repeated().length - again };
}

async function seed(stand: Stand, read: ReadCase, rows: number): Promise<void> {
  const last = Date.parse(await vendorNow(stand, 3_600_000));
  const instants = Math.ceil(rows / AT_ONCE);
  for (let i = 0; i < instants; i++) await read.seed(stand, i * AT_ONCE, Math.min(rows, (i + 1) * AT_ONCE), new Date(last - (instants - 1 - i) * BETWEEN_MS).toISOString());
}

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use once everything that can go is gone, in MB. The sandbox's books are in it, and do not grow while they are read. */
function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
