// The HCM of the firm of the examples: one office, one practice, a person for each contract.
import { createHash } from 'node:crypto';

const wid = (key) => createHash('md5').update(key).digest('hex');
const organization = (type, code, name) => ({ id: wid(`${type} ${code}`), type, code, name, inactive: false });

/** `people`: number, role, cost an hour. */
export const hcmTables = (people) => ({
  organization: [organization('COMPANY', 'US01', 'Example US'), organization('COST_CENTER', 'CC-1', 'Delivery'), organization('BUSINESS_UNIT', 'DATA', 'Data'), organization('REGION', 'AMER', 'Americas')],
  location: [{ id: 'LOC-NYC', name: 'New York', country: 'US' }],
  work_calendar: [{ id: 'LOC-NYC', region: 'US-NY', mon_hours: '8', tue_hours: '8', wed_hours: '8', thu_hours: '8', fri_hours: '8', sat_hours: '0', sun_hours: '0' }],
  worker: people.map((p) => ({
    id: wid(p.number), worker_id: p.number, kind: 'employee', first_name: 'Person', last_name: p.number, email: mailOf(p), hire_date: '2024-01-01', position_id: `P-${p.number}`, business_title: p.role, job_profile: p.role,
    location: 'LOC-NYC', fte_percent: '100', scheduled_weekly_hours: '40', company: 'US01', cost_center: 'CC-1', business_unit: 'DATA', region: 'AMER', entered_at: '2026-06-01T08:00:00Z',
  })),
  cost_rate: people.map((p) => ({ id: `CR-${p.number}`, worker_id: p.number, company: 'US01', currency: 'USD', hourly_cost: p.cost, salary_component: p.cost, on_cost_component: '0', overhead_component: '0', effective_date: '2024-01-01' })),
});

export const mailOf = (person) => `${person.number.toLowerCase()}@example.com`;
