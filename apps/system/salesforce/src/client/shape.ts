import type { SalesforceSettings } from '../config.js';
import { fieldOf, nameOf } from './names.js';

/** Fields every read takes along: identity, change stamp, recycle bin. */
const SYSTEM = ['Id', 'IsDeleted', 'SystemModstamp'];

/** What is read of an object, in default names. */
export interface Shape {
  object: string;
  fields: readonly string[];
  children?: readonly ChildShape[];
}

/** Children read with their parent: a change of a child is a change of the record. */
export interface ChildShape {
  object: string;
  /** Name of the sub-select. */
  relationship: string;
  /** Lookup on the child. */
  parent: string;
  /** Some of these children belong to no record of this object. */
  stray?: boolean;
  fields: readonly string[];
}

/** A row in default names: numbers as exact text, children as rows under their relationship. */
export type Row = Record<string, any>;

const all = (fields: readonly string[]) => [...SYSTEM, ...fields];
const list = (object: string, fields: readonly string[], settings: SalesforceSettings) => all(fields).map((f) => fieldOf(object, f, settings)).join(', ');

/** `SELECT … FROM …` of a shape, in the org's names. */
export function selectOf(shape: Shape, settings: SalesforceSettings): string {
  const { object, fields, children = [] } = shape;
  const nested = children.map((c) => `, (SELECT ${list(c.object, c.fields, settings)} FROM ${nameOf(c.relationship, settings)})`).join('');
  return `SELECT ${list(object, fields, settings)}${nested} FROM ${nameOf(object, settings)}`;
}

/** A record as it came, as a row in default names. Children must be complete lists (see `queryAll`). */
export function rowOf(record: Row, shape: Shape, settings: SalesforceSettings): Row {
  const row = flat(record, shape.object, shape.fields, settings);
  for (const c of shape.children ?? []) row[c.relationship] = ((record[nameOf(c.relationship, settings)]?.records ?? []) as Row[]).map((r) => flat(r, c.object, c.fields, settings));
  return row;
}

function flat(record: Row, object: string, fields: readonly string[], settings: SalesforceSettings): Row {
  return Object.fromEntries(all(fields).map((f) => [f, record[fieldOf(object, f, settings)] ?? null]));
}
