import type { HourClass } from './http/definitions.dto.js';
import type { NamedDefinition } from './utilization/definition.js';

/** Margin figures and what they are made of. */
export const MARGIN_DEFINITIONS: readonly NamedDefinition[] = [
  { id: 'revenue', label: 'as-invoiced revenue', formula: 'billable net of approved time (ready + drafted + invoiced, credits deducted), without what is held or capped', source: 'REV-9, TM-7' },
  { id: 'labor_cost', label: 'labor cost', formula: 'hours of approved time x cost rate of the work date, in the project currency at the spot rate of the work date (or of the last day with one, at most 31 days before)', source: 'GL-1, FX-2, MON-7' },
  { id: 'margin', label: 'project margin', formula: '(revenue - labor cost - expense cost - subcontract cost) / revenue', source: 'MET-4' },
  { id: 'delivery_margin', label: 'delivery margin (labor only)', formula: '(revenue - labor cost) / revenue', source: 'MET-4' },
];

export const HOUR_CLASSES: readonly HourClass[] = [
  { id: 'billable', meaning: 'Billable hours as approved on client projects.' },
  { id: 'client_non_billable', meaning: 'Other hours on client projects: non-billable, complimentary, and what an approver lowered.' },
  { id: 'training', meaning: 'Hours on task TRAINING of the firm’s own projects.' },
  { id: 'credited', meaning: 'Hours on presales and investment projects, and on task PRESALES of internal projects: policy credits them.' },
  { id: 'overhead', meaning: 'Hours on task ADMIN of internal projects.' },
  { id: 'internal', meaning: 'All other hours on internal projects the firm approved.' },
  { id: 'absence', meaning: 'Absence recorded on timesheets; it is not work.' },
];

export const CONVENTIONS: readonly string[] = [
  'Hours and value belong to the day or month of the work. A corrected entry moves its hours; what was reversed is gone on the day it was worked.',
  'Practice, region, legal entity and role are those of the worker on the day (UTL-7); for margin, those of the project.',
  'Group utilization is the sum of numerators over the sum of denominators (UTL-6). Without hours to compare with it is null (UTL-8).',
  'The fixed yearly bases of U2 and U3 are prorated by day: each employed day of a worker counts 1/365 of the base, in leap years 1/366; part-time does not lower it.',
  'U5 and U6 spread a hard booking evenly over the working days of its window. U6 counts booked hours only on days without approved time.',
  'U7 takes, per worker and day, the larger of absence on the timesheet and approved time off as recorded time off.',
  'A month is covered when somebody has time or a hard booking in it; in it every employed day of every worker counts.',
  'Expense and subcontract cost are not recorded yet: project margin and delivery margin are equal until they are.',
  'Amounts of several currencies are never added: rows are per currency, or converted to the group currency with the rates shown.',
];
