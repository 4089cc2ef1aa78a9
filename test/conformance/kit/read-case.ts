import type { Offered } from './cell.js';
import type { MappingCase } from './mapping-case.js';
import type { Stand } from './stand.js';

/** One entity that is read, and how its rows come and change at the vendor. */
export interface ReadCase {
  entity: string;
  /** Puts rows `from`..`to` (exclusive) into the books, changed at this instant (UTC); answers their natural key or other mark, see `mark`. */
  seed(stand: Stand, from: number, to: number, at: string): Promise<unknown>;
  /** Row number of a delivered record. */
  numberOf(record: { source_id: string; natural_key: string | null; data: any }): number;
  /** Changes one row so that its record differs. */
  change: Offered<(stand: Stand, n: number, at: string) => Promise<unknown>>;
  /** Rows beside the seeded ones that the entity always has. */
  others?: number;
  /** What a row says, and where the record must say it. */
  mapping: MappingCase;
  /** Rows of the large walk; the sandbox must hold them in memory. */
  many?: number;
}
