import type { Books } from '../../../kernel/src/index.js';
import { isDate, toInstant } from '../datetime.js';
import { SalesforceError } from '../errors.js';
import { normalizeId } from '../ids.js';
import { isNumeric, type Field } from '../schema/field.js';
import { objectTypes, rowById, typeNamed } from '../schema/org.js';
import { isDeleted } from './read.js';

/** A value as a caller sent it, in the form it is stored; refusals as Salesforce words them. */
export function checkValue(field: Field, value: unknown, books: Books): unknown {
  if (value === null || value === undefined || value === '') {
    if (field.type === 'boolean') throw wrongType(field, value);
    return null;
  }
  if (field.type === 'boolean') return bool(field, value);
  if (isNumeric(field)) return number(field, value);
  if (field.type === 'reference') return reference(field, value, books);
  if (typeof value === 'object') throw wrongType(field, value);
  if (field.type === 'date') {
    if (!isDate(value)) throw wrongType(field, value);
    return value;
  }
  if (field.type === 'datetime') {
    const instant = toInstant(value);
    if (!instant) throw wrongType(field, value);
    return instant;
  }
  return text(field, String(value));
}

function wrongType(field: Field, value: unknown): SalesforceError {
  const shown = value === null ? 'VALUE_NULL' : typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'number' ? 'VALUE_NUMBER' : typeof value === 'boolean' ? `VALUE_${String(value).toUpperCase()}` : 'START_OBJECT';
  return new SalesforceError('JSON_PARSER_ERROR', `Cannot deserialize instance of ${field.type} from ${shown} value ${String(value)} or request may be missing a required field at [line:1, column:1]`, [field.name]);
}

function bool(field: Field, value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw wrongType(field, value);
}

function number(field: Field, value: unknown): number {
  const n = typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
  if (typeof n !== 'number' || !Number.isFinite(n) || (field.type === 'int' && !Number.isInteger(n))) throw wrongType(field, value);
  if (Math.abs(n) >= 10 ** (field.precision - field.scale)) throw new SalesforceError('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${n}`, [field.name]);
  return n;
}

function text(field: Field, value: string): string {
  if (field.type === 'picklist') {
    if (field.restricted && !field.picklist.includes(value)) {
      throw new SalesforceError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${value}`, [field.name]);
    }
  }
  if (value.length > field.length) throw new SalesforceError('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${field.length})`, [field.name]);
  return value.trim();
}

function reference(field: Field, value: unknown, books: Books): string {
  const id = normalizeId(value);
  const target = typeNamed(field.referenceTo!);
  if (!id) throw new SalesforceError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, [field.name]);
  const known = objectTypes.some((t) => id.startsWith(t.prefix));
  if (known && !id.startsWith(target.prefix)) throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
  const row = rowById(books, target, id);
  if (!row) throw new SalesforceError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (isDeleted(row)) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted', [field.name], 400);
  return row.id;
}
