import { ArrayUnique, Length, Matches } from 'class-validator';

const text = (pattern: RegExp, is: string, example: string) => (options: { each?: boolean } = {}): PropertyDecorator => Matches(pattern, { ...options, message: `$property must be ${is}`, context: { fix: `Send ${is}, such as ${example}.`, example: options.each ? [example] : example } });

/** A price, value or number of hours that is not below zero. */
export const IsUnsignedText = text(/^\d{1,15}(\.\d{1,10})?$/, 'a decimal number as text, not below zero', '225.00');
/** A part of a whole. */
export const IsFraction = text(/^(0(\.\d{1,10})?|1(\.0{1,10})?)$/, 'a fraction from 0 to 1 as text', '0.15');
/** An exchange rate, at the precision of its source. */
export const IsRateText = text(/^\d{1,12}(\.\d{1,12})?$/, 'an exchange rate as text', '1.0842');
/** An instant of approval. */
export const IsInstant = text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/, 'an instant in UTC', '2026-07-10T15:04:05Z');

/** A name or code that the caller made up or knows: 1 to 100 characters. */
export const IsCode = (): PropertyDecorator => Length(1, 100, { context: { fix: 'Send a text of 1 to 100 characters.' } });

/** Every element has an id of its own: answers and refusals name elements by it. */
export const UniqueBy = (field: string): PropertyDecorator =>
  ArrayUnique((element: Record<string, unknown> | null) => element?.[field] ?? Symbol('absent'), { message: `$property must not repeat a ${field}`, context: { fix: `Give each element a ${field} of its own.` } });
