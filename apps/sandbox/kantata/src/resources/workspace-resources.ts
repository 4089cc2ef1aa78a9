import type { Books, Ctx, Row } from '../../../kernel/src/index.js';
import { add, change, drop } from '../changes.js';
import { attachReference } from '../references.js';
import { byIds, column, isTrue, many, one, type Resource } from '../resource.js';
import { idOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { createdAndUpdated, externalReferences } from './shared.js';

const PLURAL = 'workspace_resources';
const allocations = (row: Row, books: Books): Row[] => books.table('workspace_allocations').by('workspace_resource_id', row.id);
const roleName = (row: Row, books: Books): string | null => (books.table('roles').get(String(row.role_id))?.name as string) ?? null;
const edge = (dates: unknown[], pick: 'first' | 'last'): unknown => dates.sort().at(pick === 'first' ? 0 : -1) ?? null;

/** People and open roles of a project. Unnamed ones (no user) are listed only when asked for. */
export const workspaceResources: Resource = {
  plural: PLURAL, singular: 'workspace_resource', subject: 'WorkspaceResource', event: 'workspace_resource',
  columns: [
    'label', 'role_name', 'full_name', 'display_label', 'total_allocated_minutes', 'earliest_allocation_date', 'latest_allocation_date',
    'created_at', 'updated_at',
  ],
  optional: ['resource_bill_rate', 'resource_cost_rate'],
  computed: {
    role_name: roleName,
    full_name: (row, books) => books.table('users').get(String(row.user_id))?.full_name ?? null,
    display_label: (row, books) => books.table('users').get(String(row.user_id))?.full_name ?? row.label ?? roleName(row, books),
    total_allocated_minutes: (row, books) => allocations(row, books).reduce((sum, allocation) => sum + Number(allocation.minutes), 0),
    earliest_allocation_date: (row, books) => edge(allocations(row, books).map((allocation) => allocation.start_date), 'first'),
    latest_allocation_date: (row, books) => edge(allocations(row, books).map((allocation) => allocation.end_date), 'last'),
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'),
    user: one('users', 'user_id'),
    role: one('roles', 'role_id'),
    workspace_allocations: many('workspace_allocations', 'workspace_allocation_ids', 'workspace_resource_id'),
    external_references: externalReferences('WorkspaceResource'),
  },
  filters: {
    workspace_id: byIds('workspace_id'),
    workspace_ids: byIds('workspace_id'),
    user_id: byIds('user_id'),
    role_id: byIds('role_id'),
    only_unnamed: { keep: (row, value) => !isTrue(value) || !row.user_id },
  },
  orders: { ...createdAndUpdated, alphabetically: column('label') },
  defaultOrder: 'updated_at:desc',
  listed: (row, query) => Boolean(row.user_id) || query.has('only') || isTrue(query.get('include_unnamed')) || isTrue(query.get('only_unnamed')),
  bulk: 100,
  create(ctx, attributes) {
    const workspace = ctx.books.table('workspaces').get(idOf(attributes, 'workspace_id') ?? '');
    if (!workspace) throw invalid('workspace_id', 'Workspace does not exist');
    if (workspace.archived === true) throw invalid('workspace_id', 'Workspace is archived');
    const row = add(ctx, PLURAL, { label: attributes.label ?? null, ...who(ctx, attributes, workspace.id, undefined), workspace_id: workspace.id });
    attachReference(ctx, 'WorkspaceResource', row, attributes);
    return row;
  },
  update(ctx, row, attributes) {
    const after = change(ctx, PLURAL, row.id, { label: attributes.label, ...who(ctx, attributes, String(row.workspace_id), row) });
    attachReference(ctx, 'WorkspaceResource', after, attributes);
    return after;
  },
  remove(ctx, row) {
    const logged = row.user_id && ctx.books.table('time_entries').by('user_id', row.user_id).some((entry) => entry.workspace_id === row.workspace_id);
    if (logged) throw invalid('base', 'Resource has logged time on this project and cannot be removed');
    for (const allocation of allocations(row, ctx.books)) drop(ctx, 'workspace_allocations', 'WorkspaceAllocation', allocation);
    drop(ctx, PLURAL, 'WorkspaceResource', row);
  },
};

/** User and role of a body. A user has one place in a project; a hard allocation keeps its resource named. */
function who(ctx: Ctx, attributes: Attributes, workspaceId: string, before: Row | undefined): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  if (attributes.role_id !== undefined || !before) {
    set.role_id = idOf(attributes, 'role_id');
    if (set.role_id !== null && !ctx.books.table('roles').get(String(set.role_id))) throw invalid('role_id', 'Role does not exist');
  }
  if (attributes.user_id === undefined && before) return set;
  const userId = idOf(attributes, 'user_id');
  set.user_id = userId;
  if (userId === null) {
    if (before && allocations(before, ctx.books).some((allocation) => allocation.hard)) throw invalid('user_id', 'Resource has hard allocations');
    return set;
  }
  const user = ctx.books.table('users').get(userId);
  if (!user || user.disabled === true) throw invalid('user_id', 'User does not exist or is disabled');
  const there = ctx.books.table(PLURAL).by('user_id', userId).some((other) => other.workspace_id === workspaceId && other.id !== before?.id);
  if (there) throw invalid('user_id', 'User is already a resource of this project');
  if (!before && set.role_id === null) set.role_id = user.role_id ?? null;
  return set;
}
