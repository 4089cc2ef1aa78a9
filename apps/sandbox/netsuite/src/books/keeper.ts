import type { Row } from '../../../kernel/src/index.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';

/** What one record type demands of its records, beyond the kinds of their fields. */
export interface Keeper {
  /** Checks, derives and stores a new record or the change of one; answers the stored row. */
  save(work: Work, existing: Row | undefined, body: ReadBody): Row;
  /** Checks and removes everything the record left in the books but its own row. */
  beforeDelete(work: Work, row: Row): void;
}

/** A column after a patch: a null in the patch empties it. */
export const patched = (existing: Row | undefined, body: ReadBody, column: string): string | undefined => {
  const value = column in body.patch ? body.patch[column] : existing?.[column];
  return value === null || value === undefined || value === '' ? undefined : String(value);
};

/** The patch with its nulls turned into removals. */
export const columnsOf = (body: ReadBody): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(body.patch).map(([column, value]) => [column, value ?? undefined]));
