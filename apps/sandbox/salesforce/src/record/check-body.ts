import type { Books } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { fieldOf, typeNamed, visibleFields } from '../schema/org.js';
import type { Draft, ObjectType } from '../schema/object-type.js';
import { checkValue } from './check-value.js';
import { findByKey } from './find.js';

/** Body of a write, turned into stored columns. Unknown and read-only fields are refused; parents may be given by external id. */
export function checkBody(type: ObjectType, body: Record<string, unknown>, books: Books, creating: boolean): Draft {
  const draft: Draft = {};
  const locked: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const parent = visibleFields(books, type).find((f) => f.relationship?.toLowerCase() === name.toLowerCase());
    if (parent && (value === null || typeof value === 'object')) {
      draft[parent.name] = value === null ? null : parentByKey(parent.referenceTo!, value as Record<string, unknown>, books);
      continue;
    }
    const field = fieldOf(books, type, name);
    if (!field) throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
    if (field.readOnly) {
      locked.push(field.name);
      continue;
    }
    draft[field.name] = checkValue(field, value, books);
  }
  if (locked.length) {
    throw new SalesforceError('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, locked);
  }
  return creating ? withDefaults(type, draft) : draft;
}

function withDefaults(type: ObjectType, draft: Draft): Draft {
  for (const field of type.fields) {
    if (field.defaultValue !== undefined && draft[field.name] === undefined && !field.readOnly) draft[field.name] = field.defaultValue;
  }
  return draft;
}

/** `"Account": {"Client_Number__c": "C-1001"}`: the parent named by its external id. */
function parentByKey(typeName: string, named: Record<string, unknown>, books: Books): string {
  const type = typeNamed(typeName);
  const given = Object.entries(named).filter(([name]) => name !== 'attributes');
  const [name, value] = given[0] ?? [];
  const field = name === undefined ? undefined : fieldOf(books, type, name);
  if (given.length !== 1 || !field || !(field.externalId || field.name === 'Id')) {
    throw new SalesforceError('INVALID_FIELD', `Foreign key external ID field ${name ?? ''} not found or not an external id in entity ${type.name}`);
  }
  const rows = findByKey(type, field, String(value), books);
  if (rows.length > 1) throw new SalesforceError('DUPLICATE_EXTERNAL_ID', `${field.name}: more than one record found for external id field: [${rows.map((r) => r.id).join(', ')}]`, [field.name]);
  if (!rows[0]) throw new SalesforceError('INVALID_FIELD', `Foreign key external ID: ${String(value).toLowerCase()} not found for field ${field.name} in entity ${type.name}`);
  return rows[0].id;
}
