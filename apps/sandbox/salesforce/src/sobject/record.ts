import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { findByKey, keyField, recordOf } from '../record/find.js';
import { recordUrl, wireRecord } from '../record/read.js';
import { createRecord, deleteRecord, updateRecord } from '../record/save.js';
import { upsertRecord } from '../record/upsert.js';
import { fieldOf, typeNamed, visibleFields } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { bodyOf } from './body.js';

const type = (ctx: Ctx) => typeNamed(ctx.params.type!);

/** POST sobjects/{X}: 201. */
export function create(ctx: Ctx): Reply {
  const { id } = createRecord(ctx, type(ctx), bodyOf(ctx));
  return { status: 201, headers: { Location: recordUrl(ctx.params.version!, type(ctx), id) }, body: { id, success: true, errors: [] } };
}

/** GET sobjects/{X}/{id}?fields=a,b. */
export const read = (ctx: Ctx): Reply => shown(ctx, type(ctx), recordOf(type(ctx), ctx.params.id!, ctx.books));

/** PATCH sobjects/{X}/{id}: 204 without a body. */
export function update(ctx: Ctx): Reply {
  updateRecord(ctx, type(ctx), ctx.params.id!, bodyOf(ctx));
  return { status: 204 };
}

/** DELETE sobjects/{X}/{id}: 204. */
export function remove(ctx: Ctx): Reply {
  deleteRecord(ctx, type(ctx), ctx.params.id!);
  return { status: 204 };
}

/** GET sobjects/{X}/{ExtField}/{value}; 300 with the addresses when several records hold the value. */
export function readByKey(ctx: Ctx): Reply {
  const rows = findByKey(type(ctx), keyField(type(ctx), ctx.params.field!, ctx.books), ctx.params.value!, ctx.books);
  if (rows.length > 1) return several(ctx, rows);
  if (!rows[0]) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  return shown(ctx, type(ctx), rows[0]);
}

/** PATCH sobjects/{X}/{ExtField}/{value}: 201 created, 200 changed, 300 and nothing written on several matches. */
export function upsert(ctx: Ctx): Reply {
  const updateOnly = ctx.query.get('updateOnly') === 'true' && Number(ctx.params.version!.slice(1)) >= 61;
  const done = upsertRecord(ctx, type(ctx), keyField(type(ctx), ctx.params.field!, ctx.books), ctx.params.value!, bodyOf(ctx), updateOnly);
  if ('several' in done) return several(ctx, done.several);
  return { status: done.created ? 201 : 200, body: { id: done.id, success: true, errors: [], created: done.created } };
}

/** DELETE sobjects/{X}/{ExtField}/{value}. */
export function removeByKey(ctx: Ctx): Reply {
  const rows = findByKey(type(ctx), keyField(type(ctx), ctx.params.field!, ctx.books), ctx.params.value!, ctx.books);
  if (rows.length > 1) return several(ctx, rows);
  if (!rows[0]) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  deleteRecord(ctx, type(ctx), rows[0].id);
  return { status: 204 };
}

const several = (ctx: Ctx, rows: Row[]): Reply => ({ status: 300, body: rows.map((r) => recordUrl(ctx.params.version!, type(ctx), r.id)) });

function shown(ctx: Ctx, of: ObjectType, row: Row): Reply {
  const wanted = ctx.query.get('fields');
  const fields = wanted === null ? visibleFields(ctx.books, of) : wanted.split(',').map((name) => {
    const field = fieldOf(ctx.books, of, name.trim());
    if (!field) throw new SalesforceError('INVALID_FIELD', `No such column '${name.trim()}' on sobject of type ${of.name}`);
    return field;
  });
  return { status: 200, body: wireRecord(ctx.params.version!, of, row, fields, ctx.books) };
}
