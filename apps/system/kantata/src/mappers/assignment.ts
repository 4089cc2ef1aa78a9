import type { Assignment } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import type { ChangedRow } from '../client/walk.js';
import { carried, type FieldPlan, hours } from './values.js';

/** An allocation with the resource it belongs to; `gone` when it was deleted or its person taken off. */
export interface AllocationRow extends ChangedRow {
  resource?: Row;
  role_code?: string;
  gone: boolean;
}

export const ASSIGNMENT: FieldPlan = {
  mapped: ['id', 'start_date', 'end_date', 'minutes', 'hard', 'resource', 'role_code', 'gone', 'updated_at', 'changed_at'],
  dropped: { percentage: 'derived from minutes', workspace_id: 'read from the resource', workspace_resource_id: 'carried as resource_id', created_at: 'says nothing about the booking' },
};

/** A booking of a person. Kantata does not say whether its hours are billable: the project and its contract decide. */
export function mapAssignment(row: AllocationRow): Mapped<Partial<Assignment>> {
  if (row.gone || !row.resource) return { data: { status: 'cancelled' }, deleted: true };
  return {
    data: { role: row.role_code, start: String(row.start_date), end: String(row.end_date), hours: hours(row.minutes), billable: true, booking_type: row.hard ? 'hard' : 'soft', status: row.hard ? 'confirmed' : 'proposed' },
    effective_from: String(row.start_date), effective_to: String(row.end_date),
    refs: { worker_id: { entity: 'worker', source_id: String(row.resource.user_id) }, project_id: { entity: 'project', source_id: String(row.resource.workspace_id) } },
    extensions: { resource_id: row.resource.id, ...carried(row, ASSIGNMENT) },
  };
}
