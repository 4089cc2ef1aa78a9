import type { Ctx, Row } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { INTEGRATION_USER_ID } from '../ids.js';
import type { Draft, ObjectType } from '../schema/object-type.js';
import { childRelationships } from '../schema/org.js';
import { switchValue } from '../switches.js';
import { checkBody } from './check-body.js';
import { findByKey, recordOf } from './find.js';

type Body = Record<string, unknown>;

/** Creates a record. Throws SalesforceError before anything is written. */
export function createRecord(ctx: Ctx, type: ObjectType, body: Body, userId = INTEGRATION_USER_ID): Row {
  const draft = prepare(ctx, type, body, undefined);
  const now = ctx.now().toISOString();
  return ctx.books.table(type.name).insert({
    ...draft, IsDeleted: false, CreatedDate: now, CreatedById: userId, LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now,
  });
}

/** Changes a living record; even a save that changes nothing stamps it, as in Salesforce. */
export function updateRecord(ctx: Ctx, type: ObjectType, id: string, body: Body, userId = INTEGRATION_USER_ID): Row {
  const old = recordOf(type, id, ctx.books);
  const draft = prepare(ctx, type, body, old);
  const now = ctx.now().toISOString();
  return ctx.books.table(type.name).update(old.id, { ...draft, LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now });
}

/** Moves a record, and its detail records, to the recycle bin. */
export function deleteRecord(ctx: Ctx, type: ObjectType, id: string): void {
  if (!type.writable) throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type ${type.name} does not support delete`);
  const row = recordOf(type, id, ctx.books);
  const now = ctx.now().toISOString();
  for (const child of childRelationships(type).filter((c) => c.field.cascade)) {
    for (const detail of ctx.books.table(child.type.name).by(child.field.name, row.id)) {
      if (detail.IsDeleted !== true) deleteRecord(ctx, child.type, detail.id);
    }
  }
  ctx.books.table(type.name).update(row.id, { IsDeleted: true, LastModifiedDate: now, SystemModstamp: now });
}

function prepare(ctx: Ctx, type: ObjectType, body: Body, old: Row | undefined): Draft {
  if (!type.writable) throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type ${type.name} does not support ${old ? 'update' : 'create'}`);
  const draft = checkBody(type, body, ctx.books, old === undefined);
  const missing = type.fields.filter((f) => f.required && !f.readOnly && isEmpty(draft[f.name] ?? (draft[f.name] === null ? null : old?.[f.name])));
  if (missing.length) {
    const names = missing.map((f) => f.name);
    throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
  type.beforeSave?.(draft, old, ctx.books, ctx.now().toISOString().slice(0, 10));
  checkUnique(ctx, type, draft, old?.id);
  const after = { ...old, ...draft, id: old?.id ?? '' };
  const broken = type.rule?.(after);
  if (broken) throw new SalesforceError('FIELD_CUSTOM_VALIDATION_EXCEPTION', broken.message, [broken.field]);
  const rejection = switchValue<Record<string, string>>(ctx.books, 'flow_rejects')?.[type.name];
  if (rejection) throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `We can't save this record because the “${type.label} After Save” process failed. ${rejection}`);
  return draft;
}

function checkUnique(ctx: Ctx, type: ObjectType, draft: Draft, ownId: string | undefined): void {
  for (const field of type.fields.filter((f) => f.unique && !isEmpty(draft[f.name]))) {
    const other = findByKey(type, field, String(draft[field.name]), ctx.books).find((r) => r.id !== ownId);
    if (other) throw new SalesforceError('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${other.id}`, [field.name]);
  }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';
