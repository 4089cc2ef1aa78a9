import { type Cell, given } from '../kit/cell.js';
import type { ReadCase } from '../kit/read-case.js';
import { numbers, Reader, sorted } from '../kit/reader.js';
import type { Scenario } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { later, vendorNow } from './reads.js';

const SUITE = 'feeds';

/** What a consumer of changes may meet: the same page again, late arrivals, a long silence. */
export function feedCells(scenario: Scenario): Cell[] {
  const { webhooks } = scenario.connector.manifest;
  return [
    ...scenario.reads.flatMap((read): Cell[] => {
      const at = (column: string) => ({ suite: SUITE, row: read.entity, column });
      return [
        { ...at('the same page five times'), run: (stand) => repeated(stand, read) },
        { ...at('arrives late, with an older time'), run: (stand) => disordered(stand, read) },
        given(read.change, at('a gap, then a poll'), (change, stand) => gap(stand, read, change)),
      ];
    }),
    { suite: SUITE, row: 'webhooks', column: 'duplicates, disorder, gap', ...(webhooks ? { run: () => Promise.reject(new Error('the vendor pushes changes: declare how they are tried')) } : { reason: 'changes are read by polling' }) },
  ];
}

/** A cursor is a place, not a subscription: whoever reads from it again gets the same. */
async function repeated(stand: Stand, read: ReadCase): Promise<void> {
  await read.seed(stand, 0, 10, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  const first = await replica.runtime.read(read.entity, '', 4);
  const pages = [];
  for (let i = 0; i < 5; i++) pages.push((await replica.runtime.read(read.entity, first.next_cursor, 4)).records.map((r) => [r.source_id, r.source_version]));
  for (const page of pages) expect(page).toEqual(pages[0]);
}

/** A row that becomes visible after the walk, with a change time before rows already delivered, inside the declared overlap. */
async function disordered(stand: Stand, read: ReadCase): Promise<void> {
  await read.seed(stand, 0, 5, await vendorNow(stand, 10_000));
  const replica = stand.replica();
  const reader = await new Reader(read, 4).catchUp(replica);
  await read.seed(stand, 5, 6, await vendorNow(stand, 30_000));
  await later(stand);
  await reader.catchUp(replica);
  expect(sorted([...reader.last.keys()])).toEqual(numbers(0, 6));
}

/** Nobody asked for a while; many rows changed, some twice. One poll brings what a new reader would see. */
async function gap(stand: Stand, read: ReadCase, change: (stand: Stand, n: number, at: string) => Promise<unknown>): Promise<void> {
  await read.seed(stand, 0, 12, await vendorNow(stand, 3_600_000));
  const replica = stand.replica();
  const reader = await new Reader(read, 5).catchUp(replica);
  for (const n of [1, 3, 5, 7, 9, 3, 1]) {
    await later(stand);
    await change(stand, n, await vendorNow(stand));
  }
  await read.seed(stand, 12, 15, await vendorNow(stand));
  await later(stand);
  await reader.catchUp(stand.replica());
  const fresh = await new Reader(read, 200).catchUp(stand.replica());
  expect(reader.contents()).toEqual(fresh.contents());
  expect(sorted([...reader.last.keys()])).toEqual(numbers(0, 15));
}
