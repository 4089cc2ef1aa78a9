import type { Ctx, Row } from '../../kernel/src/index.js';
import { add, change } from './changes.js';
import { idOf, type Attributes } from './wire/body.js';
import { invalid } from './wire/errors.js';
import { tokenUser } from './token-user.js';

/** Table each subject type of a custom field lives in. */
export const SUBJECT_TABLES: Record<string, string> = {
  Workspace: 'workspaces', Story: 'stories', User: 'users', Resource: 'workspace_resources', WorkspaceResource: 'workspace_resources',
};

/** Sets one value: creating a value for a field that has one replaces it. */
export function setCustomFieldValue(ctx: Ctx, attributes: Attributes): Row {
  const { books } = ctx;
  const subjectType = String(attributes.subject_type ?? '');
  const subjectId = idOf(attributes, 'subject_id') ?? '';
  const field = books.table('custom_fields').get(idOf(attributes, 'custom_field_id') ?? '');
  if (!field) throw invalid('custom_field_id', 'Custom field does not exist');
  if (field.subject_type !== subjectType) throw invalid('subject_type', `Custom field ${field.name} is not for ${subjectType || 'this object'}`);
  if (!books.table(SUBJECT_TABLES[subjectType] ?? '').get(subjectId)) throw invalid('subject_id', 'Subject does not exist');
  const value = valueFor(field, attributes.value);
  if (field.unique_constraint === true && value !== null) {
    const taken = books.table('custom_field_values').by('custom_field_id', field.id).some((kept) => kept.value === value && kept.subject_id !== subjectId);
    if (taken) throw invalid('value', 'Value has already been taken');
  }
  const existing = books.table('custom_field_values').by('subject_id', subjectId)
    .find((kept) => kept.subject_type === subjectType && kept.custom_field_id === field.id);
  if (existing) return change(ctx, 'custom_field_values', existing.id, { value });
  return add(ctx, 'custom_field_values', {
    subject_type: subjectType, subject_id: subjectId, custom_field_id: field.id, value, setter_id: tokenUser(books)?.id ?? null,
  });
}

/** Sets the `custom_fields` of a create or update body: `[{"id": "…", "value": …}]`. */
export function setCustomFields(ctx: Ctx, subjectType: string, subjectId: string, fields: unknown): void {
  if (fields === undefined || fields === null) return;
  if (!Array.isArray(fields)) throw invalid('custom_fields', 'custom_fields must be an array');
  for (const field of fields as Attributes[]) {
    setCustomFieldValue(ctx, { subject_type: subjectType, subject_id: subjectId, custom_field_id: field.custom_field_id ?? field.id, value: field.value });
  }
}

/** `[subunits, currency code]`. */
function money(value: unknown): [number, string] {
  const [subunits, code] = Array.isArray(value) ? value : [];
  if (!/^-?\d{1,15}$/.test(String(subunits ?? '')) || !/^[A-Z]{3}$/.test(String(code ?? ''))) throw invalid('value', 'Value is not an amount with its currency');
  return [Number(subunits), String(code)];
}

function valueFor(field: Row, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (field.value_type === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(String(value))) throw invalid('value', 'Value is not a number');
    return Number(value);
  }
  if (field.value_type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(String(value))) throw invalid('value', 'Value is not a date');
  if (field.value_type === 'currency') return money(value);
  if (String(value).length > 255) throw invalid('value', 'Value is too long (maximum is 255 characters)');
  return field.value_type === 'string' || field.value_type === 'date' ? String(value) : value;
}
