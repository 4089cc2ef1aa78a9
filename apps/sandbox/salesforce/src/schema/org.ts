import type { Books, Row } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { switchValue } from '../switches.js';
import { account } from './account.js';
import { amendment, amendmentLine } from './amendment.js';
import { contractLine } from './contract-line.js';
import { contract } from './contract.js';
import type { Field } from './field.js';
import { invoiceStatus } from './invoice-status.js';
import { scheduleLine, usagePrice } from './line-details.js';
import type { ObjectType } from './object-type.js';
import { opportunityRole } from './opportunity-role.js';
import { opportunityStage } from './opportunity-stage.js';
import { opportunity } from './opportunity.js';
import { organization } from './organization.js';
import { users } from './user.js';

/** Every object of the org. */
export const objectTypes: ObjectType[] = [account, opportunity, opportunityRole, opportunityStage, contract, contractLine, scheduleLine, usagePrice, amendment, amendmentLine, invoiceStatus, users, organization];
const byName = new Map(objectTypes.map((t) => [t.name.toLowerCase(), t]));

export const typeOrUndefined = (name: string) => byName.get(name.toLowerCase());

/** The object by its API name (case ignored), or 404 as the sobjects resources answer. */
export function typeNamed(name: string): ObjectType {
  const type = typeOrUndefined(name);
  if (!type) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  return type;
}

/** Field-level security: fields that switch `hidden_fields` takes away vanish from describe, queries and writes. */
export function fieldOf(books: Books, type: ObjectType, name: string): Field | undefined {
  const field = type.byName.get(name.toLowerCase());
  return field && !hidden(books, type).includes(field.name) ? field : undefined;
}

export function visibleFields(books: Books, type: ObjectType): Field[] {
  const gone = hidden(books, type);
  return gone.length ? type.fields.filter((f) => !gone.includes(f.name)) : type.fields;
}

function hidden(books: Books, type: ObjectType): string[] {
  return switchValue<Record<string, string[]>>(books, 'hidden_fields')?.[type.name] ?? [];
}

/** Children of an object: relationship name to the child object and its lookup field. */
export function childRelationship(parent: ObjectType, relationship: string): { type: ObjectType; field: Field } | undefined {
  return childRelationships(parent).find((c) => c.field.children!.toLowerCase() === relationship.toLowerCase());
}

export function childRelationships(parent: ObjectType): { type: ObjectType; field: Field }[] {
  return objectTypes.flatMap((type) => type.fields.filter((f) => f.children && f.referenceTo === parent.name).map((field) => ({ type, field })));
}

/** Rows of an object, deleted ones included; the built-in ones while none are stored. */
export function rowsOf(books: Books, type: ObjectType): Row[] {
  const table = books.table(type.name);
  return table.size === 0 && type.builtIn ? type.builtIn : table.all();
}

export function rowById(books: Books, type: ObjectType, id: string): Row | undefined {
  return books.table(type.name).get(id) ?? type.builtIn?.find((r) => r.id === id);
}
