import type { ReadCase } from '../kit/read-case.js';
import type { Stand } from '../kit/stand.js';
import { workdayMapping } from './workday-mapping.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const wid = (n: number): string => String(n).padStart(32, '0');
const seed = (table: string, row: (n: number, at: string) => object) => (stand: Stand, from: number, to: number, at: string): Promise<unknown> => stand.put(table, range(from, to).map((n) => row(n, at)));
const patch = (table: string, id: (n: number) => string, fields: (at: string) => object) => (stand: Stand, n: number, at: string): Promise<unknown> => stand.control('PATCH', `tables/${table}/${id(n)}`, fields(at));
const numbered = (prefix: string) => ({ natural_key }: { natural_key: string | null }): number => (natural_key?.startsWith(prefix) ? Number(natural_key.slice(prefix.length)) : -1);

const cases: Omit<ReadCase, 'mapping'>[] = [
  {
    entity: 'worker', numberOf: numbered('E-'), change: (stand, n) => stand.act('change_org', { worker_id: `E-${n}`, business_unit: 'CLOUD' }),
    seed: seed('worker', (n, at) => ({
      id: wid(n), worker_id: `E-${n}`, kind: 'employee', first_name: `Şule${n}`, last_name: `Söhne & Co ${n}`, email: `p${n}@acme-ps.example`, hire_date: '2024-01-15', business_title: 'Consultant', job_profile: 'CONSULTANT',
      location: 'LOC-NYC', fte_percent: '80', scheduled_weekly_hours: '32', company: 'US01', cost_center: 'CC-2100', business_unit: 'DATA', region: 'AMER', entered_at: at,
    })),
  },
  {
    entity: 'org_unit', numberOf: numbered('cost_center:CC-'), change: patch('organization', wid, () => ({ name: 'Renamed' })),
    seed: seed('organization', (n) => ({ id: wid(n), type: 'COST_CENTER', code: `CC-${n}`, name: `Center ${n} – Zürich` })),
  },
  {
    entity: 'work_calendar', numberOf: numbered('CAL-'), change: patch('work_calendar', (n) => `CAL-${n}`, () => ({ fri_hours: 6.25 })),
    seed: seed('work_calendar', (n) => ({ id: `CAL-${n}`, region: 'EMEA', mon_hours: 8, tue_hours: 8, wed_hours: 8, thu_hours: 8, fri_hours: 7.5, sat_hours: 0, sun_hours: 0 })),
  },
  {
    entity: 'cost_rate', many: 100_000, numberOf: numbered('R-'), change: patch('cost_rate', (n) => `R-${n}`, () => ({ hourly_cost: '61.1234' })),
    seed: seed('cost_rate', (n) => ({ id: `R-${n}`, worker_id: `E-${n}`, company: 'US01', currency: 'USD', hourly_cost: '60.0100', salary_component: '45.0100', on_cost_component: '10.00', overhead_component: '5.00', effective_date: '2026-01-01' })),
  },
  {
    entity: 'time_off', numberOf: numbered('T-'), change: patch('time_off_entry', (n) => `T-${n}`, (at) => ({ status: 'Canceled', last_updated: at })),
    seed: seed('time_off_entry', (n, at) => ({ id: `T-${n}`, worker_id: 'E-1', time_off_date: '2026-06-01', hours: 7.5, kind: 'PTO', status: 'Approved', last_updated: at })),
  },
];

/** Everything read from Workday: how its rows come and change. */
export const workdayReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: workdayMapping[one.entity]! }));
