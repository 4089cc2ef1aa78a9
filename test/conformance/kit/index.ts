import 'reflect-metadata';
import type { Cell } from './cell.js';
import { order } from './order.js';
import { Run } from './run.js';
import type { Scenario } from './scenario.js';
import { findCells } from '../suites/find.js';
import { authCells } from '../suites/auth.js';
import { driftCells } from '../suites/drift.js';
import { feedCells } from '../suites/feeds.js';
import { hygieneCells } from '../suites/hygiene.js';
import { limitCells } from '../suites/limits.js';
import { mappingCells } from '../suites/mapping.js';
import { readCells } from '../suites/reads.js';
import { staticCells } from '../suites/static.js';
import { writeCells } from '../suites/writes.js';

export type { Scenario } from './scenario.js';

/** Every cell of the matrix for one vendor, also those that do not apply to it. */
export function cellsOf(scenario: Scenario): Cell[] {
  const all = [...staticCells(scenario), ...mappingCells(scenario), ...writeCells(scenario), ...findCells(scenario), ...authCells(scenario), ...readCells(scenario), ...feedCells(scenario), ...limitCells(scenario), ...driftCells(scenario), ...hygieneCells(scenario)];
  return all.filter((c) => (order.form === 'full' || !c.long) && (!order.only || order.only.test(`${c.suite} ${c.row} ${c.column}`)));
}

/** Tries one vendor: every cell that applies is a named test, every cell is in the report. */
export function conform(scenario: Scenario): void {
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
