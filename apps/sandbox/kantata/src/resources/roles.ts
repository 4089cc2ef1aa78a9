import { column, type Resource } from '../resource.js';
import { externalReferences } from './shared.js';

/** Roles of the account; deleted ones are hidden unless `only_active` is false. */
export const roles: Resource = {
  plural: 'roles', singular: 'role', subject: 'Role',
  columns: ['name', 'deleted_at', 'created_at', 'updated_at'],
  associations: { external_references: externalReferences('Role') },
  filters: { search: { keep: (row, value) => String(row.name ?? '').toLowerCase().includes(value.toLowerCase()) } },
  orders: { alphabetical: column('name') },
  defaultOrder: 'alphabetical:asc',
  listed: (row, query) => !row.deleted_at || query.get('only_active') === 'false',
};
