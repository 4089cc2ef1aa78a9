import type { Books, Row } from '../../../kernel/src/index.js';
import { valueOf } from '../record/read.js';
import type { Field } from '../schema/field.js';
import { fieldOf, rowById, typeNamed, visibleFields } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { soqlError } from './fault.js';
import type { Name } from './syntax.js';

/** A dot path resolved against an object: the lookups to follow, then the field. */
export interface Path {
  hops: Field[];
  type: ObjectType;
  field: Field;
}

/** Resolves `Account.Parent.Name`; unknown steps are INVALID_FIELD. At most five parents, as in SOQL. */
export function resolvePath(source: string, from: ObjectType, name: Name, books: Books): Path {
  const steps = name.text.split('.');
  const last = steps.pop()!;
  if (steps.length && steps[0]!.toLowerCase() === from.name.toLowerCase() && !visibleFields(books, from).some((f) => f.relationship?.toLowerCase() === steps[0]!.toLowerCase())) steps.shift();
  const hops: Field[] = [];
  let type = from;
  for (const step of steps) {
    const hop = visibleFields(books, type).find((f) => f.relationship?.toLowerCase() === step.toLowerCase());
    if (!hop || hops.length === 5) {
      throw soqlError('INVALID_FIELD', source, name.at, `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`);
    }
    hops.push(hop);
    type = typeNamed(hop.referenceTo!);
  }
  const field = fieldOf(books, type, last);
  if (!field) {
    throw soqlError('INVALID_FIELD', source, name.at, `No such column '${last}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`);
  }
  return { hops, type, field };
}

/** The parent at the end of the hops; undefined as soon as a lookup is empty. */
export function parentOf(row: Row, hops: Field[], books: Books): Row | undefined {
  let current: Row | undefined = row;
  for (const hop of hops) {
    const id: unknown = current && valueOf(current, hop, books);
    current = id ? rowById(books, typeNamed(hop.referenceTo!), String(id)) : undefined;
  }
  return current;
}

/** Value of a path for comparing; null through an empty lookup. */
export function pathValue(row: Row, path: Path, books: Books): unknown {
  const holder = path.hops.length ? parentOf(row, path.hops, books) : row;
  return holder ? valueOf(holder, path.field, books) : null;
}
