import { decimalOf, textOf } from '../books/decimal.js';
import { isDay } from '../books/values.js';
import type { Field, RecordType } from '../catalog/index.js';
import { invalidContent, invalidFieldValue } from '../errors.js';
import type { Work } from '../work.js';
import { resolveChoice, resolveReference } from './references.js';

/** Columns to lay over a row; null empties a column. */
export type Patch = Record<string, string | null>;

/** One line of a sublist as sent: `line` names an existing line, without it the line is new. */
export interface LinePatch {
  line: string | undefined;
  columns: Patch;
}

/** A body read against its record type. */
export interface ReadBody {
  patch: Patch;
  lines: Record<string, LinePatch[]>;
  raw: Record<string, unknown[]>;
}

const CUSTOM = /^cust(entity|body|col|record)_?\w+$/i;
const PASSED_OVER = new Set(['id', 'links', 'refname', 'line', 'internalid', 'customform']);

/** Reads a record's body: names, kinds and references checked, read-only properties passed over. */
export function readBody(work: Work, type: RecordType, body: unknown): ReadBody {
  if (!isObject(body)) throw invalidContent('Invalid content in the request body. A JSON object was expected.');
  const read: ReadBody = { patch: {}, lines: {}, raw: {} };
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const sublist = type.sublists.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!sublist) own[name] = value;
    else if (value !== null && sublist.raw) read.raw[sublist.name] = itemsOf(value, sublist.name);
    else if (value !== null) read.lines[sublist.name] = itemsOf(value, sublist.name).map((line, at) => readLine(work, sublist.fields, line, `${sublist.name}.items[${at}]`));
  }
  read.patch = readColumns(work, type.fields, own, '');
  return read;
}

function readLine(work: Work, fields: Field[], line: unknown, path: string): LinePatch {
  if (!isObject(line)) throw invalidContent('Invalid content in the request body. A sublist line must be an object.', path);
  const key = line.line ?? undefined;
  return { line: key === undefined ? undefined : String(key), columns: readColumns(work, fields, line, `${path}.`) };
}

function readColumns(work: Work, fields: Field[], body: Record<string, unknown>, prefix: string): Patch {
  const patch: Patch = {};
  for (const [name, value] of Object.entries(body)) {
    const path = prefix + name;
    const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (field?.readOnly) continue;
    if (field) patch[field.column] = value === null ? null : stored(work, field, value, path);
    else if (CUSTOM.test(name)) patch[name.toLowerCase()] = value === null ? null : customValue(value);
    else if (!PASSED_OVER.has(name.toLowerCase())) unknownName(work, path);
  }
  return patch;
}

function stored(work: Work, field: Field, value: unknown, path: string): string {
  switch (field.kind) {
    case 'ref':
      return resolveReference(work.books, field, value, path);
    case 'choice':
      return resolveChoice(work.books, field, value, path);
    case 'flag':
      if (typeof value === 'boolean') return value ? 'T' : 'F';
      if (value === 'T' || value === 'F') return value;
      throw invalidFieldValue(value, field.name, path);
    case 'number': {
      const number = decimalOf(value);
      if (!number) throw invalidFieldValue(value, field.name, path);
      return textOf(number);
    }
    case 'day':
      if (typeof value === 'string' && isDay(value)) return value;
      throw invalidFieldValue(value, field.name, path);
    default:
      if (typeof value !== 'string' && typeof value !== 'number') throw invalidFieldValue(JSON.stringify(value), field.name, path);
      return String(value);
  }
}

function unknownName(work: Work, path: string): void {
  if (work.names === 'Error') throw invalidContent(`Unknown reference or subrecord field ${path} in request body.`, path);
  if (work.names === 'Warning') work.warnings.push(path);
}

const customValue = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  return isObject(value) ? String(value.id ?? value.refName ?? '') : String(value);
};

function itemsOf(value: unknown, name: string): unknown[] {
  const items = isObject(value) ? value.items : undefined;
  if (!Array.isArray(items)) throw invalidContent(`Invalid content in the request body. The sublist ${name} must hold an array of items.`, name);
  return items;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
