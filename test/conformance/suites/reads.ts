import type { Cell, Offered } from '../kit/cell.js';
import { given } from '../kit/cell.js';
import type { ReadCase } from '../kit/read-case.js';
import { numbers, Reader, sorted } from '../kit/reader.js';
import type { Scenario } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';

const SUITE = 'reads';
const LIMIT = 4;
/** Row counts around the edges of pages of four. */
const EDGES = [0, 1, 3, 4, 5, 8, 9];

type Change = ReadCase['change'] extends Offered<infer T> ? T : never;

/** The instant of the vendor's clock, some milliseconds earlier. */
export async function vendorNow(stand: Stand, agoMs = 0): Promise<string> {
  return new Date(Date.parse((await stand.control('GET', 'clock')).now) - agoMs).toISOString();
}

/** Lets the vendor's clock go on, so that the next change has a later stamp. */
export const later = (stand: Stand, ms = 2_000): Promise<unknown> => stand.control('POST', 'clock', { advance_ms: ms });

/** Walks: nothing skipped, nothing lost, nothing twice where nothing moved. */
export function readCells(scenario: Scenario): Cell[] {
  return scenario.reads.flatMap((read): Cell[] => {
    const at = (column: string) => ({ suite: SUITE, row: read.entity, column });
    return [
      { ...at('page edges'), run: (stand) => edges(stand, read) },
      { ...at('equal timestamps'), run: (stand) => equalStamps(stand, read) },
      { ...at('resumed after a restart'), run: (stand) => resumed(stand, read) },
      { ...at('rows added in mid walk'), run: (stand) => grown(stand, read) },
      given(read.change, at('rows changed in mid walk'), (change, stand) => mutated(stand, read, change)),
      given(read.change, at('a change is told once'), (change, stand) => toldOnce(stand, read, change)),
    ];
  });
}

async function edges(stand: Stand, read: ReadCase): Promise<void> {
  for (const count of EDGES) {
    await stand.fresh();
    await read.seed(stand, 0, count, await vendorNow(stand, 3_600_000));
    const reader = await new Reader(read, LIMIT).catchUp(stand.replica());
    expect({ count, delivered: sorted(reader.delivered) }).toEqual({ count, delivered: numbers(0, count) });
  }
}

async function equalStamps(stand: Stand, read: ReadCase): Promise<void> {
  await read.seed(stand, 0, 3 * LIMIT + 1, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  const reader = await new Reader(read, LIMIT).catchUp(replica);
  expect(sorted(reader.delivered)).toEqual(numbers(0, 3 * LIMIT + 1));
  // More of the same instant, after the walk: still found.
  await read.seed(stand, 3 * LIMIT + 1, 3 * LIMIT + 3, await vendorNow(stand));
  reader.delivered = [];
  await reader.catchUp(replica);
  expect(sorted([...new Set(reader.delivered)])).toEqual([3 * LIMIT + 1, 3 * LIMIT + 2]);
}

/** A new process for every page. */
async function resumed(stand: Stand, read: ReadCase): Promise<void> {
  await read.seed(stand, 0, 11, await vendorNow(stand, 3_600_000));
  const reader = await new Reader(read, LIMIT).catchUp(() => stand.replica());
  expect(sorted([...new Set(reader.delivered)])).toEqual(numbers(0, 11));
}

async function grown(stand: Stand, read: ReadCase): Promise<void> {
  await read.seed(stand, 0, 10, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  let next = 10;
  const reader = new Reader(read, LIMIT);
  await reader.catchUp(replica, async () => {
    await later(stand);
    if (next < 16) await read.seed(stand, next, (next += 2), await vendorNow(stand));
  });
  await later(stand);
  await reader.catchUp(replica);
  expect(sorted([...reader.last.keys()])).toEqual(numbers(0, next));
}

/** Rows before and behind the place of the walk change while it goes on: in the end the reader knows what a new reader would. */
async function mutated(stand: Stand, read: ReadCase, change: Change): Promise<void> {
  await read.seed(stand, 0, 14, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  const reader = new Reader(read, LIMIT);
  await reader.catchUp(replica, async (pages) => {
    await later(stand);
    for (const n of [pages - 1, 14 - pages]) if (n >= 0 && n < 14) await change(stand, n, await vendorNow(stand));
  });
  await later(stand);
  await reader.catchUp(replica);
  const fresh = await new Reader(read, 200).catchUp(stand.replica());
  expect(sorted([...reader.last.keys()])).toEqual(numbers(0, 14));
  expect(reader.contents()).toEqual(fresh.contents());
}

async function toldOnce(stand: Stand, read: ReadCase, change: Change): Promise<void> {
  await read.seed(stand, 0, 6, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  const reader = await new Reader(read, LIMIT).catchUp(replica);
  const before = JSON.stringify(reader.contents()[2]);
  await later(stand);
  await change(stand, 2, await vendorNow(stand));
  reader.delivered = [];
  await reader.catchUp(replica);
  expect(reader.delivered).toEqual([2]);
  expect(JSON.stringify(reader.contents()[2])).not.toBe(before);
  reader.delivered = [];
  await reader.catchUp(replica);
  expect(reader.delivered).toEqual([]);
}
