import type { BookRow, Desks } from './desk.js';

/** Minutes people logged, by what became of them. */
interface Sum { logged: number; approved: number; approved_billable: number; entries: number }

/**
 * What people did, added up from the PSA's own books: hours by month of the work date and currency of the project, and by project.
 * Internal projects count under the billing class `internal`.
 */
export async function totals(desks: Desks): Promise<Record<string, unknown>> {
  const [workspaces, entries, submissions] = await Promise.all(['workspaces', 'time_entries', 'timesheet_submissions'].map((table) => desks.kantata.rows(table)));
  const byId = new Map(workspaces!.map((row) => [row.id, row]));
  const months = new Map<string, Sum>();
  const projects = new Map<string, Sum>();
  const all: Sum = { logged: 0, approved: 0, approved_billable: 0, entries: 0 };
  for (const entry of entries!) {
    const workspace = byId.get(String(entry.workspace_id));
    const internal = /-INTERNAL\b/.test(String(workspace?.title));
    const month = `${String(entry.date_performed).slice(0, 7)} ${String(workspace?.currency)} ${internal ? 'internal' : 'client'}`;
    for (const sum of [all, sumIn(months, month), sumIn(projects, String(workspace?.title))]) count(sum, entry);
  }
  return {
    total: inHours(all),
    by_month: [...months].sort().map(([key, sum]) => { const [month, currency, kind] = key.split(' '); return { month, currency, kind, ...inHours(sum) }; }),
    by_project: [...projects].sort().map(([project, sum]) => ({ project, ...inHours(sum) })),
    timesheets: tally(submissions!, 'status'),
    projects: tally(workspaces!, 'status_key'),
  };
}

function sumIn(sums: Map<string, Sum>, key: string): Sum {
  const sum = sums.get(key) ?? { logged: 0, approved: 0, approved_billable: 0, entries: 0 };
  sums.set(key, sum);
  return sum;
}

function count(sum: Sum, entry: BookRow): void {
  const minutes = Number(entry.time_in_minutes);
  sum.entries++;
  sum.logged += minutes;
  if (entry.approved === true) sum.approved += minutes;
  if (entry.approved === true && entry.billable === true) sum.approved_billable += minutes;
}

/** Minutes are whole quarters of an hour, so two decimals are exact. */
const hours = (minutes: number): string => `${Math.floor(minutes / 60)}.${String(Math.round((minutes % 60) * 100 / 60)).padStart(2, '0')}`;
const inHours = (sum: Sum) => ({ entries: sum.entries, hours_logged: hours(sum.logged), hours_approved: hours(sum.approved), hours_approved_billable: hours(sum.approved_billable) });

function tally(rows: BookRow[], column: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[String(row[column])] = (counts[String(row[column])] ?? 0) + 1;
  return counts;
}
