import type { Contract, TaskWrite } from '#lib/canonical';
import { appendEvents, changeEvent, insertRecord, linkSystem, recordByKey, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** The WBS a project starts with: every task its contract lines name; management and delivery when a line covers work on every task, or none is named. */
export function plannedTasks(contract: Contract): Omit<TaskWrite, 'project_source_id'>[] {
  const named = contract.lines.flatMap((l) => l.task_codes);
  const whole = contract.lines.some((l) => l.task_codes.length === 0 && l.included_classes.includes('time'));
  const codes = [...new Set([...(whole || named.length === 0 ? ['PM', 'DEL'] : []), ...named])];
  const names: Record<string, string> = { PM: 'Project management', DEL: 'Delivery' };
  return codes.map((wbs_code) => ({ wbs_code, name: names[wbs_code] ?? wbs_code, billable: true, start: contract.start, end: contract.end }));
}

/** Records a task the PSA confirmed. */
export async function recordTask(em: EntityManager, project: { id: string; code: string; legal_entity_code: string | null; correlation_id: string }, psa: { system: string; workspaceId: string; taskId: string }, task: Omit<TaskWrite, 'project_source_id'>): Promise<StoredRecord> {
  const naturalKey = `${psa.workspaceId}:${task.wbs_code}`;
  const known = await recordByKey(em, 'task', naturalKey);
  const record = known ?? await insertRecord(em, {
    entity: 'task', natural_key: naturalKey, legal_entity_code: project.legal_entity_code, source_system: psa.system, source_id: psa.taskId, source_version: '0', source_timestamp: '1970-01-01T00:00:00Z', correlation_id: project.correlation_id,
    data: { project_id: project.id, wbs_code: task.wbs_code, name: task.name, billable_default: task.billable, start: task.start, end: task.end, status: 'open' },
  });
  await linkSystem(em, { canonical_type: 'task', canonical_id: record.id, system: psa.system, system_type: 'task', system_id: psa.taskId, role: 'owner' });
  if (!known) await appendEvents(em, [changeEvent(undefined, record)]);
  return record;
}
