import { byFlag, byIds, byText, column, isTrue, one, type Resource } from '../resource.js';
import { customFieldValues, externalReferences } from './shared.js';

/** People of the account. Without `on_my_account`, only those who take part in a project are listed; without `show_disabled`, only those who may log in. */
export const users: Resource = {
  plural: 'users', singular: 'user', subject: 'User',
  columns: ['full_name', 'email_address', 'headline', 'photo_path', 'account_id', 'disabled', 'created_at', 'updated_at'],
  optional: ['bio', 'website', 'city', 'state', 'country', 'abbreviated_timezone', 'last_site_activity', 'classification'],
  computed: {
    photo_path: (row) => row.photo_path ?? `https://app.sandbox.invalid/images/default_profile_photo/default.png?${row.id}`,
    disabled: (row) => row.disabled === true,
    account_id: (row) => row.account_id ?? '1',
  },
  associations: {
    role: one('roles', 'role_id'),
    manager: one('users', 'manager_id'),
    account_membership: {
      to: 'account_memberships', key: 'account_membership_id', many: false,
      ids: (row, books) => [books.table('account_memberships').by('user_id', row.id)[0]?.id ?? null],
    },
    custom_field_values: customFieldValues('User'),
    external_references: externalReferences('User'),
  },
  filters: {
    by_email_address: byText('email_address'),
    by_email_addresses: byText('email_address'),
    by_full_name: { keep: (row, value) => String(row.full_name ?? '').toLowerCase().includes(value.toLowerCase()) },
    search: { keep: (row, value) => `${row.full_name ?? ''} ${row.email_address ?? ''}`.toLowerCase().includes(value.toLowerCase()) },
    participant_in: { keep: (row, value, books) => books.table('workspace_resources').by('user_id', row.id).some((place) => place.workspace_id === value) },
    account_role_ids: byIds('role_id'),
    disabled: byFlag('disabled'),
  },
  orders: { alphabetical: column('full_name') },
  defaultOrder: 'alphabetical:asc',
  listed: (row, query, books) =>
    query.has('only') ||
    ((row.disabled !== true || isTrue(query.get('show_disabled')) || query.has('disabled')) &&
      (isTrue(query.get('on_my_account')) || books.table('workspace_resources').by('user_id', row.id).length > 0)),
};
