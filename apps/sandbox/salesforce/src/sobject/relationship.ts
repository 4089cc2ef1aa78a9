import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { notFound } from '../errors.js';
import { recordOf } from '../record/find.js';
import { isDeleted, wireRecord } from '../record/read.js';
import { childRelationship, rowById, typeNamed, visibleFields } from '../schema/org.js';

/** GET sobjects/{X}/{id}/{relationship}: the parent as a record, or the children as a query answer. */
export function follow(ctx: Ctx): Reply {
  const version = ctx.params.version!;
  const type = typeNamed(ctx.params.type!);
  const row = recordOf(type, ctx.params.field!, ctx.books);
  const name = ctx.params.value!;
  const children = childRelationship(type, name);
  if (children) {
    const rows = ctx.books.table(children.type.name).by(children.field.name, row.id).filter((r) => !isDeleted(r));
    const records = rows.map((r) => wireRecord(version, children.type, r, visibleFields(ctx.books, children.type), ctx.books));
    return { status: 200, body: { totalSize: records.length, done: true, records } };
  }
  const lookup = visibleFields(ctx.books, type).find((f) => f.relationship?.toLowerCase() === name.toLowerCase());
  const parentType = lookup && typeNamed(lookup.referenceTo!);
  const parent = parentType && row[lookup.name] ? rowById(ctx.books, parentType, String(row[lookup.name])) : undefined;
  if (!parentType || !parent) throw notFound();
  return { status: 200, body: wireRecord(version, parentType, parent, visibleFields(ctx.books, parentType), ctx.books) };
}
