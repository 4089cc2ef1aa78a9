import type { Stand } from './stand.js';

/** One promise about one vendor, tried under one condition: a place in the matrix. */
export interface Cell {
  suite: string;
  /** What is tried: a verb, an entity, a scheme. */
  row: string;
  /** Under which condition. */
  column: string;
  /** Throws when the promise is broken. Absent: the cell does not apply, and `reason` says why. */
  run?(stand: Stand): Promise<Figures | void>;
  reason?: string;
  /** Needs no sandbox and no database. */
  alone?: true;
  /** Left out of the short form. */
  long?: boolean;
}

/** What a cell measured, by name with its unit. */
export type Figures = Record<string, number>;

/** How a cell ended. */
export interface CellResult {
  vendor: string;
  suite: string;
  row: string;
  column: string;
  outcome: 'passed' | 'failed' | 'not_applicable';
  /** Why it does not apply, or the first line of what went wrong. */
  detail?: string;
  figures?: Figures;
  ms: number;
}

/** What a vendor can show of itself, or the reason why it has no such thing. */
export type Offered<T> = T | string;

/** A cell that does not apply when the vendor gave a reason instead of the means. */
export function given<T>(offered: Offered<T>, place: Pick<Cell, 'suite' | 'row' | 'column' | 'long'>, run: (means: T, stand: Stand) => Promise<Figures | void>): Cell {
  return typeof offered === 'string' ? { ...place, reason: offered } : { ...place, run: (stand) => run(offered, stand) };
}
