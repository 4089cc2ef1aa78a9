import type { Books, Row } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { normalizeId } from '../ids.js';
import type { Field } from '../schema/field.js';
import type { ObjectType } from '../schema/object-type.js';
import { fieldOf, rowById } from '../schema/org.js';
import { isDeleted } from './read.js';

/** The living record, or 404 as Salesforce words it: never there, or in the recycle bin. */
export function recordOf(type: ObjectType, id: string, books: Books): Row {
  const normal = normalizeId(id);
  const row = normal && rowById(books, type, normal);
  if (!row) throw new SalesforceError('NOT_FOUND', 'Provided external ID field does not exist or is not accessible: ' + id);
  if (isDeleted(row)) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted');
  return row;
}

/** Living records holding this external-id value (several are possible only when the org was seeded so). */
export function findByKey(type: ObjectType, field: Field, value: string, books: Books): Row[] {
  if (field.name === 'Id') {
    const id = normalizeId(value);
    const row = id === undefined ? undefined : rowById(books, type, id);
    return row && !isDeleted(row) ? [row] : [];
  }
  return books.table(type.name).by(field.name, value).filter((r) => !isDeleted(r));
}

/** The field a caller addresses records by; it must be flagged External ID (or be Id). */
export function keyField(type: ObjectType, name: string, books: Books): Field {
  const field = fieldOf(books, type, name);
  if (!field || !(field.externalId || field.name === 'Id')) throw new SalesforceError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);
  return field;
}
