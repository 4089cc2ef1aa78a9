import { changeEvent } from './change-events.js';
import type { StoredRecord } from './records.js';

const record = (entity: string, data: Record<string, unknown>, version = 1, more: Partial<StoredRecord> = {}): StoredRecord => ({
  id: 'id1', entity, natural_key: 'k', version, status: (data['canonical_stage'] ?? data['status'] ?? null) as string | null, approval_status: 'approved', effective_from: null, effective_to: null, legal_entity_code: 'US01', data, extensions: {},
  source_system: 's', source_id: '1', source_version: String(version), source_timestamp: new Date('2026-08-03T00:00:00Z'), correlation_id: 'c', deleted: false, updated_at: new Date(), ...more,
});
const told = (entity: string, before: Record<string, unknown> | null, after: Record<string, unknown>) => changeEvent(before ? record(entity, before, 1) : undefined, record(entity, after, 2)).type;

it.each([
  ['a deal first seen committed', 'opportunity', null, { canonical_stage: 'committed' }, 'opportunity.committed'],
  ['a committed deal that changed otherwise', 'opportunity', { canonical_stage: 'committed' }, { canonical_stage: 'committed', amount: '2' }, 'opportunity.changed'],
  ['a committed deal that slipped', 'opportunity', { canonical_stage: 'committed' }, { canonical_stage: 'qualified' }, 'opportunity.uncommitted'],
  ['a lost deal', 'opportunity', { canonical_stage: 'committed' }, { canonical_stage: 'closed_lost' }, 'opportunity.closed_lost'],
  ['a deal won with approval', 'opportunity', { canonical_stage: 'committed' }, { canonical_stage: 'closed_won', commercial_approval: 'approved' }, 'opportunity.closed_won'],
  ['a deal won without approval', 'opportunity', { canonical_stage: 'committed' }, { canonical_stage: 'closed_won', commercial_approval: 'submitted' }, 'opportunity.changed'],
  ['a contract first seen active', 'contract', null, { status: 'active' }, 'contract.signed'],
  ['a signed contract that starts', 'contract', { status: 'signed' }, { status: 'active' }, 'contract.changed'],
  ['a new worker', 'worker', null, { status: 'active' }, 'worker.hired'],
  ['a leaver', 'worker', { status: 'active' }, { status: 'terminated' }, 'worker.status_changed'],
  ['a new manager', 'worker', { status: 'active', manager_id: 'a' }, { status: 'active', manager_id: 'b' }, 'worker.manager_changed'],
  ['a worker who moves practice', 'worker', { status: 'active', practice: 'A' }, { status: 'active', practice: 'B' }, 'worker.changed'],
  ['a period that closes', 'accounting_period', { status: 'open' }, { status: 'closed' }, 'period.closed'],
  ['a closed period that is locked', 'accounting_period', { status: 'closed' }, { status: 'locked' }, 'period.changed'],
  ['a period opened again', 'accounting_period', { status: 'closed' }, { status: 'open' }, 'period.reopened'],
  ['a new hard booking', 'assignment', null, { booking_type: 'hard' }, 'assignment.confirmed'],
  ['a changed booking', 'assignment', { booking_type: 'hard' }, { booking_type: 'hard', hours: '8' }, 'assignment.changed'],
  ['submitted time', 'timesheet', null, { status: 'submitted' }, 'timesheet.submitted'],
  ['approved time', 'timesheet', { status: 'submitted' }, { status: 'approved' }, 'timesheet.approved'],
  ['time sent back', 'timesheet', { status: 'approved' }, { status: 'rejected' }, 'timesheet.rejected'],
  ['approved time that its worker recalled', 'timesheet', { status: 'approved' }, { status: 'recalled' }, 'timesheet.rejected'],
  ['submitted time that its worker recalled', 'timesheet', { status: 'submitted' }, { status: 'recalled' }, 'reference.changed'],
  ['a milestone first seen planned', 'milestone', null, { status: 'planned', planned_date: '2026-07-31' }, 'milestone.changed'],
  ['a milestone first seen accepted', 'milestone', null, { status: 'accepted', acceptance_required: true }, 'milestone.completed'],
  ['work that is done and that nobody has to accept', 'milestone', { status: 'in_progress', acceptance_required: false }, { status: 'completed', acceptance_required: false }, 'milestone.completed'],
  ['work that is done and waits for acceptance', 'milestone', { status: 'in_progress', acceptance_required: true }, { status: 'completed', acceptance_required: true }, 'milestone.changed'],
  ['an acceptance', 'milestone', { status: 'completed', acceptance_required: true }, { status: 'accepted', acceptance_required: true }, 'milestone.completed'],
  ['an acceptance that nobody asked for', 'milestone', { status: 'completed', acceptance_required: false }, { status: 'accepted', acceptance_required: false }, 'milestone.changed'],
  ['evidence that was not accepted', 'milestone', { status: 'completed', acceptance_required: true }, { status: 'rejected', acceptance_required: true }, 'milestone.changed'],
  ['acceptance that is waived afterwards', 'milestone', { status: 'completed', acceptance_required: true }, { status: 'completed', acceptance_required: false }, 'milestone.completed'],
  ['a planned date that moved', 'milestone', { status: 'planned', planned_date: '2026-07-31' }, { status: 'in_progress', planned_date: '2026-08-14' }, 'milestone.rescheduled'],
  ['a planned date that is taken away', 'milestone', { status: 'planned', planned_date: '2026-07-31' }, { status: 'planned' }, 'milestone.rescheduled'],
  ['an accepted milestone taken back to another date', 'milestone', { status: 'accepted', planned_date: '2026-07-31' }, { status: 'in_progress', planned_date: '2026-08-14' }, 'milestone.changed'],
  ['a milestone cancelled with another date', 'milestone', { status: 'planned', planned_date: '2026-07-31' }, { status: 'cancelled', planned_date: '2026-08-14' }, 'milestone.changed'],
  ['a done milestone with another planned date', 'milestone', { status: 'accepted', planned_date: '2026-07-31' }, { status: 'accepted', planned_date: '2026-08-14' }, 'milestone.rescheduled'],
  ['submitted expenses', 'expense_report', null, { status: 'submitted' }, 'expense.changed'],
  ['approved expenses', 'expense_report', { status: 'submitted' }, { status: 'approved' }, 'expense.approved'],
  ['an expense report first seen approved', 'expense_report', null, { status: 'approved' }, 'expense.approved'],
  ['approved expenses that changed', 'expense_report', { status: 'approved' }, { status: 'approved', title: 'July' }, 'expense.approved'],
  ['approved expenses sent back', 'expense_report', { status: 'approved' }, { status: 'rejected' }, 'expense.changed'],
  ['approved expenses taken back by their worker', 'expense_report', { status: 'approved' }, { status: 'recalled' }, 'expense.changed'],
  ['expenses paid back to their worker', 'expense_report', { status: 'approved' }, { status: 'reimbursed' }, 'expense.changed'],
  ['an absence', 'time_off', null, { worker_id: 'w' }, 'capacity.changed'],
  ['a rate card in force', 'rate_card_version', null, { status: 'approved' }, 'rate_card.approved'],
  ['a tax code', 'tax_code', null, { code: 'V' }, 'reference.changed'],
])('%s', (_what, entity, before, after, type) => {
  expect(told(entity, before, after)).toBe(type);
});

it('what was won stays won: one key however often the deal changes', () => {
  const won = { canonical_stage: 'closed_won', commercial_approval: 'approved' };
  const key = (version: number) => changeEvent(record('opportunity', { canonical_stage: 'committed' }, version - 1), record('opportunity', won, version)).idempotency_key;
  expect(key(2)).toBe(key(7));
});

it('a deal that is committed again is a new fact', () => {
  const key = (version: number) => changeEvent(record('opportunity', { canonical_stage: 'qualified' }, version - 1), record('opportunity', { canonical_stage: 'committed' }, version)).idempotency_key;
  expect(key(2)).not.toBe(key(4));
});

it('restricted cost figures stay out of events', () => {
  const cost = changeEvent(undefined, record('cost_rate', { worker_id: 'w', currency: 'USD', rate: '88.5', kind: 'burdened', components: { salary: '70' } }));
  const card = changeEvent(undefined, record('rate_card_version', { card_code: 'COST', version_no: '1', scope_type: 'global', currency: 'USD', kind: 'cost', lines: [{ line_id: '1', rate: '88.5' }], status: 'approved' }));
  expect(JSON.stringify([cost, card])).not.toMatch(/88\.5|salary/);
  expect(cost).toMatchObject({ type: 'cost_rate.changed', partition_key: 'worker:w', data: { worker_id: 'w', currency: 'USD' } });
  expect(card.data).toMatchObject({ card_code: 'COST', kind: 'cost' });
  expect(JSON.stringify(changeEvent(undefined, record('rate_card_version', { kind: 'bill', lines: [{ line_id: '1', rate: '200' }], status: 'approved' })))).toContain('200');
});

it('a milestone accepted again is a new fact; milestones keep the order of their project, expenses that of their worker', () => {
  const accepted = (version: number) => changeEvent(record('milestone', { status: 'rejected', acceptance_required: true, project_id: 'p' }, version - 1), record('milestone', { status: 'accepted', acceptance_required: true, project_id: 'p' }, version));
  expect(accepted(2).idempotency_key).not.toBe(accepted(4).idempotency_key);
  expect(accepted(2)).toMatchObject({ partition_key: 'project:p', data: { status: 'accepted', previous_status: 'rejected' } });
  expect(changeEvent(undefined, record('expense_report', { status: 'approved', worker_id: 'w' })).partition_key).toBe('worker:w');
});

it('carries the state after the change, where it was before, and the order it belongs to', () => {
  const before = record('timesheet', { worker_id: 'w', period_start: '2026-08-03', status: 'approved' }, 1);
  const event = changeEvent(before, record('timesheet', { worker_id: 'w', period_start: '2026-08-03', status: 'rejected' }, 2, { deleted: true }));
  expect(event).toMatchObject({ partition_key: 'worker:w:2026-08-03', entity_version: 2, data: { status: 'rejected', previous_status: 'approved', natural_key: 'k', legal_entity_code: 'US01', deleted: true } });
});
