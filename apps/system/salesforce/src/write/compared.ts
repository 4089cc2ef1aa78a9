import { dec } from '#lib/canonical';
import type { Mismatch } from '#lib/connector';
import { text } from '../mappers/values.js';

/** [] when a text field holds what was asked. */
export function compared(field: string, asked: string, value: unknown): Mismatch[] {
  const stored = text(value) ?? '';
  return stored === asked.trim() ? [] : [{ field, asked, stored }];
}

/** [] when an amount field holds exactly what was asked; 5 and 5.00 are the same amount. */
export function comparedAmount(field: string, asked: string, value: unknown): Mismatch[] {
  const stored = text(value) ?? '';
  return stored !== '' && dec(stored).eq(dec(asked)) ? [] : [{ field, asked, stored }];
}

/** [] when a lookup points to the record asked; ids are the same in their first 15 characters. */
export function comparedId(field: string, asked: string, value: unknown): Mismatch[] {
  const stored = text(value) ?? '';
  return stored.slice(0, 15) === asked.slice(0, 15) ? [] : [{ field, asked, stored }];
}
