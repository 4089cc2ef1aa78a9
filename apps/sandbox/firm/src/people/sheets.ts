import type { BookRow, Desks } from '../desk.js';
import { addDays } from '../world/days.js';
import { isInternal } from '../world/bookings.js';
import type { Firm, PlannedEntry, SheetRef } from '../world/firm-types.js';
import { keyOf, sheetOf } from '../world/incidents.js';
import { grouped, plannedWeek } from '../world/plan-week.js';
import type { ProjectView } from './projects.js';

/** A week of one person on one project: what was planned, and where it goes. */
export interface Sheet extends SheetRef {
  key: string;
  user_id: string;
  workspace_id: string;
  entries: PlannedEntry[];
}

/** The sheets people fill in for a week, mistakes included: only on projects that take time and where they have a place. */
export function sheetsOfWeek(firm: Firm, view: ProjectView, monday: string): { sheets: Sheet[]; closed: string[] } {
  const strays = firm.incidents.strays.filter((entry) => sheetOf(entry).week === monday);
  const planned = grouped([...plannedWeek(firm, monday), ...strays], (entry) => keyOf(sheetOf(entry)));
  const closed = new Set<string>();
  const sheets = [...planned].flatMap(([key, entries]): Sheet[] => {
    const ref = sheetOf(entries[0]!);
    const workspace = view.open.get(ref.target);
    const user = view.users.get(ref.worker);
    if (!workspace || !user || !view.places.has(`${workspace.id} ${user.id}`)) {
      closed.add(ref.target);
      return [];
    }
    return [{ ...ref, key, user_id: user.id, workspace_id: workspace.id, entries }];
  });
  return { sheets, closed: [...closed] };
}

/** Submissions that begin on that Monday, latest last, by `user workspace`. */
export async function submissionsOf(desks: Desks, monday: string): Promise<Map<string, BookRow[]>> {
  const rows = await desks.kantata.rows('timesheet_submissions', { start_date: monday });
  return grouped(rows.sort((a, b) => Number(a.id) - Number(b.id)), (row) => `${row.user_id} ${row.workspace_id}`);
}

/** Time of the week as it stands in the PSA. */
export async function entriesOfWeek(desks: Desks, monday: string): Promise<BookRow[]> {
  const days = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((day) => desks.kantata.rows('time_entries', { date_performed: addDays(monday, day) })));
  return days.flat();
}

export const isActive = (row: BookRow | undefined): boolean => row?.status === 'pending' || row?.status === 'approved';

/** The account that approves a sheet: the deal's project manager, for internal work any manager of the entity. */
export function approverOf(firm: Firm, view: ProjectView, target: string): string | undefined {
  const manager = isInternal(target)
    ? firm.workers.find((worker) => target.startsWith(`${worker.entity}-`) && worker.role === 'PROJECT_MANAGER')?.number
    : firm.deals.find((deal) => deal.number === target)?.manager;
  return manager && view.users.get(manager)?.id;
}
