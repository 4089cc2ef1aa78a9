import { contentVersion, type RowIdentity } from '#lib/connector';
import { first, idAt, textAt, type Xml } from '../client/xml.js';

/** A worker as Get_Workers gave it. */
export interface WorkerRow {
  /** The `Worker` element. */
  worker: Xml;
  /** Seen as of the hire date to come: not employed yet. */
  ahead: boolean;
  /** When Workday gave it, by its clock. */
  given_at: string;
}

/** The position of the primary job; a worker with several jobs has exactly one of those. */
export function primaryPosition(worker: Xml): Xml | undefined {
  const employment = first(worker, 'Worker_Data/Employment_Data');
  const jobs = [employment?.['Worker_Job_Data']].flat().filter((job): job is Xml => typeof job === 'object');
  const primary = jobs.find((job) => job['@Primary_Job'] === '1' || job['@Primary_Job'] === 'true') ?? jobs[0];
  return first(primary, 'Position_Data');
}

export const statusData = (worker: Xml): Xml | undefined => first(worker, 'Worker_Data/Employment_Data/Worker_Status_Data');

/** Keyed on the WID. Get_Workers tells no change moment: the version is the content, the time the moment it was seen. */
export function identifyWorker(row: WorkerRow): RowIdentity {
  return { source_id: idAt(row.worker, 'Worker_Reference', 'WID') ?? '', source_version: contentVersion([row.worker, row.ahead]), source_timestamp: row.given_at };
}

/** True for a first hire after a day; a rehire shows as terminated until its day. */
export function isHiredAfter(worker: Xml, day: string): boolean {
  const hired = hireDateOf(worker)?.slice(0, 10);
  const original = textAt(statusData(worker), 'Original_Hire_Date')?.slice(0, 10);
  return hired !== undefined && hired > day && (original === undefined || original === hired);
}

/** Contingent workers have no hire date in some tenants; then the start of the position counts. */
export const hireDateOf = (worker: Xml): string | undefined => textAt(statusData(worker), 'Hire_Date') ?? textAt(primaryPosition(worker), 'Start_Date');
