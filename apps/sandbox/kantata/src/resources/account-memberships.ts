import { change } from '../changes.js';
import { byIds, byText, one, type Resource } from '../resource.js';
import { createdAndUpdated } from './shared.js';

/** What a user may do on the account. */
export const accountMemberships: Resource = {
  plural: 'account_memberships', singular: 'account_membership', subject: 'AccountMembership', event: 'account_membership',
  columns: ['permission', 'bill_rate_in_cents', 'disabled_at', 'created_at', 'updated_at'],
  associations: { user: one('users', 'user_id') },
  filters: { user_id: byIds('user_id'), user_ids: byIds('user_id'), permissions: byText('permission') },
  orders: createdAndUpdated,
  defaultOrder: 'created_at:asc',
  update: (ctx, row, attributes) => change(ctx, 'account_memberships', row.id, { permission: attributes.permission }),
};
