import type { Task } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { ChangedRow } from '../client/walk.js';
import { codeAndNameOf } from './coded-title.js';
import { carried, type FieldPlan, hours } from './values.js';

/** A story; `ours` when the gateway made it, so that its title begins with a code for certain. */
export interface StoryRow extends ChangedRow {
  ours: boolean;
}

export const TASK: FieldPlan = {
  mapped: ['id', 'title', 'billable', 'time_estimate_in_minutes', 'start_date', 'due_date', 'deleted_at', 'archived', 'workspace_id', 'ours', 'updated_at', 'changed_at'],
  dropped: {
    logged_billable_time_in_minutes: 'read with the time entries', logged_nonbillable_time_in_minutes: 'read with the time entries', position: 'order on the page', status: 'label of state', percentage_complete: 'derived', project_plan: 'a switch of the page',
    external_reference_ids: 'our own keys', created_at: 'says nothing about the task',
  },
};

/** Title of a task: `<wbs code> <name>`. */
export function mapTask(row: StoryRow): Mapped<Partial<Task>> {
  const { code, name } = codeAndNameOf(row, row.ours);
  return {
    data: {
      wbs_code: code, name, billable_default: Boolean(row.billable), planned_hours: row.time_estimate_in_minutes ? hours(row.time_estimate_in_minutes) : undefined,
      start: row.start_date ?? undefined, end: row.due_date ?? undefined, status: row.deleted_at || row.archived || row.state === 'completed' ? 'closed' : 'open',
    },
    natural_key: `${row.workspace_id}:${code}`, deleted: Boolean(row.deleted_at), refs: { project_id: { entity: 'project', source_id: String(row.workspace_id) } }, extensions: carried(row, TASK),
  };
}
