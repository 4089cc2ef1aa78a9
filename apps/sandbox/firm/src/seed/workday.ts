import { createHash } from 'node:crypto';
import type { BookRow, Desk } from '../desk.js';
import type { CostRate, Firm, TimeOff, Worker } from '../world/firm-types.js';
import { hoursText } from '../world/minor.js';
import { seedTables, type Seeded } from './seeded.js';

const PLACES: Record<string, [name: string, country: string]> = {
  'LOC-NYC': ['New York', 'US'], 'LOC-AUS': ['Austin', 'US'], 'LOC-LON': ['London', 'GB'], 'LOC-MUC': ['Munich', 'DE'], 'LOC-TYO': ['Tokyo', 'JP'],
};
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The HCM as HR keeps it before the story: organizations, calendars, everybody employed by then with cost rates and granted absences. */
export async function seedWorkday(desk: Desk, firm: Firm, at: string): Promise<Seeded> {
  const present = firm.workers.filter((worker) => !joins(firm, worker));
  const numbers = new Set(present.map((worker) => worker.number));
  return seedTables(desk, {
    organization: organizations(firm),
    location: firm.offices.map((office) => ({ id: office.code, name: PLACES[office.code]![0], country: PLACES[office.code]![1] })),
    work_calendar: firm.offices.map((office) => ({ id: office.code, region: office.region, ...Object.fromEntries(WEEKDAYS.map((day, n) => [`${day}_hours`, hoursText(office.weekday_minutes[n]!)])) })),
    holiday: firm.offices.flatMap((office) => office.holidays.map((holiday) => ({
      id: `${office.code}-${holiday.date}`, calendar_code: office.code, holiday_date: holiday.date, holiday_name: holiday.name, hours: hoursText(office.weekday_minutes[0]!),
      ...(holiday.observed ? { observed_date: holiday.observed } : {}),
    }))),
    worker: present.map((worker) => ({ id: wid('worker', worker.number), ...workerFields(firm, worker), entered_at: at })),
    cost_rate: firm.cost_rates.filter((rate) => numbers.has(rate.worker)).map(costRateRow),
    time_off_entry: firm.time_off.filter((day) => numbers.has(day.worker) && day.kind !== 'Sick').map(timeOffRow),
  });
}

/** Hired only inside the story. */
export const joins = (firm: Firm, worker: Worker): boolean => worker.hired >= firm.calendar.first_day;

/** A worker in the columns of the HCM; changes to come (termination, leave, moves) are keyed in when they happen. */
export function workerFields(firm: Firm, worker: Worker): Record<string, unknown> {
  const office = firm.offices.find((one) => one.code === worker.office)!;
  const weekly = office.weekday_minutes.reduce((sum, minutes) => sum + minutes, 0);
  return {
    worker_id: worker.number, kind: worker.kind === 'contractor' ? 'contingent' : 'employee', first_name: worker.first_name, last_name: worker.last_name, email: worker.email,
    hire_date: worker.hired, position_id: `P-${worker.number}`, business_title: worker.title, job_profile: worker.role, location: worker.office,
    fte_percent: String(worker.fte), scheduled_weekly_hours: hoursText((weekly * worker.fte) / 100), ...(worker.manager ? { manager: worker.manager } : {}),
    company: worker.entity, cost_center: worker.cost_center, business_unit: worker.practice, region: worker.region,
  };
}

export const costRateRow = (rate: CostRate): BookRow => ({
  id: rate.id, worker_id: rate.worker, company: rate.entity, currency: rate.currency, hourly_cost: rate.hourly, salary_component: rate.salary, on_cost_component: rate.on_cost,
  overhead_component: rate.overhead, effective_date: rate.from, ...(rate.to ? { end_date: rate.to } : {}),
});

export const timeOffRow = (day: TimeOff): BookRow => ({
  id: day.id, worker_id: day.worker, time_off_date: day.date, hours: hoursText(day.minutes), kind: day.kind, status: day.status, last_updated: day.updated,
});

function organizations(firm: Firm): BookRow[] {
  const row = (type: string, code: string, name: string): BookRow => ({ id: wid(type, code), type, code, name, inactive: false });
  return [
    ...firm.entities.map((entity) => row('COMPANY', entity.code, entity.name)),
    ...firm.cost_centers.map((center) => row('COST_CENTER', center.code, center.name)),
    ...firm.practices.map((practice) => row('BUSINESS_UNIT', practice.code, practice.name)),
    ...firm.regions.map((region) => row('REGION', region.code, region.name)),
  ];
}

/** Thirty-two hex digits, as this vendor's ids are. */
const wid = (kind: string, key: string): string => createHash('md5').update(`firm ${kind} ${key}`).digest('hex');
