import type { Books, Row, SandboxDocument } from '../../kernel/src/index.js';
import { referencesOf } from './references.js';

/** Model name of the external reference that carries a writer's own key for the object. */
const KEY_MODEL = 'effect';

/** Projects, tasks, open roles, their allocations, and the references other systems left. What people staff and log is theirs. */
export function documents(books: Books): SandboxDocument[] {
  return [
    ...books.table('workspaces').all().map((row) => document(books, 'workspace', 'Workspace', row, workspaceDigest(books, row))),
    ...books.table('stories').find((row) => !row.deleted_at).map((row) => document(books, 'story', 'Story', row, {
      workspace: titleOf(books, row.workspace_id),
      ...only(row, ['title', 'story_type', 'billable', 'time_trackable', 'time_estimate_in_minutes', 'start_date', 'due_date', 'state']),
      ...(row.story_type === 'milestone' ? { weight: row.weight ?? null, custom_fields: fieldsOf(books, 'Story', row) } : {}),
    })),
    ...books.table('workspace_resources').find((row) => !row.user_id).map((row) => document(books, 'workspace_resource', 'WorkspaceResource', row, {
      workspace: titleOf(books, row.workspace_id), role: roleOf(books, row), label: row.label ?? null,
      allocations: books.table('workspace_allocations').by('workspace_resource_id', row.id).map(allocationDigest).sort(byText),
    })),
    ...books.table('workspace_allocations').all().flatMap((row) => {
      const resource = books.table('workspace_resources').get(String(row.workspace_resource_id));
      if (!resource || resource.user_id) return [];
      return [document(books, 'workspace_allocation', 'WorkspaceAllocation', row, {
        workspace: titleOf(books, resource.workspace_id), role: roleOf(books, resource), ...allocationDigest(row),
      })];
    }),
    ...books.table('external_references').find((row) => row.service_model !== KEY_MODEL).map((row): SandboxDocument => ({
      type: 'external_reference', id: row.id, effect_key: null,
      digest: {
        subject_type: row.subject_type, subject: subjectOf(books, row),
        ...only(row, ['service_name', 'service_model', 'service_model_ref', 'external_status', 'external_message']),
      },
    })),
  ];
}

function document(books: Books, type: string, subject: string, row: Row, digest: Record<string, unknown>): SandboxDocument {
  const key = referencesOf(books, subject, row.id).find((reference) => reference.service_model === KEY_MODEL);
  return { type, id: row.id, effect_key: (key?.service_model_ref as string) ?? null, digest };
}

function workspaceDigest(books: Books, row: Row): Record<string, unknown> {
  return {
    ...only(row, ['title', 'currency', 'start_date', 'due_date', 'stage', 'status_key', 'time_trackable', 'archived', 'budgeted', 'price_in_cents']),
    rate_card: books.table('rate_cards').get(String(row.rate_card_id))?.title ?? null,
    custom_fields: fieldsOf(books, 'Workspace', row),
  };
}

function fieldsOf(books: Books, subject: string, row: Row): Record<string, unknown> {
  const fields = books.table('custom_field_values').by('subject_id', row.id).filter((value) => value.subject_type === subject)
    .map((value) => [String(books.table('custom_fields').get(String(value.custom_field_id))?.name), value.value] as const);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const subjectOf = (books: Books, { subject_type: type, subject_id: id }: Row): unknown =>
  type === 'Workspace' ? titleOf(books, id) : type === 'Story' ? (books.table('stories').get(String(id))?.title ?? null) : null;
const only = (row: Row, names: string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
const allocationDigest = (row: Row): Record<string, unknown> => only(row, ['start_date', 'end_date', 'minutes', 'hard']);
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const titleOf = (books: Books, id: unknown): unknown => books.table('workspaces').get(String(id))?.title ?? null;
const roleOf = (books: Books, row: Row): unknown => books.table('roles').get(String(row.role_id))?.name ?? null;
