import type { Books, Row } from '../../../kernel/src/index.js';
import { toInstant, wireInstant } from '../datetime.js';
import { INTEGRATION_USER_ID, SALES_USER_ID } from '../ids.js';
import { isNumeric, type Field } from '../schema/field.js';
import type { ObjectType } from '../schema/object-type.js';

/** Rows seeded without stamps read as if they were there from the start, so a first delta read finds them. */
const BEGINNING = '2020-01-01T00:00:00.000Z';

const SYSTEM: Record<string, (row: Row) => unknown> = {
  Id: (row) => row.id,
  OwnerId: () => SALES_USER_ID,
  CurrencyIsoCode: () => 'USD',
  CreatedById: () => SALES_USER_ID,
  LastModifiedById: () => INTEGRATION_USER_ID,
  CreatedDate: () => BEGINNING,
  LastModifiedDate: (row) => row.SystemModstamp ?? row.CreatedDate ?? BEGINNING,
  SystemModstamp: (row) => row.LastModifiedDate ?? row.CreatedDate ?? BEGINNING,
};

/** Value of a field for comparing and sorting: numbers as numbers, instants as ISO UTC text, absent as null. */
export function valueOf(row: Row, field: Field, books: Books): unknown {
  let value = field.formulaAlways ? undefined : row[field.name];
  if (value === undefined || value === null) value = field.formula?.(row, books) ?? SYSTEM[field.name]?.(row);
  if (field.type === 'boolean') return value === true || value === 'true';
  if (value === undefined || value === null || value === '') return null;
  if (isNumeric(field)) return Number(value);
  if (field.type === 'datetime') return toInstant(value) ?? null;
  return value;
}

/** The same value as it goes over the wire. */
export function wireValue(row: Row, field: Field, books: Books): unknown {
  const value = valueOf(row, field, books);
  return field.type === 'datetime' && value !== null ? wireInstant(String(value)) : value;
}

export const recordUrl = (version: string, type: ObjectType, id: string) => `/services/data/${version}/sobjects/${type.name}/${id}`;
export const attributes = (version: string, type: ObjectType, id: string) => ({ type: type.name, url: recordUrl(version, type, id) });

/** A whole record (or the named fields of it), attributes first. */
export function wireRecord(version: string, type: ObjectType, row: Row, fields: Field[], books: Books): Record<string, unknown> {
  const out: Record<string, unknown> = { attributes: attributes(version, type, row.id) };
  for (const field of fields) out[field.name] = wireValue(row, field, books);
  return out;
}

export const isDeleted = (row: Row) => row.IsDeleted === true;
