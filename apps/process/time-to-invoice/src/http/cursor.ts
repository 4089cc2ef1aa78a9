import { isUUID, ValidateBy } from 'class-validator';

/** A place in a list by id, as `next_cursor` gave it. The documents call it a text: callers pass it on unread. */
export const IsCursor = (): PropertyDecorator =>
  ValidateBy({ name: 'isCursor', validator: { validate: (value) => isUUID(value), defaultMessage: () => 'cursor was not given out by this list' } }, { context: { fix: 'Leave it out to start at the first page.' } });
