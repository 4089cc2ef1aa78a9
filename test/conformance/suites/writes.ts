import type { Cell } from '../kit/cell.js';
import type { Scenario, WriteCase } from '../kit/scenario.js';
import { askingCells } from './write-asking.js';
import { refusalCells } from './write-refusals.js';
import { wireCells } from './write-wire.js';

/** The name of a way of writing in the matrix. */
export const rowOf = (write: WriteCase): string => (write.way ? `${write.verb}: ${write.way}` : write.verb);

/** Every write of the vendor under every fault. */
export function writeCells(scenario: Scenario): Cell[] {
  return scenario.writes.flatMap((write) => [...askingCells(scenario, write), ...wireCells(scenario, write), ...refusalCells(scenario, write)]);
}
