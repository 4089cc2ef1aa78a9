import type { ReadCase } from '../kit/read-case.js';
import type { Stand } from '../kit/stand.js';
import { kantataMapping } from './kantata-mapping.js';

const stamps = (at: string) => ({ created_at: at, updated_at: at });
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const rows = (table: string, row: (n: number) => object) => (stand: Stand, from: number, to: number, at: string): Promise<unknown> => stand.put(table, range(from, to).map((n) => ({ ...row(n), ...stamps(at) })));
const patch = (table: string, id: (n: number) => string, fields: object) => (stand: Stand, n: number, at: string): Promise<unknown> => stand.control('PATCH', `tables/${table}/${id(n)}`, { ...fields, updated_at: at });
/** Seeded rows have ids of their own range; what the account has anyway lies below. */
const byId = (record: { source_id: string }): number => Number(record.source_id) - BASE;
const BASE = 1_000_000;
const id = (n: number): string => String(BASE + n);

async function cards(stand: Stand, from: number, to: number, at: string): Promise<void> {
  const some = range(from, to);
  await stand.put('rate_card_sets', some.map((n) => ({ id: id(n), title: `CT-${n}`, ...stamps(at) })));
  await stand.put('rate_card_set_versions', some.map((n) => ({ id: id(n), rate_card_set_id: id(n), effective_date: '2026-01-01', name: '2026', ...stamps(at) })));
  await stand.put('rate_cards', some.map((n) => ({ id: id(n), title: `CT-${n} USD`, currency: 'USD', rate_card_set_id: id(n), ...stamps(at) })));
  await stand.put('rate_card_versions', some.map((n) => ({ id: id(n), rate_card_id: id(n), rate_card_set_version_id: id(n), effective_date: '2026-01-01', default_rate: 9000 + n, ...stamps(at) })));
}

/** Milestones with a value in every field, each as people write it. */
async function milestones(stand: Stand, from: number, to: number, at: string): Promise<void> {
  const some = range(from, to);
  await stand.put('stories', some.map((n) => ({
    id: id(n), workspace_id: '100', title: `M${n} Übergabe ${n}`, story_type: 'milestone', state: 'completed', due_date: '2026-07-31', weight: 30, billable: true, time_trackable: false, archived: false, deleted_at: null, ...stamps(at),
  })));
  const said: unknown[] = ['2', [250_000, 'USD'], 'rejected', '2026-07-30', 'yes', '2026-08-04', `acceptance-${from}.pdf`, 'no', 'yes', 'DEL;PM'];
  const fields = ['421', '422', '425', '423', '424', '426', '427', '428', '429', '430'];
  await stand.put('custom_field_values', some.flatMap((n) => said.map((value, f) => ({ id: String(BASE * 2 + n * 10 + f), subject_type: 'Story', subject_id: id(n), custom_field_id: fields[f], value, ...stamps(at) }))));
}

/** Reports with one expense each, spent in another currency. */
async function expenseReports(stand: Stand, from: number, to: number, at: string): Promise<void> {
  const some = range(from, to);
  await stand.put('expense_report_submissions', some.map((n) => ({ id: id(n), workspace_id: '100', user_id: '1', status: 'pending', title: `July ${n}`, comment: 'Client visit', type: 'ExpenseReportSubmission', ...stamps(at) })));
  await stand.put('expenses', some.map((n) => ({
    id: id(n), workspace_id: '100', user_id: '1', story_id: '200', date: '2026-07-02', category: 'Travel', amount_in_cents: 12_700 + n, currency: 'USD', foreign_exchange_amount: { source_value: '100.50', source_currency: 'GBP', rate: '1.2637', date: at },
    notes: 'Taxi [tax 4.20; recoverable 4.20; limit 90; quantity 3; unit price 33.50]', is_billable: true, reimbursable: false, receipt_id: '31', vendor_id: '30', active_submission_id: id(n), recent_submission_id: id(n), ...stamps(at),
  })));
}

const cases: Omit<ReadCase, 'mapping'>[] = [
  { entity: 'role', seed: rows('roles', (n) => ({ id: id(n), name: `Role ${n}` })), numberOf: byId, change: patch('roles', id, { deleted_at: '2026-07-06T08:59:00Z' }) },
  {
    entity: 'psa_user', seed: rows('users', (n) => ({ id: id(n), full_name: `Person ${n} Łukasz`, email_address: `p${n}@firm.example`, role_id: '10' })), numberOf: byId,
    change: patch('users', id, { role_id: '11' }),
  },
  { entity: 'rate_card_version', seed: cards, numberOf: byId, change: patch('rate_card_versions', id, { default_rate: 12345 }) },
  {
    entity: 'project', many: 100_000, numberOf: byId, change: patch('workspaces', id, { status_key: '310' }),
    seed: rows('workspaces', (n) => ({ id: id(n), title: `US01-OPP-${n} Größe ${n}`, currency: 'USD', status_key: '300', stage: 'project', time_trackable: true, archived: false })),
  },
  {
    entity: 'task', numberOf: byId, change: patch('stories', id, { time_estimate_in_minutes: 90 }),
    seed: rows('stories', (n) => ({ id: id(n), workspace_id: '100', title: `T${n} Task`, story_type: 'task', billable: true, time_trackable: true, archived: false, deleted_at: null })),
  },
  {
    entity: 'assignment', numberOf: byId, change: patch('workspace_allocations', id, { minutes: 60 }),
    seed: rows('workspace_allocations', (n) => ({ id: id(n), workspace_resource_id: '300', start_date: '2026-07-06', end_date: '2026-07-10', minutes: 480 + n, hard: true })),
  },
  {
    entity: 'milestone', numberOf: byId, seed: milestones,
    change: async (stand, n, at) => stand.control('PATCH', `tables/custom_field_values/${BASE * 2 + n * 10 + 2}`, { value: 'accepted', updated_at: at }),
  },
  {
    entity: 'expense_report', seed: expenseReports, numberOf: byId, change: patch('expense_report_submissions', id, { status: 'approved' }),
  },
  {
    entity: 'timesheet', numberOf: byId, change: patch('timesheet_submissions', id, { status: 'approved' }),
    seed: rows('timesheet_submissions', (n) => ({ id: id(n), workspace_id: '100', user_id: '1', start_date: '2026-06-29', end_date: '2026-07-05', status: 'pending', title: `Week ${n}`, time_entry_ids: [] })),
  },
];

/** Everything read from Kantata: how its rows come and change. */
export const kantataReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: kantataMapping[one.entity]! }));
