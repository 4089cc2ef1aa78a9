import { isLocalDate } from '#lib/canonical';
import { Unmappable } from '#lib/connector';

/** The row has not the shape agreed with the tenant: said, never repaired by guessing. */
export function drifted(field: string, value: unknown, expected: string): Unmappable {
  const shown = value === undefined ? '' : String(value).slice(0, 100);
  return new Unmappable({ code: 'SCHEMA_DRIFT', field, value: shown, message: `${field} ${shown === '' ? 'is missing' : `is "${shown}"`}: ${expected} is expected` });
}

/** A value that must be there, as text. */
export function required(field: string, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw drifted(field, value, 'text');
  return value.trim();
}

export function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A decimal exactly as Workday wrote it. Numbers come as text; a JSON number would have gone through a float and is refused (MON-1). */
export function decimalText(field: string, value: unknown): string {
  const text = required(field, value);
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(text)) throw drifted(field, value, 'a decimal number as text');
  return text;
}

/** The day of a Workday date: SOAP dates carry the tenant's offset (`2026-07-28-07:00`), the day is the one written. */
export function dayOf(field: string, value: unknown): string {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?$/.exec(required(field, value))?.[1];
  if (!isLocalDate(day)) throw drifted(field, value, 'a date');
  return day;
}

export function optionalDay(field: string, value: unknown): string | undefined {
  return optional(value) === undefined ? undefined : dayOf(field, value);
}

/** A moment with offset as UTC; undefined when it is none. */
export function instantOf(value: unknown): string | undefined {
  const text = optional(value);
  const ms = text === undefined || !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
}
