import { isUUID, ValidateBy } from 'class-validator';

/** A place in a list by id, as `next_cursor` gave it. */
export const IsCursor = (): PropertyDecorator =>
  ValidateBy({ name: 'isCursor', validator: { validate: (value) => isUUID(value), defaultMessage: () => 'cursor was not given out by this list' } }, { context: { fix: 'Leave it out to start at the first page.' } });

/** A page of rows that were asked for with one more than the limit. */
export function page<T extends { id: string }>(rows: T[], limit: number): { rows: T[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  return { rows: shown, next_cursor: rows.length > limit ? shown.at(-1)!.id : null };
}
