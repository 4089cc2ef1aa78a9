import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { keyField, recordOf } from '../record/find.js';
import { wireRecord } from '../record/read.js';
import { createRecord, deleteRecord, updateRecord } from '../record/save.js';
import { undoable } from '../record/undo.js';
import { upsertRecord } from '../record/upsert.js';
import { normalizeId } from '../ids.js';
import { fieldOf, objectTypes, typeNamed, typeOrUndefined } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { bodyOf } from '../sobject/body.js';

type Sent = Record<string, unknown> & { attributes?: { type?: string } };
type Refused = { success: false; errors: object[] };
type Done = { id: string; success: true; errors: []; created?: boolean };

const ROLLED_BACK = { statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: 'Record rolled back because not all records were valid and the request was using AllOrNone header', fields: [] };

/** POST composite/sobjects: create up to 200 records of any objects. */
export const createMany = (ctx: Ctx): Reply =>
  each(ctx, recordsOf(ctx), (sub, record) => ok(createRecord(sub, typeOf(record), without(record)).id));

/** PATCH composite/sobjects: change up to 200 records by `id`. */
export const updateMany = (ctx: Ctx): Reply =>
  each(ctx, recordsOf(ctx), (sub, record) => ok(updateRecord(sub, typeOf(record), idOf(record), without(record)).id));

/** PATCH composite/sobjects/{X}/{ExtField}: upsert up to 200 records of one object. */
export function upsertMany(ctx: Ctx): Reply {
  const type = typeNamed(ctx.params.type!);
  const field = keyField(type, ctx.params.field!, ctx.books);
  return each(ctx, recordsOf(ctx), (sub, record) => {
    if (typeOf(record) !== type) throw new SalesforceError('INVALID_INPUT', 'All records must be of the object named in the URL');
    const entry = Object.entries(record).find(([name]) => name.toLowerCase() === field.name.toLowerCase());
    if (!entry || entry[1] === null || entry[1] === '') throw new SalesforceError('MISSING_ARGUMENT', `${field.name} not specified`);
    const body = Object.fromEntries(Object.entries(record).filter(([name]) => name !== entry[0] && name !== 'attributes'));
    const done = upsertRecord(sub, type, field, String(entry[1]), body);
    if ('several' in done) throw new SalesforceError('DUPLICATE_EXTERNAL_ID', `${field.name}: more than one record found for external id field: [${done.several.map((r) => r.id).join(', ')}]`);
    return { ...ok(done.id), created: done.created };
  });
}

/** DELETE composite/sobjects?ids=a,b&allOrNone=: delete up to 200 records. */
export function deleteMany(ctx: Ctx): Reply {
  const ids = (ctx.query.get('ids') ?? '').split(',').filter(Boolean);
  return each(ctx, { records: ids, allOrNone: ctx.query.get('allOrNone') === 'true' }, (sub, id) => {
    const type = objectTypes.find((t) => id.startsWith(t.prefix));
    if (!type || !normalizeId(id)) throw new SalesforceError('MALFORMED_ID', `malformed id ${id}`);
    deleteRecord(sub, type, id);
    return ok(normalizeId(id)!);
  });
}

/** GET composite/sobjects/{X}?ids=&fields= and POST {ids, fields}: records in the order asked, null for missing ones. */
export function retrieveMany(ctx: Ctx): Reply {
  const type = typeNamed(ctx.params.type!);
  const asked = ctx.method === 'POST' ? bodyOf<{ ids?: string[]; fields?: string[] }>(ctx) : { ids: ctx.query.get('ids')?.split(','), fields: ctx.query.get('fields')?.split(',') };
  const fields = (asked.fields ?? []).map((name) => {
    const field = fieldOf(ctx.books, type, name.trim());
    if (!field) throw new SalesforceError('INVALID_FIELD', `No such column '${name.trim()}' on sobject of type ${type.name}`);
    return field;
  });
  return { status: 200, body: (asked.ids ?? []).map((id) => found(() => wireRecord(ctx.params.version!, type, recordOf(type, id, ctx.books), fields, ctx.books))) };
}

function each<T>(ctx: Ctx, sent: { records: T[]; allOrNone: boolean }, act: (sub: Ctx, item: T) => Done): Reply {
  if (sent.records.length > 200) throw new SalesforceError('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records in a single request');
  const work = undoable(ctx.books);
  const sub = { ...ctx, books: work.books };
  const results = sent.records.map((item): Done | Refused => {
    try {
      return act(sub, item);
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      return { success: false, errors: [error.inCollection()] };
    }
  });
  if (!sent.allOrNone || results.every((r) => r.success)) return { status: 200, body: results };
  work.undo();
  return { status: 200, body: results.map((r) => (r.success ? { success: false, errors: [ROLLED_BACK] } : r)) };
}

function recordsOf(ctx: Ctx): { records: Sent[]; allOrNone: boolean } {
  const { records, allOrNone = false } = bodyOf<{ records?: Sent[]; allOrNone?: boolean }>(ctx);
  if (!Array.isArray(records)) throw new SalesforceError('JSON_PARSER_ERROR', 'records is required');
  return { records, allOrNone };
}

function typeOf(record: Sent): ObjectType {
  const name = record.attributes?.type;
  if (!name) throw new SalesforceError('INVALID_INPUT', 'Include an entity type in the attributes field of the record.');
  const type = typeOrUndefined(name);
  if (!type) throw new SalesforceError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return type;
}

function idOf(record: Sent): string {
  const id = record.id ?? record.Id;
  if (!id) throw new SalesforceError('MISSING_ARGUMENT', 'Id not specified in an update call');
  return String(id);
}

const without = (record: Sent) => Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'attributes' && name.toLowerCase() !== 'id'));
const ok = (id: string): Done => ({ id, success: true, errors: [] });

function found(read: () => object): object | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SalesforceError) return null;
    throw error;
  }
}
