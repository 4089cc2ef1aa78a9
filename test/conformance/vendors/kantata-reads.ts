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
    entity: 'timesheet', numberOf: byId, change: patch('timesheet_submissions', id, { status: 'approved' }),
    seed: rows('timesheet_submissions', (n) => ({ id: id(n), workspace_id: '100', user_id: '1', start_date: '2026-06-29', end_date: '2026-07-05', status: 'pending', title: `Week ${n}`, time_entry_ids: [] })),
  },
];

/** Everything read from Kantata: how its rows come and change. */
export const kantataReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: kantataMapping[one.entity]! }));
