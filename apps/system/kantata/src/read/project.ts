import type { ReadVerb } from '#lib/connector';
import { projectFields } from '../client/catalog.js';
import { changes } from '../client/changes.js';
import type { Listed } from '../client/envelope.js';
import { type Ctx, get, pagesById } from '../client/listing.js';
import { walkOf } from '../client/walk.js';
import { knownProject, mapProject, PROJECT, type WorkspaceRow } from '../mappers/project.js';
import { instant, latest, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const QUERY = { include: 'custom_field_values', optional_fields: 'stage', archived: 'include' };

/** Puts the custom field values of a page onto their projects, by name. */
export async function withFields(page: Listed, ctx: Ctx): Promise<WorkspaceRow[]> {
  const names = Object.fromEntries(Object.entries(await projectFields(ctx)).map(([name, id]) => [id, name]));
  const values = Object.values(page.side('custom_field_values'));
  return page.rows.map((row) => {
    const own = values.filter((v) => String(v.subject_id) === row.id);
    const named = own.filter((v) => v.value !== null && v.value !== undefined).map((v) => [String(v.custom_field_name ?? names[String(v.custom_field_id)]), String(v.value)]);
    return { ...row, fields: Object.fromEntries(named), changed_at: latest(row.updated_at, ...own.map((v) => v.updated_at)) };
  });
}

/** Projects by id, with their custom fields. */
export async function projectsById(ctx: Ctx, ids: readonly string[]): Promise<Map<string, WorkspaceRow>> {
  const pages = await pagesById(ctx, 'workspaces', ids, QUERY);
  return new Map((await Promise.all(pages.map((page) => withFields(page, ctx)))).flat().map((row) => [row.id, row]));
}

/** A changed custom field does not touch its project: the values have a list of changes of their own. */
export const project: ReadVerb<WorkspaceRow, KantataSettings> = {
  feed: 'delta',
  page: (at, ctx) => walkOf(at, [
    changes(ctx, { plural: 'workspaces', query: QUERY, join: (page) => withFields(page, ctx) }),
    ...(at.since === null ? [] : [changes(ctx, { plural: 'custom_field_values', query: { subject_type: 'Workspace' }, join: async (page) => {
      const pages = await pagesById(ctx, 'workspaces', page.rows.map((v) => String(v.subject_id)), QUERY);
      return (await Promise.all(pages.map((p) => withFields(p, ctx)))).flat();
    } })]),
  ]) as Promise<{ rows: WorkspaceRow[]; next: string | null }>,
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, PROJECT), source_timestamp: instant(row.changed_at) }),
  map: mapProject,
  known: knownProject,
  one: async (id, ctx) => {
    const page = await get(ctx, 'workspaces', id, QUERY);
    return page ? (await withFields(page, ctx))[0] ?? null : null;
  },
  dropped: PROJECT.dropped,
};
