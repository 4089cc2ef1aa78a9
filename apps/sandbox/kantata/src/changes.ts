import type { Ctx, Row } from '../../kernel/src/index.js';
import { EVENTS, recordEvent } from './events.js';
import { stampOf } from './wire/stamps.js';

/** Stores a new object with its stamps and raises its `created` event. */
export function add(ctx: Ctx, plural: string, row: Partial<Row>): Row {
  const at = stampOf(ctx);
  const added = ctx.books.table(plural).insert({ ...row, created_at: at, updated_at: at });
  if (EVENTS[plural]) recordEvent(ctx, plural, 'created', added, {});
  return added;
}

/** Changes an object, moves its `updated_at` and raises its event; a patch that changes nothing leaves it alone. */
export function change(ctx: Ctx, plural: string, id: string, patch: Record<string, unknown>, event = 'updated'): Row {
  const table = ctx.books.table(plural);
  const before = table.get(id)!;
  const differences: Record<string, [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(patch)) {
    if (value !== undefined && JSON.stringify(before[name] ?? null) !== JSON.stringify(value)) differences[name] = [before[name] ?? null, value];
  }
  if (Object.keys(differences).length === 0) return before;
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = table.update(id, { ...given, updated_at: stampOf(ctx) });
  if (EVENTS[plural]) recordEvent(ctx, plural, event, after, differences);
  return after;
}

/** Removes an object, its external references and raises its `deleted` event. */
export function drop(ctx: Ctx, plural: string, subject: string, row: Row): void {
  ctx.books.table(plural).remove(row.id);
  const references = ctx.books.table('external_references');
  for (const reference of references.by('subject_id', row.id)) if (reference.subject_type === subject) references.remove(reference.id);
  if (EVENTS[plural]) recordEvent(ctx, plural, 'deleted', row, {});
}
