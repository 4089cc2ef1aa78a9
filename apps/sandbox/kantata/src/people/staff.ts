import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { add } from '../changes.js';
import { createAllocation } from '../resources/workspace-allocations.js';
import { workspaceResources } from '../resources/workspace-resources.js';
import type { Attributes } from '../wire/body.js';
import { eachItem } from './outcomes.js';

/**
 * A resource manager staffs people: `{items: [{workspace_id, user_id, role_id?, start_date, end_date, minutes, hard?, unnamed_id?}]}`.
 * The person becomes a named resource (or already is one) with an allocation, hard unless said otherwise; with
 * `unnamed_id`, the open role they fill is taken down.
 */
export const staff = (ctx: Ctx, body: { items?: Attributes[] }): Reply => eachItem(body.items, (item) => {
  const { books } = ctx;
  const place = books.table('workspace_resources').by('user_id', String(item.user_id)).find((resource) => resource.workspace_id === String(item.workspace_id))
    ?? workspaceResources.create!(ctx, { workspace_id: item.workspace_id, user_id: item.user_id, role_id: item.role_id, label: item.label });
  const allocation = createAllocation(ctx, { ...item, resource_id: place.id, hard: item.hard ?? true });
  const open = item.unnamed_id === undefined ? undefined : books.table('workspace_resources').get(String(item.unnamed_id));
  if (open && !open.user_id) workspaceResources.remove!(ctx, open);
  return { resource_id: place.id, allocation_id: allocation.id };
});

/** An administrator adds people to the account: `{items: [{full_name, email_address, role_id?, permission?}]}`. */
export const addUsers = (ctx: Ctx, body: { items?: Attributes[] }): Reply => eachItem(body.items, (item) => {
  const user = add(ctx, 'users', { ...item, permission: undefined, disabled: item.disabled === true });
  add(ctx, 'account_memberships', { user_id: user.id, permission: item.permission ?? 'collaborator', disabled_at: null });
  return { id: user.id };
});
