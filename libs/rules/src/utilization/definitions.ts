/**
 * Hours a utilization can be built from, per worker or summed over a group for one period. Absent means none were recorded,
 * except where a definition needs the figure: then it is MISSING and the result says so.
 */
export interface UtilizationTotals {
  calendar_hours?: string | number;
  holiday_hours?: string | number;
  time_off_hours?: string | number;
  /** calendar - holidays - time off, when already computed (capacityPeriod). */
  available_hours?: string | number;
  /** Excluded from capacity by the firm's own rule (Certinia); default: holidays and time off. */
  excluded_hours?: string | number;
  /** Approved client-billable hours. */
  billable_hours?: string | number;
  /** Approved hours on client work that is not billed. */
  client_non_billable_hours?: string | number;
  /** Approved hours on internal projects that the firm approved. */
  internal_project_hours?: string | number;
  training_hours?: string | number;
  presales_hours?: string | number;
  overhead_hours?: string | number;
  /** Approved hours on strategic projects that policy credits; not counted again among the other kinds. */
  credited_hours?: string | number;
  /** Time off recorded on timesheets; default: time_off_hours. */
  recorded_time_off_hours?: string | number;
  /** Scheduled and assigned figures for forward-looking definitions. */
  scheduled_billable_hours?: string | number;
  scheduled_credited_hours?: string | number;
  scheduled_calendar_hours?: string | number;
  scheduled_excluded_hours?: string | number;
  assigned_billable_hours?: string | number;
  assigned_credited_hours?: string | number;
  total_work_hours?: string | number;
}

/** A sum of terms; a leading `-` subtracts. `#2080` is a fixed number, `@available` the capacity of UTL-1, `@excluded` its exclusions. */
export type UtilizationTerm = keyof UtilizationTotals | `-${keyof UtilizationTotals}` | `#${number}` | '@available' | '@excluded' | '-@excluded' | '@recorded_time_off';

export interface UtilizationDefinition {
  id: string;
  label: string;
  numerator: readonly UtilizationTerm[];
  denominator: readonly UtilizationTerm[];
  /** Who reads utilization this way. */
  used_by: string;
}

export type UtilizationId = 'U1' | 'U2' | 'U3' | 'U4' | 'U5' | 'U6' | 'U7' | 'U8' | 'U9' | 'U10' | 'U11';

const WORKED: readonly UtilizationTerm[] = ['billable_hours', 'client_non_billable_hours', 'internal_project_hours', 'training_hours', 'presales_hours', 'overhead_hours', 'credited_hours'];

/** UTL-5: the competing definitions, as data. U1 is the default (UTL-4). Fixed denominators are per full-time year and scale by `year_fraction`. */
export const UTILIZATION_DEFINITIONS: Readonly<Record<UtilizationId, UtilizationDefinition>> = {
  U1: { id: 'U1', label: 'billable utilization', numerator: ['billable_hours'], denominator: ['@available'], used_by: 'Dynamics, Kantata; default' },
  U2: { id: 'U2', label: 'billable over 2,080 gross hours', numerator: ['billable_hours'], denominator: ['#2080'], used_by: 'TPSA recommendation' },
  U3: { id: 'U3', label: 'billable over 2,000 standard hours', numerator: ['billable_hours'], denominator: ['#2000'], used_by: 'benchmark practice' },
  U4: { id: 'U4', label: 'historical: billable and credited over calendar less excluded', numerator: ['billable_hours', 'credited_hours'], denominator: ['calendar_hours', '-@excluded'], used_by: 'Certinia historical' },
  U5: { id: 'U5', label: 'scheduled billable and credited over scheduled calendar less excluded', numerator: ['scheduled_billable_hours', 'scheduled_credited_hours'], denominator: ['scheduled_calendar_hours', '-scheduled_excluded_hours'], used_by: 'Certinia scheduled' },
  U6: { id: 'U6', label: 'combined: actual and assigned over work hours less excluded', numerator: ['billable_hours', 'credited_hours', 'assigned_billable_hours', 'assigned_credited_hours'], denominator: ['total_work_hours', '-@excluded'], used_by: 'Certinia combined' },
  U7: { id: 'U7', label: 'billable over recorded hours', numerator: ['billable_hours'], denominator: [...WORKED, '@recorded_time_off'], used_by: 'BQE' },
  U8: { id: 'U8', label: 'productive utilization', numerator: ['billable_hours', 'client_non_billable_hours', 'internal_project_hours', 'training_hours'], denominator: ['@available'], used_by: 'TPSA productive' },
  U9: { id: 'U9', label: 'client utilization', numerator: ['billable_hours', 'client_non_billable_hours'], denominator: ['@available'], used_by: 'Ruddr' },
  U10: { id: 'U10', label: 'total utilization', numerator: WORKED, denominator: ['@available'], used_by: 'Ruddr' },
  U11: { id: 'U11', label: 'strategic utilization', numerator: ['billable_hours', 'credited_hours'], denominator: ['@available'], used_by: 'firms that credit investment work' },
};
