import type { Mismatch } from '#lib/connector';

type Plain = string | number | boolean | null | undefined;

/** Fields that stand differently in what the vendor stored; what was not asked is not compared. */
export function sameFields(asked: Record<string, Plain>, stored: Record<string, unknown>): Mismatch[] {
  return Object.entries(asked).filter(([name, value]) => value !== undefined && text(stored[name]) !== text(value)).map(([field, value]) => ({ field, asked: text(value), stored: text(stored[field]) }));
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
