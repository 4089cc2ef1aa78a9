import type { ReadVerb } from '#lib/connector';
import { changes } from '../client/changes.js';
import type { Listed } from '../client/envelope.js';
import { type Ctx, get, pagesById, type Query } from '../client/listing.js';
import { walkOf } from '../client/walk.js';
import { MILESTONE, mapMilestone, type MilestoneRow, knownMilestone } from '../mappers/milestone.js';
import { codeAndName } from '../mappers/project.js';
import { instant, latest, versionOf } from '../mappers/values.js';
import { milestoneFields } from '../milestone-fields.js';
import type { KantataSettings } from '../settings.js';
import { projectsById } from './project.js';

const INCLUDE = 'workspace,custom_field_values';
/** Milestones of the whole account, deleted and archived ones too. Stories of archived projects are a list of their own. */
const QUERY = { include: INCLUDE, story_types: 'milestone', all_on_account: true, show_deleted: true, archived: 'include' };
const PLACES: Query[] = [{}, { show_from_archived_workspaces: true }];

/** Puts custom fields and project onto the milestones of a page. How the gateway said it is billed is no change of the milestone. */
async function joined(page: Listed, ctx: Ctx): Promise<MilestoneRow[]> {
  const rows = page.rows.filter((row) => row.story_type === 'milestone');
  const projects = await projectsById(ctx, rows.map((row) => String(row.workspace_id)));
  const ours = milestoneFields(ctx.settings).billing_status;
  const values = Object.values(page.side('custom_field_values')).filter((v) => v.subject_type === 'Story' && v.custom_field_name !== ours);
  return rows.map((row) => {
    const own = values.filter((v) => String(v.subject_id) === row.id);
    const project = projects.get(String(row.workspace_id));
    return {
      ...row, fields: Object.fromEntries(own.filter((v) => v.value !== null && v.value !== undefined).map((v) => [String(v.custom_field_name), v.value])), changed_at: latest(row.updated_at, ...own.map((v) => v.updated_at)),
      project: { code: project ? codeAndName(project, ctx.settings).code : null, ...(project ? { currency: String(project.currency) } : {}) },
    };
  });
}

/** Milestones some custom field values belong to. */
async function ofValues(page: Listed, ctx: Ctx): Promise<MilestoneRow[]> {
  const ids = page.rows.map((v) => String(v.subject_id));
  const pages = (await Promise.all(PLACES.map((place) => pagesById(ctx, 'stories', ids, { ...QUERY, ...place })))).flat();
  return (await Promise.all(pages.map((p) => joined(p, ctx)))).flat();
}

/** A changed custom field does not touch its story: the values have a list of changes of their own. */
export const milestone: ReadVerb<MilestoneRow, KantataSettings> = {
  feed: 'delta',
  page: (at, ctx) => walkOf(at, [
    ...PLACES.map((place) => changes(ctx, { plural: 'stories', query: { ...QUERY, ...place }, join: (page) => joined(page, ctx) })),
    ...(at.since === null ? [] : [changes(ctx, { plural: 'custom_field_values', query: { subject_type: 'Story' }, join: (page) => ofValues(page, ctx) })]),
  ]) as Promise<{ rows: MilestoneRow[]; next: string | null }>,
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, MILESTONE), source_timestamp: instant(row.changed_at) }),
  map: mapMilestone,
  known: knownMilestone,
  one: async (id, ctx) => {
    const page = await get(ctx, 'stories', id, { include: INCLUDE, show_deleted: true });
    return page ? (await joined(page, ctx))[0] ?? null : null;
  },
  dropped: MILESTONE.dropped,
};
