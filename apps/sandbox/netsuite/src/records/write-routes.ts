import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { written } from '../answering.js';
import { deleteRecord, saveRecord } from '../books/keepers.js';
import { invalidParameter } from '../errors.js';
import { workOf } from '../work.js';
import { recordUrl } from './links.js';
import { externalIdOf, findRecord, mustBeWritable, mustFind, typeOf } from './locate.js';

/** POST /record/v1/{type}: 204 and the new record's address, no body. */
export function createRecord(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  mustBeWritable(type);
  const work = workOf(ctx);
  const row = saveRecord(work, type, undefined, ctx.json());
  return written(recordUrl(ctx, type.name, row.id), work.warnings);
}

/** PATCH /record/v1/{type}/{id}: lays the body over the record; `?replace=` names sublists to be replaced. */
export function updateRecord(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  mustBeWritable(type);
  const work = workOf(ctx);
  const row = saveRecord(work, type, mustFind(ctx, work, type), ctx.json());
  return written(recordUrl(ctx, type.name, row.id), work.warnings);
}

/**
 * PUT /record/v1/{type}/eid:{externalId}: creates the record or, when it is there, updates it like PATCH.
 * Lines of an existing record are added to unless `?replace=` names their sublist.
 */
export function upsertRecord(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  mustBeWritable(type);
  const external = externalIdOf(ctx.params.id ?? '');
  if (!external) throw invalidParameter('The upsert operation requires an external ID. Use the eid: prefix.', 'id');
  const work = workOf(ctx);
  const body = ctx.json<Record<string, unknown>>();
  const row = saveRecord(work, type, findRecord(work, type, ctx.params.id ?? ''), { ...body, externalId: external });
  return written(recordUrl(ctx, type.name, row.id), work.warnings);
}

/** DELETE /record/v1/{type}/{id}: 204. */
export function removeRecord(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  mustBeWritable(type);
  const work = workOf(ctx);
  deleteRecord(work, type, mustFind(ctx, work, type));
  return written(undefined);
}
