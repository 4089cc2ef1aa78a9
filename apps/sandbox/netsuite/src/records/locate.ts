import type { Ctx, Row } from '../../../kernel/src/index.js';
import { byExternalId } from '../books/uniqueness.js';
import { type RecordType, isInstance, recordTypeNamed } from '../catalog/index.js';
import { Refusal, noSuchInstance, noSuchResource } from '../errors.js';
import type { Work } from '../work.js';

/** The record type the URL names; throws 404 when there is none. */
export function typeOf(ctx: Ctx): RecordType {
  const type = recordTypeNamed(ctx.params.type ?? '');
  if (!type) throw noSuchResource(ctx.path);
  return type;
}

/** Throws 403 unless records of the type may be written through the API. */
export function mustBeWritable(type: RecordType): void {
  if (type.writable) return;
  throw new Refusal(403, [{ detail: `Permission Violation: You need a higher level of the '${type.label}' permission to access this page.`, 'o:errorCode': 'INSUFFICIENT_PERMISSION' }]);
}

/** External id of an `eid:` address. */
export const externalIdOf = (segment: string): string | undefined => (/^eid:/i.test(segment) ? segment.slice(4) : undefined);

/** The record the URL names, by internal id or `eid:`. */
export function findRecord(work: Work, type: RecordType, segment: string): Row | undefined {
  const external = externalIdOf(segment);
  if (external !== undefined) return byExternalId(work, type, external);
  const row = work.books.table(type.table).get(segment);
  return isInstance(type, row) ? row : undefined;
}

export function mustFind(ctx: Ctx, work: Work, type: RecordType): Row {
  const row = findRecord(work, type, ctx.params.id ?? '');
  if (!row) throw noSuchInstance(ctx.path);
  return row;
}
