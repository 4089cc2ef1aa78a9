import { instant, byIds, type Resource } from '../resource.js';
import { drop } from '../changes.js';

/** Subject types a reference can belong to here, with the table each lives in. */
export const REFERENCE_SUBJECTS: Record<string, string> = {
  Workspace: 'workspaces', Story: 'stories', TimeEntry: 'time_entries', Submission: 'timesheet_submissions', User: 'users', Role: 'roles',
  RateCard: 'rate_cards', CustomField: 'custom_fields', CustomFieldValue: 'custom_field_values', WorkspaceResource: 'workspace_resources',
  WorkspaceAllocation: 'workspace_allocations', Expense: 'expenses', Vendor: 'vendors',
};

const exactly = (name: string) => ({ keep: (row: Record<string, unknown>, value: string) => String(row[name] ?? '') === value });

/** Links from this account's objects to other systems. The list must say for which kind of object. */
export const externalReferences: Resource = {
  plural: 'external_references', singular: 'external_reference', subject: 'ExternalReference',
  columns: [
    'subject_type', 'subject_id', 'service_name', 'service_model', 'service_model_ref', 'status', 'external_link', 'external_message',
    'external_status', 'locked', 'last_synced_at', 'created_at', 'updated_at',
  ],
  computed: { subject_id: (row) => Number(row.subject_id) },
  associations: {},
  filters: {
    subject_type: exactly('subject_type'),
    subject_id: byIds('subject_id'),
    service_name: exactly('service_name'),
    service_model: exactly('service_model'),
    service_model_ref: { narrow: (value, table) => table.by('service_model_ref', value), ...exactly('service_model_ref') },
    external_status: exactly('external_status'),
    external_message: exactly('external_message'),
    status: exactly('status'),
  },
  orders: { created_at: instant('created_at'), last_synced_at: instant('last_synced_at') },
  defaultOrder: 'last_synced_at:desc',
  required: ['subject_type'],
  remove: (ctx, row) => drop(ctx, 'external_references', 'ExternalReference', row),
};
