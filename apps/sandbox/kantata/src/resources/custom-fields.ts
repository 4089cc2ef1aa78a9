import { drop } from '../changes.js';
import { setCustomFieldValue } from '../custom-fields.js';
import { byIds, column, one, type Resource } from '../resource.js';
import { formattedMoney } from '../wire/money.js';
import { createdAndUpdated, externalReferences } from './shared.js';

/** Fields the account has added. */
export const customFields: Resource = {
  plural: 'custom_fields', singular: 'custom_field', subject: 'CustomField',
  columns: ['name', 'subject_type', 'value_type', 'unique_constraint', 'required', 'read_access', 'write_access', 'created_at', 'updated_at'],
  computed: { unique_constraint: (row) => row.unique_constraint === true, required: (row) => row.required === true },
  associations: { external_references: externalReferences('CustomField') },
  filters: { subject_type: { keep: (row, value) => row.subject_type === value }, value_type: { keep: (row, value) => row.value_type === value } },
  orders: { ...createdAndUpdated, name: column('name') },
  defaultOrder: 'name:asc',
};

/** Values of those fields. The list must say for which kind of object. */
export const customFieldValues: Resource = {
  plural: 'custom_field_values', singular: 'custom_field_value', subject: 'CustomFieldValue',
  columns: ['subject_type', 'subject_id', 'custom_field_name', 'type', 'value', 'display_value', 'can_edit', 'created_at', 'updated_at'],
  computed: {
    subject_id: (row) => Number(row.subject_id),
    custom_field_name: (row, books) => books.table('custom_fields').get(String(row.custom_field_id))?.name ?? null,
    type: (row, books) => books.table('custom_fields').get(String(row.custom_field_id))?.value_type ?? 'string',
    display_value: (row) => (Array.isArray(row.value) ? formattedMoney(Number(row.value[0]), String(row.value[1])) : row.value === null || row.value === undefined ? '' : String(row.value)),
    can_edit: () => true,
  },
  associations: {
    custom_field: one('custom_fields', 'custom_field_id'),
    setter: one('users', 'setter_id'),
    external_references: externalReferences('CustomFieldValue'),
  },
  filters: {
    subject_type: { keep: (row, value) => row.subject_type === value },
    with_subject_id: byIds('subject_id'),
    with_custom_field_id: byIds('custom_field_id'),
    with_setter_id: byIds('setter_id'),
  },
  orders: { ...createdAndUpdated, subject_id: (row) => Number(row.subject_id) },
  defaultOrder: 'created_at:asc',
  required: ['subject_type'],
  bulk: 100,
  create: setCustomFieldValue,
  update: (ctx, row, attributes) => setCustomFieldValue(ctx, { ...row, value: attributes.value }),
  remove: (ctx, row) => drop(ctx, 'custom_field_values', 'CustomFieldValue', row),
};
