import type { EventType } from '#lib/canonical';
import type { NewEvent } from './events.js';
import type { StoredRecord } from './records.js';

type Typed = { type: EventType; key: string };

/** Which event a change is (glossary 10.2), and the key that says whether the fact is new. */
function typeOf(before: StoredRecord | undefined, after: StoredRecord): Typed {
  const changed = (type: EventType): Typed => ({ type, key: `${after.id}:v${after.version}` });
  const d = after.data;
  switch (after.entity) {
    case 'opportunity': return opportunityChange(before, after);
    case 'contract': {
      const signed = (s: string | null | undefined) => s === 'signed' || s === 'active';
      return signed(after.status) && !signed(before?.status) ? { type: 'contract.signed', key: `${after.id}:signed:${after.version}` } : changed('contract.changed');
    }
    case 'client': return changed('client.changed');
    case 'erp_invoice': return changed('erp_invoice.changed');
    case 'worker':
      if (!before) return { type: 'worker.hired', key: `${after.id}:hired` };
      if (before.status !== after.status) return changed('worker.status_changed');
      return changed(before.data['manager_id'] !== d['manager_id'] ? 'worker.manager_changed' : 'worker.changed');
    case 'time_off': case 'work_calendar': return changed('capacity.changed');
    case 'rate_card_version': return changed(d['status'] === 'approved' || d['status'] === 'active' ? 'rate_card.approved' : 'reference.changed');
    case 'cost_rate': return changed('cost_rate.changed');
    case 'accounting_period': {
      const shut = (s?: string | null) => s === 'closed' || s === 'locked';
      if (shut(after.status) && !shut(before?.status)) return changed('period.closed');
      return changed(shut(before?.status) && !shut(after.status) ? 'period.reopened' : 'period.changed');
    }
    case 'amendment': return changed(after.status === 'approved' ? 'amendment.approved' : 'amendment.changed');
    case 'milestone': return milestoneChange(before, after);
    case 'expense_report': return expenseChange(before, after);
    case 'assignment': return changed(!before && d['booking_type'] === 'hard' ? 'assignment.confirmed' : 'assignment.changed');
    case 'timesheet': return timesheetChange(before, after);
    case 'project': return changed(before && before.status !== after.status ? 'project.status_changed' : 'project.changed');
    default: return changed('reference.changed');
  }
}

function opportunityChange(before: StoredRecord | undefined, after: StoredRecord): Typed {
  const stage = after.data['canonical_stage'] as string;
  const was = before?.data['canonical_stage'] as string | undefined;
  const won = (r?: StoredRecord) => r?.data['canonical_stage'] === 'closed_won' && r.data['commercial_approval'] === 'approved';
  if (won(after) && !won(before)) return { type: 'opportunity.closed_won', key: `${after.id}:closed_won` };
  if (stage === 'closed_lost' && was !== 'closed_lost') return { type: 'opportunity.closed_lost', key: `${after.id}:closed_lost:${after.version}` };
  if (stage === 'committed' && was !== 'committed') return { type: 'opportunity.committed', key: `${after.id}:committed:${after.version}` };
  if (was === 'committed' && (stage === 'open' || stage === 'qualified')) return { type: 'opportunity.uncommitted', key: `${after.id}:uncommitted:${after.version}` };
  return { type: 'opportunity.changed', key: `${after.id}:v${after.version}` };
}

function timesheetChange(before: StoredRecord | undefined, after: StoredRecord): Typed {
  const types: Record<string, EventType> = { submitted: 'timesheet.submitted', approved: 'timesheet.approved', rejected: 'timesheet.rejected' };
  // Approved time that leaves approval in any other way (recalled, cancelled) has lost it just as rejected time has.
  const other = before?.status === 'approved' ? 'timesheet.rejected' : 'reference.changed';
  return { type: types[after.status ?? ''] ?? other, key: `${after.id}:v${after.version}:${after.status}` };
}

/** Completed is what may be billed: accepted, or completed where nobody has to accept. */
function milestoneChange(before: StoredRecord | undefined, after: StoredRecord): Typed {
  const done = (r?: StoredRecord) => r?.status === 'accepted' || (r?.status === 'completed' && r.data['acceptance_required'] !== true);
  if (done(after) && !done(before)) return { type: 'milestone.completed', key: `${after.id}:completed:${after.version}` };
  // What was done and is not any more, or is cancelled, counts more than a date that moved with it.
  const turned = done(before) !== done(after) || (after.status === 'cancelled' && before?.status !== 'cancelled');
  const moved = before !== undefined && before.data['planned_date'] !== after.data['planned_date'];
  return { type: moved && !turned ? 'milestone.rescheduled' : 'milestone.changed', key: `${after.id}:v${after.version}` };
}

function expenseChange(before: StoredRecord | undefined, after: StoredRecord): Typed {
  const approved = (r?: StoredRecord) => r?.status === 'approved' || r?.status === 'reimbursed';
  return { type: after.status === 'approved' || (approved(after) && !approved(before)) ? 'expense.approved' : 'expense.changed', key: `${after.id}:v${after.version}:${after.status}` };
}

/** Order key per glossary 10.2: worker for people facts, project or contract or opportunity for theirs. */
function partitionOf(r: StoredRecord): string {
  const d = r.data;
  if (r.entity === 'timesheet') return `worker:${d['worker_id']}:${d['period_start']}`;
  if (r.entity === 'assignment' || r.entity === 'time_off' || r.entity === 'cost_rate') return `worker:${d['worker_id']}`;
  if (r.entity === 'expense_report') return `worker:${d['worker_id']}`;
  if (r.entity === 'amendment') return `contract:${d['contract_id']}`;
  if (r.entity === 'task' || r.entity === 'milestone') return `project:${d['project_id']}`;
  return `${r.entity}:${r.id}`;
}

function withoutCost({ entity, data }: StoredRecord): Record<string, unknown> {
  if (entity === 'cost_rate') return { worker_id: data['worker_id'], currency: data['currency'] };
  if (entity !== 'rate_card_version' || data['kind'] !== 'cost') return data;
  const { lines: _lines, ...head } = data;
  return head;
}

/** The event of an accepted change. Carries the state after the change; restricted cost figures stay out (glossary 10.1 rule 3). */
export function changeEvent(before: StoredRecord | undefined, after: StoredRecord): NewEvent {
  const { type, key } = typeOf(before, after);
  const data = withoutCost(after);
  return {
    type, entity: after.entity, entity_id: after.id, entity_version: after.version, partition_key: partitionOf(after), idempotency_key: key,
    approval_status: after.approval_status, correlation_id: after.correlation_id, effective_date: after.effective_from,
    source_system: after.source_system, source_id: after.source_id, source_version: after.source_version, source_timestamp: new Date(after.source_timestamp).toISOString(),
    data: { ...data, natural_key: after.natural_key, legal_entity_code: after.legal_entity_code, deleted: after.deleted, previous_status: before?.status ?? null },
  };
}
