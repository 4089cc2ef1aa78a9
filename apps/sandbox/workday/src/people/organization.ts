import type { Books } from '../../../kernel/src/index.js';
import { widOf } from '../wid.js';
import { workerByNumber } from './find.js';
import { fullName, type Viewpoint, type Worker } from './worker.js';

export const ORGANIZATION_TYPES: Record<string, string> = {
  COMPANY: 'Company', COST_CENTER: 'Cost Center', BUSINESS_UNIT: 'Business Unit', REGION: 'Region', SUPERVISORY: 'Supervisory',
};

/** An organization: a seeded one, or a manager's team, which is there because somebody reports to the manager. */
export interface Organization {
  wid: string;
  type: string;
  code: string;
  name: string;
  /** Worker number. */
  manager?: string;
  inactive: boolean;
}

const COLUMN: Record<string, 'company' | 'cost_center' | 'business_unit' | 'region'> = { COMPANY: 'company', COST_CENTER: 'cost_center', BUSINESS_UNIT: 'business_unit', REGION: 'region' };

/** The organizations a worker belongs to, one of each type that is filled. */
export function organizationsOf(books: Books, worker: Worker, view: Viewpoint): Organization[] {
  const filled = Object.entries(COLUMN).flatMap(([type, column]) => (worker[column] ? [organization(books, type, worker[column])] : []));
  const team = supervisoryOf(books, worker, view);
  return team ? [...filled, team] : filled;
}

/** The supervisory organization: the named one, else the manager's team. */
export function supervisoryOf(books: Books, worker: Worker, view: Viewpoint): Organization | undefined {
  if (worker.supervisory) return organization(books, 'SUPERVISORY', worker.supervisory);
  return worker.manager ? teamOf(books, worker.manager, view) : undefined;
}

function teamOf(books: Books, manager: string, view: Viewpoint): Organization {
  const code = `SUP-${manager}`;
  const head = workerByNumber(books, manager, view);
  return { wid: widOf('SUPERVISORY', code), type: 'SUPERVISORY', code, name: head ? `Team ${fullName(head)} (${fullName(head)})` : `Team ${manager}`, manager, inactive: false };
}

function organization(books: Books, type: string, code: string): Organization {
  const row = books.table('organization').by('code', code).find((o) => o.type === type);
  return { wid: row?.id ?? widOf(type, code), type, code, name: String(row?.name ?? code), manager: row?.manager as string | undefined, inactive: row?.inactive === true };
}

/** Every organization of a type (or of all), teams included. */
export function allOrganizations(books: Books, view: Viewpoint, type?: string): Organization[] {
  const seeded = books.table('organization').all().map((o) => organization(books, String(o.type), String(o.code)));
  const managers = new Set(books.table('worker').all().flatMap((row) => workerByNumber(books, String(row.worker_id), view)?.manager ?? []));
  const teams = [...managers].map((m) => teamOf(books, m, view)).filter((t) => !seeded.some((o) => o.code === t.code && o.type === 'SUPERVISORY'));
  return [...seeded, ...teams].filter((o) => type === undefined || o.type === type);
}

/** Numbers of everyone to whom an active worker reports. */
export const managersAmong = (workers: Worker[]): Set<string> => new Set(workers.flatMap((w) => (w.active && w.manager ? [w.manager] : [])));
