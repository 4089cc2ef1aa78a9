import { dec } from '#lib/canonical';
import { Unmappable } from '#lib/connector';

/** A text field; empty is null, so that a value taken away at the source is taken away here. */
export const text = (value: unknown): string | null => (value === null || value === undefined || String(value).trim() === '' ? null : String(value).trim());

/** A number field as plain exact decimal text (Salesforce writes 1.0E7 for ten millions). */
export function decimal(value: unknown, field: string): string | null {
  const given = text(value);
  return given === null ? null : exact(given, field).toFixed();
}

/** A per cent field as a fraction: `32.5` is `0.325`. */
export function fraction(value: unknown, field: string): string | null {
  const given = text(value);
  return given === null ? null : exact(given, field).div(100).toFixed();
}

function exact(given: string, field: string) {
  try {
    return dec(given);
  } catch {
    throw new Unmappable({ code: 'SCHEMA_DRIFT', field, value: given.slice(0, 200), message: `${field} is not a number` });
  }
}

/** A date field, `YYYY-MM-DD`, without a zone. */
export function date(value: unknown, field: string): string | null {
  const given = text(value);
  if (given === null || /^\d{4}-\d{2}-\d{2}$/.test(given)) return given;
  throw new Unmappable({ code: 'SCHEMA_DRIFT', field, value: given.slice(0, 200), message: `${field} is not a date` });
}

export const yes = (value: unknown): boolean => value === true;

/** The members that hold something. */
export function filled<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, v]) => v !== null && v !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** A required value of a child record; its absence is a person's to mend. */
export function needed(value: string | null, code: string, field: string, message: string): string {
  if (value === null) throw new Unmappable({ code, field, value: '', message });
  return value;
}
