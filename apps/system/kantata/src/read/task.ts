import type { ReadVerb } from '#lib/connector';
import { changes } from '../client/changes.js';
import type { Listed } from '../client/envelope.js';
import { get } from '../client/listing.js';
import { isEffectReference } from '../client/references.js';
import { walkOf } from '../client/walk.js';
import { mapTask, type StoryRow, TASK } from '../mappers/task.js';
import { instant, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const INCLUDE = 'workspace,external_references';
/** All that time can be logged on, of the whole account, deleted and archived ones too. Stories of archived projects are a list of their own. */
const QUERY = { include: INCLUDE, story_types: 'task,issue,deliverable', all_on_account: true, show_deleted: true, archived: 'include' };

function withOrigin(page: Listed): StoryRow[] {
  const references = page.side('external_references');
  return page.rows.map((row) => ({ ...row, changed_at: String(row.updated_at), ours: ((row.external_reference_ids ?? []) as unknown[]).some((id) => isEffectReference(references[String(id)])) }));
}

export const task: ReadVerb<StoryRow, KantataSettings> = {
  feed: 'delta',
  page: (at, ctx) => walkOf(at, [false, true].map((archived) => changes(ctx, {
    plural: 'stories', query: { ...QUERY, ...(archived ? { show_from_archived_workspaces: true } : {}) }, join: async (page) => withOrigin(page),
  }))) as Promise<{ rows: StoryRow[]; next: string | null }>,
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, TASK), source_timestamp: instant(row.changed_at) }),
  map: mapTask,
  one: async (id, ctx) => {
    const page = await get(ctx, 'stories', id, { include: INCLUDE, show_deleted: true });
    return page ? withOrigin(page)[0] ?? null : null;
  },
  dropped: TASK.dropped,
};
