import { column, type Resource } from '../resource.js';
import { createdAndUpdated, externalReferences } from './shared.js';

/** Parties an expense is paid to. */
export const vendors: Resource = {
  plural: 'vendors', singular: 'vendor', subject: 'Vendor',
  columns: ['name', 'created_at', 'updated_at'],
  associations: { external_references: externalReferences('Vendor') },
  filters: { search: { keep: (row, value) => String(row.name ?? '').toLowerCase().includes(value.toLowerCase()) } },
  orders: { ...createdAndUpdated, name: column('name') },
  defaultOrder: 'name:asc',
};
