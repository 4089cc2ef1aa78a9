import type { Ctx, Row } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import type { Field } from '../schema/field.js';
import type { ObjectType } from '../schema/object-type.js';
import { findByKey } from './find.js';
import { createRecord, updateRecord } from './save.js';

export type Upserted = { id: string; created: boolean } | { several: Row[] };

/** Creates or changes the record holding this external-id value; several matches write nothing. */
export function upsertRecord(ctx: Ctx, type: ObjectType, field: Field, value: string, body: Record<string, unknown>, updateOnly = false): Upserted {
  const repeated = Object.keys(body).find((name) => name.toLowerCase() === field.name.toLowerCase());
  if (repeated !== undefined) throw new SalesforceError('INVALID_FIELD', `The ${field.name} field should not be specified in the sobject data.`, [field.name]);
  const matches = findByKey(type, field, value, ctx.books);
  if (matches.length > 1) return { several: matches };
  if (matches[0]) return { id: updateRecord(ctx, type, matches[0].id, body).id, created: false };
  if (updateOnly || field.name === 'Id') throw new SalesforceError('NOT_FOUND', `The requested resource does not exist`);
  return { id: createRecord(ctx, type, { ...body, [field.name]: value }).id, created: true };
}
