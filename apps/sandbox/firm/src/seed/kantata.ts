import type { BookRow, Desk } from '../desk.js';
import { internalTarget } from '../world/bookings.js';
import { contractedMinutes } from '../world/time-off.js';
import { datesBetween } from '../world/days.js';
import { PM_ROLE } from '../world/entities.js';
import type { Booking, Firm, Worker } from '../world/firm-types.js';
import { pricesFrom } from '../world/story-calendar.js';
import { CUSTOM_FIELDS, EXPENSE_CATEGORIES, kantataId, MILESTONE_FIELDS, roleId, userId } from './kantata-ids.js';
import { rateCardTables } from './kantata-rate-cards.js';
import { seedTables, type Seeded } from './seeded.js';
import { joins } from './workday.js';

const INTERNAL_TASKS: [code: string, name: string][] = [['ADMIN', 'Administration'], ['TRAINING', 'Training'], ['PRESALES', 'Presales']];

/** The PSA as its administrators keep it: people, roles, rate cards, custom fields, and one open internal project per legal entity. */
export async function seedKantata(desk: Desk, firm: Firm, at: string): Promise<Seeded> {
  const stamps = { created_at: `${at.slice(0, 19)}Z`, updated_at: `${at.slice(0, 19)}Z` };
  const present = firm.workers.filter((worker) => !joins(firm, worker));
  const tables: Record<string, Record<string, unknown>[]> = {
    roles: firm.roles.map((role) => ({ id: roleId(firm, role.code), name: role.name, deleted_at: null })),
    custom_fields: [
      ...CUSTOM_FIELDS.map((name, n) => ({ id: String(901 + n), name, subject_type: 'Workspace', value_type: 'string', unique_constraint: false })),
      ...MILESTONE_FIELDS.map(([name, value_type], n) => ({ id: String(921 + n), name, subject_type: 'Story', value_type, unique_constraint: false })),
    ],
    expense_categories: EXPENSE_CATEGORIES.map((name, n) => ({ id: String(951 + n), name, deleted_at: null })),
    exchange_rates: monthlyRates(firm),
    users: present.map((worker) => ({ id: userId(firm, worker), ...userFields(firm, worker), disabled: false })),
    account_memberships: present.map((worker) => ({
      id: kantataId('membership', firm.workers.indexOf(worker)), user_id: userId(firm, worker), permission: worker === firm.workers[0] ? 'administrator' : 'collaborator', disabled_at: null,
    })),
    ...rateCardTables(firm),
    ...internalProjects(firm, present),
  };
  return seedTables(desk, Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => ({ ...row, ...stamps }) as unknown as BookRow)])));
}

/** The account's exchange table: a rate a month and pair, the first that was published. */
function monthlyRates(firm: Firm): Record<string, unknown>[] {
  const first = new Map<string, Firm['fx'][number]>();
  for (const rate of firm.fx) {
    const key = `${rate.transaction} ${rate.base} ${rate.date.slice(0, 7)}`;
    const known = first.get(key);
    if (!known || rate.date < known.date) first.set(key, rate);
  }
  return [...first.values()].map((rate, n) => ({ id: String(9_700_001 + n), source_currency: rate.transaction, target_currency: rate.base, effective_date: `${rate.date.slice(0, 7)}-01`, rate: rate.rate }));
}

export const userFields = (firm: Firm, worker: Worker): Record<string, unknown> => ({
  full_name: `${worker.first_name} ${worker.last_name}`, email_address: worker.time_email ?? worker.email, role_id: roleId(firm, worker.role), headline: worker.title,
});

/** Minutes of a booking: its share of what its person is contracted for. */
export function bookedMinutes(firm: Firm, booking: Booking): number {
  const worker = firm.workers.find((one) => one.number === booking.worker)!;
  const office = firm.offices.find((one) => one.code === worker.office)!;
  const contracted = datesBetween(booking.start, booking.end).reduce((sum, date) => sum + contractedMinutes(worker, office, date), 0);
  return Math.round((contracted * booking.share) / 100 / 15) * 15;
}

function internalProjects(firm: Firm, present: Worker[]): Record<string, Record<string, unknown>[]> {
  const workspaceOf = (entity: string): string => kantataId('workspace', firm.entities.findIndex((one) => one.code === entity));
  const bookings = firm.bookings.filter((booking) => firm.entities.some((entity) => booking.target === internalTarget(entity.code)) && present.some((worker) => worker.number === booking.worker));
  const administrator = userId(firm, firm.workers[0]!);
  const workerOf = (booking: Booking): Worker => present.find((worker) => worker.number === booking.worker)!;
  return {
    workspaces: firm.entities.map((entity) => ({
      id: workspaceOf(entity.code), title: `${internalTarget(entity.code)} Internal work ${entity.city}`, description: 'Administration, training and presales', currency: entity.currency,
      start_date: pricesFrom(firm.calendar), due_date: '2026-12-31', status_key: '300', stage: 'project', time_trackable: true, archived: false, budgeted: false, price_in_cents: 0, rate_card_id: null,
      require_time_approvals: true, tasks_default_non_billable: true, creator_role: 'maven', creator_id: administrator,
      primary_maven_id: userId(firm, present.find((worker) => worker.entity === entity.code && worker.role === PM_ROLE)!),
    })),
    custom_field_values: firm.entities.flatMap((entity, n) => [internalTarget(entity.code), entity.code, 'none'].map((value, field) => ({
      id: String(9101 + n * 10 + field), subject_type: 'Workspace', subject_id: workspaceOf(entity.code), custom_field_id: String(901 + field), value, setter_id: administrator,
    }))),
    stories: firm.entities.flatMap((entity, n) => INTERNAL_TASKS.map(([code, name], t) => ({
      id: kantataId('story', n * 10 + t), title: `${code} ${name}`, description: null, story_type: 'task', state: 'started', start_date: null, due_date: null, time_estimate_in_minutes: null,
      billable: false, fixed_fee: false, time_trackable: true, archived: false, deleted_at: null, percentage_complete: 0,
      workspace_id: workspaceOf(entity.code), parent_id: null, root_id: null, position: t + 1, creator_id: administrator,
    }))),
    workspace_resources: bookings.map((booking) => ({
      id: kantataId('place', firm.workers.indexOf(workerOf(booking))), workspace_id: workspaceOf(workerOf(booking).entity), user_id: userId(firm, workerOf(booking)), role_id: roleId(firm, booking.role), label: null,
    })),
    workspace_allocations: bookings.map((booking) => ({
      id: kantataId('allocation', firm.workers.indexOf(workerOf(booking))), workspace_resource_id: kantataId('place', firm.workers.indexOf(workerOf(booking))),
      start_date: booking.start, end_date: booking.end, minutes: bookedMinutes(firm, booking), hard: true, percentage: null, notes: null,
    })),
  };
}
