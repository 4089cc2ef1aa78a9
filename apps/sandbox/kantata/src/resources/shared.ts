import type { Association } from '../resource.js';
import { instant } from '../resource.js';

/** The external references of an object of this subject type. */
export const externalReferences = (subject: string): Association => ({
  to: 'external_references', key: 'external_reference_ids', many: true,
  ids: (row, books) => books.table('external_references').by('subject_id', row.id)
    .filter((reference) => reference.subject_type === subject).map((reference) => reference.id),
});

/** The custom field values of an object of this subject type. */
export const customFieldValues = (subject: string): Association => ({
  to: 'custom_field_values', key: 'custom_field_value_ids', many: true,
  ids: (row, books) => books.table('custom_field_values').by('subject_id', row.id)
    .filter((value) => value.subject_type === subject).map((value) => value.id),
});

/** Orders most endpoints offer. */
export const createdAndUpdated = { created_at: instant('created_at'), updated_at: instant('updated_at') };
export const createdOnly = { created_at: instant('created_at') };
