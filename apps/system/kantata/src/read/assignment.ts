import type { PageAt, ReadVerb } from '#lib/connector';
import { roleCodes } from '../client/catalog.js';
import { changes } from '../client/changes.js';
import type { Listed, Row } from '../client/envelope.js';
import { byIds, type Ctx, list, MOST } from '../client/listing.js';
import { type Section, walkOf } from '../client/walk.js';
import { ASSIGNMENT, type AllocationRow, mapAssignment } from '../mappers/assignment.js';
import { instant, latest, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const ALLOCATION = { include: 'workspace,workspace_resource' };
const RESOURCE = { include: 'user,role,workspace', include_unnamed: true };
/** How late an event may show up. */
const EVENT_LAG_S = 900;
const ROLE_AND_PLACE = ['id', 'user_id', 'role_id', 'workspace_id', 'label', 'updated_at'];

/** Allocations with their resources; those of open roles are demand, which the gateway itself published: left out. */
async function booked(ctx: Ctx, page: Listed): Promise<AllocationRow[]> {
  const resources = await byIds(ctx, 'workspace_resources', page.rows.map((r) => String(r.workspace_resource_id)), RESOURCE);
  return joined(ctx, page.rows, resources, false);
}

/** Allocations of resources that changed: somebody was named for an open role, or another one, or taken off it. */
async function rebooked(ctx: Ctx, page: Listed): Promise<AllocationRow[]> {
  const touched = page.rows.filter((r) => r.user_id || r.updated_at !== r.created_at);
  if (touched.length === 0) return [];
  const allocations: Row[] = [];
  for (let offset = 0, total = 1; offset < total; ) {
    const some = await list(ctx, 'workspace_allocations', { ...ALLOCATION, workspace_resource_ids: touched.map((r) => r.id).join(','), order: 'updated_at:desc', limit: MOST, offset });
    allocations.push(...some.rows);
    offset += some.rows.length;
    total = some.rows.length === 0 ? offset : some.total;
  }
  return joined(ctx, allocations, touched, true);
}

async function joined(ctx: Ctx, allocations: Row[], resources: Row[], unnamed: boolean): Promise<AllocationRow[]> {
  const byId = new Map(resources.map((r) => [r.id, r]));
  const codes = await roleCodes(ctx, resources);
  return allocations.flatMap((row): AllocationRow[] => {
    const resource = byId.get(String(row.workspace_resource_id));
    if (!resource || (!resource.user_id && !unnamed)) return [];
    const place = Object.fromEntries(ROLE_AND_PLACE.map((name) => [name, resource[name]])) as Row;
    return [{ ...row, resource: place, role_code: codes[String(resource.role_id)], gone: !resource.user_id, changed_at: latest(row.updated_at, resource.updated_at) }];
  });
}

/** Lists never show what was deleted: the account's events do, for nine days and some minutes late. */
function deletions(ctx: Ctx): Section {
  const events = changes(ctx, {
    plural: 'subscribed_events', by: 'created_at', query: { event_types: 'workspace_allocation:deleted' },
    join: async (page) => page.rows.map((e): AllocationRow => ({ id: String(e.subject_id), gone: true, updated_at: e.subject_changed_at, changed_at: String(e.subject_changed_at ?? e.created_at) })),
  });
  return (span, from, limit) => events({ ...span, after: span.after - EVENT_LAG_S }, from, limit);
}

function sections(at: PageAt, ctx: Ctx): Section[] {
  const allocations = changes(ctx, { plural: 'workspace_allocations', query: ALLOCATION, join: (page) => booked(ctx, page) });
  if (at.since === null) return [allocations];
  const resources = changes(ctx, { plural: 'workspace_resources', query: RESOURCE, join: (page) => rebooked(ctx, page) });
  return [allocations, resources, ...(ctx.settings.deletion_events ? [deletions(ctx)] : [])];
}

/** Bookings of people. */
export const assignment: ReadVerb<AllocationRow, KantataSettings> = {
  feed: 'delta',
  page: (at, ctx) => walkOf(at, sections(at, ctx)) as Promise<{ rows: AllocationRow[]; next: string | null }>,
  identify: (row) => ({ source_id: row.id, source_version: versionOf(row, ASSIGNMENT), source_timestamp: instant(row.changed_at) }),
  map: mapAssignment,
  dropped: ASSIGNMENT.dropped,
};
