import 'reflect-metadata';
import type { Cell } from './cell.js';
import { order } from './order.js';
import { Run } from './run.js';
import type { Scenario, Unsimulated } from './scenario.js';
import { findCells } from '../suites/find.js';
import { authCells } from '../suites/auth.js';
import { driftCells } from '../suites/drift.js';
import { feedCells } from '../suites/feeds.js';
import { hygieneCells } from '../suites/hygiene.js';
import { limitCells } from '../suites/limits.js';
import { mappingCells } from '../suites/mapping.js';
import { readCells } from '../suites/reads.js';
import { staticCells } from '../suites/static.js';
import { walkCells } from '../suites/walks.js';
import { writeCells } from '../suites/writes.js';

export type { Scenario, Unsimulated } from './scenario.js';

type Suite = (scenario: Scenario) => Cell[];

/** The suites that need the vendor's sandbox, in the order of the report. */
const TRIED: Record<string, Suite> = {
  mapping: mappingCells, 'write × fault': writeCells, find: findCells, auth: authCells, reads: readCells, walks: walkCells, feeds: feedCells, limits: limitCells, drift: driftCells, hygiene: hygieneCells,
};

/** Every cell of the matrix for one vendor, also those that do not apply to it. */
export function cellsOf(scenario: Scenario | Unsimulated): Cell[] {
  const tried: Cell[] = isSimulated(scenario)
    ? [...staticCells(scenario), ...Object.values(TRIED).flatMap((suite) => suite(scenario))]
    : [...staticCells({ connector: scenario.connector, reads: [], writes: [] }), ...Object.keys(TRIED).map((suite) => ({ suite, row: 'all', column: 'all', reason: scenario.sandbox }))];
  return tried.filter((c) => (order.form === 'full' || !c.long) && (!order.only || order.only.test(`${c.suite} ${c.row} ${c.column}`)));
}

const isSimulated = (scenario: Scenario | Unsimulated): scenario is Scenario => typeof scenario.sandbox !== 'string';

/** Tries one vendor: every cell that applies is a named test, every cell is in the report. */
export function conform(scenario: Scenario | Unsimulated): void {
  const cells = cellsOf(scenario);
  const run = new Run(scenario, cells);
  describe(scenario.connector.vendor, () => {
    if (order.list) return void it('is listed', () => run.write(false));
    const tried = cells.filter((c) => c.run);
    if (tried.length === 0) return void it.todo('nothing of this vendor was asked for');
    beforeAll(() => run.start(), 180_000);
    afterAll(() => run.finish(), 600_000);
    for (const cell of tried) {
      it(`${cell.suite} › ${cell.row} › ${cell.column}`, async () => {
        const { outcome, detail } = await run.outcome(cell);
        if (outcome === 'failed') throw new Error(detail);
      }, 1_800_000);
    }
  });
}
