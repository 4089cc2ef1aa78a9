import type { EntityRef, MappingProblem } from '#lib/canonical';
import type { VendorContext } from './context.js';

/** Where a walk stands. */
export interface PageAt {
  /**
   * Return every row changed at or after this instant (UTC, milliseconds); null = everything. Returning more is harmless, returning
   * less loses records. The overlap for late records is already in it. Always null for a snapshot.
   */
  since: string | null;
  /** The `next` of the page before, of the same walk; null = first page. It may come back after a restart. */
  from: string | null;
  limit: number;
}

export interface RowPage<Row> {
  rows: Row[];
  /** Vendor's own position of the next page (locator, offset, last key), at most 400 characters; null = the walk is complete. */
  next: string | null;
}

/** Which record this is and which version of it. */
export interface RowIdentity {
  /** Vendor id, opaque. */
  source_id: string;
  /** Changes whenever the record does: the vendor's version or change time; `contentVersion(row)` where it has neither. */
  source_version: string;
  /** When the source changed it, UTC ISO 8601. For vendors without change times: a constant, e.g. `EPOCH`. */
  source_timestamp: string;
}

/** The canonical record of a row; what is left out gets the default named here. */
export interface Mapped<T = object> {
  data: T;
  /** Per glossary; default null. */
  natural_key?: string | null;
  /** Default `approved` (master data that exists at its source holds). */
  approval_status?: string;
  effective_from?: string | null;
  effective_to?: string | null;
  /** Default false. */
  deleted?: boolean;
  refs?: Record<string, EntityRef>;
  /** Vendor fields without a canonical place: nothing is lost silently. */
  extensions?: Record<string, unknown>;
  problem?: MappingProblem;
}

/** What holds of a row whatever becomes of its mapping: by what people know the record, what it belongs to, what else was said. */
export type Known = Pick<Mapped, 'natural_key' | 'deleted' | 'refs' | 'extensions'>;

/** Thrown by a mapper that must not guess: the record goes on with `problem` set and becomes an exception. */
export class Unmappable extends Error {
  constructor(readonly problem: MappingProblem) {
    super(problem.message);
    this.name = 'Unmappable';
  }
}

/** Looks a vendor status up in its map; an unknown one is UNMAPPED_STATUS, never a guess. */
export function mapStatus<T extends string>(map: Readonly<Record<string, T>>, field: string, value: unknown): T {
  const key = String(value ?? '');
  if (Object.hasOwn(map, key)) return map[key]!;
  throw new Unmappable({ code: 'UNMAPPED_STATUS', field, value: key.slice(0, 200), message: `${field} "${key.slice(0, 200)}" has no canonical status` });
}

/** Source timestamp of a vendor record that has no change time. */
export const EPOCH = '1970-01-01T00:00:00.000Z';

/**
 * Reads one entity. `page` walks the vendor, `identify` and `map` are pure. Mid-walk changes must not make rows slip: page by key
 * (`keysetAfter`), by a vendor snapshot, or newest-first; for offsets use `byOffset`, which notices a shift.
 */
export interface ReadVerb<Row = any, S = any> {
  /** `delta`: the vendor can filter by change time. `snapshot`: every walk returns all rows; unchanged ones are dropped by version. */
  feed: 'delta' | 'snapshot';
  page(at: PageAt, ctx: VendorContext<S>): Promise<RowPage<Row>>;
  identify(row: Row, settings: S): RowIdentity;
  map(row: Row, settings: S): Mapped;
  /** Pure. Asked when `map` cannot: goes on the record beside the problem, so that a person finds it by more than its vendor id. Judges nothing that `map` may refuse. */
  known?(row: Row, settings: S): Known;
  /** One record by vendor id; null when it does not exist. Absent = the route is not offered. */
  one?(id: string, ctx: VendorContext<S>): Promise<Row | null>;
  /** Vendor fields left out on purpose, with the reason: the conformance kit takes every other field as mapped or carried. */
  dropped?: Record<string, string>;
}
