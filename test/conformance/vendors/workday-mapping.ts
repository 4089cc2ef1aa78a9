import { dec } from '#lib/canonical';
import fc from 'fast-check';
import { day, decimalOf, fact, type MappingCase, text } from '../kit/mapping-case.js';

const entry = (name: string, values: fc.Arbitrary<string>, column: string, told: (record: any) => unknown) => fact(name, values, (row, v) => (row.entry[column] = v), told, (v) => v);
/** SOAP dates carry the tenant's offset; the day is the one written. */
const offsetDay = fc.tuple(day, fc.constantFrom('', 'Z', '-08:00', '+05:30', '+14:00'));
const data = (row: any) => row.worker.Worker_Data;
const status = (row: any) => data(row).Employment_Data.Worker_Status_Data;
const position = (row: any) => [data(row).Employment_Data.Worker_Job_Data].flat()[0].Position_Data;
const seen = { given_at: 'when Workday gave it: the time of records without a change time', key: 'the id, from the entry' };

/** References carry the WID beside the code of the firm: the code is taken. */
function isWid(row: any, path: readonly string[]): boolean {
  const id = path.slice(0, -1).reduce((node, name) => node[name], row);
  return path.at(-1) === '#text' && path.includes('ID') && id['@type'] === 'WID';
}

/** What Workday's rows say, and where the records must say it. */
export const workdayMapping: Record<string, MappingCase> = {
  worker: {
    facts: [
      fact('hire date', offsetDay, (row, [d, zone]) => (status(row).Hire_Date = d + zone), (r) => r.effective_from, ([d]) => d),
      fact('full time share', decimalOf(4, 2), (row, v) => (position(row).Full_Time_Equivalent_Percentage = v), (r) => r.data.fte, (v) => dec(v).div(100).toFixed()),
      fact('business title', text, (row, t) => (position(row).Business_Title = t), (r) => r.extensions.business_title, (t) => t),
    ],
    words: [{ set: (row, w) => (status(row).Active = w), field: 'Active' }],
    plumbing: {
      given_at: 'when Workday gave it: the time of the record', '@Descriptor': 'text for screens', '@type': 'names the kind of an id', '@Primary_Job': 'chooses the job', '@Formatted_Name': 'tried as the name',
      Organization_Reference: 'Organization_Code names the organization', Organization_Reference_ID: 'stands in for a code that is missing',
      '@Public': 'concerns what colleagues see',
      Worker_Reference: 'the WID is the id; the other ids repeat the worker number', '@Primary': 'chooses among several', Communication_Usage_Type_ID: 'chooses the work address',
    },
    repeats: isWid,
  },
  org_unit: {
    facts: [fact('name', text, (row, t) => (row.organization.name = t), (r) => r.data.name, (t) => t), fact('code', text, (row, t) => (row.organization.code = t), (r) => r.data.code, (t) => t)], words: [],
    plumbing: { given_at: 'when Workday gave it: the time of the record', 'manager/descriptor': 'the manager is a reference' },
  },
  work_calendar: {
    facts: [
      fact('hours', decimalOf(4, 2), (row, v) => (row.calendar.Fri_Hours = v), (r) => r.data.weekday_hours[4], (v) => v), fact('region', text, (row, t) => (row.calendar.Region = t), (r) => r.data.region, (t) => t),
      fact('holiday', fc.tuple(day, text), (row, [d, t]) => (row.holidays = [{ Holiday_Date: d, Holiday_Name: t, Hours: '8' }]), (r) => r.data.holidays, ([d, t]) => [{ date: d, name: t, hours: '8' }]),
    ],
    words: [], plumbing: seen,
  },
  cost_rate: {
    facts: [
      entry('rate', decimalOf(14, 6), 'Hourly_Cost', (r) => r.data.rate), entry('salary', decimalOf(10, 4), 'Salary_Component', (r) => r.data.components.salary), entry('from', day, 'Effective_Date', (r) => r.effective_from),
      entry('currency', fc.constantFrom('USD', 'JPY', 'KWD'), 'Currency', (r) => r.data.currency),
    ],
    words: [], plumbing: seen,
  },
  time_off: {
    facts: [entry('hours', decimalOf(4, 2), 'Hours', (r) => r.data.hours), entry('day', day, 'Time_Off_Date', (r) => r.data.date)],
    words: [{ set: (row, w) => (row.entry.Status = w), field: 'Status' }, { set: (row, w) => (row.entry.Kind = w), field: 'Kind' }],
    plumbing: { ...seen, Last_Updated: 'the time of the record' },
  },
};
