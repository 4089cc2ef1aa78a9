import type { BookRow, Desks } from '../desk.js';
import { internalTarget } from '../world/bookings.js';
import type { Firm, Worker } from '../world/firm-types.js';

/** The PSA as people see it: which projects take time, who has an account, who is on which project, and the open tasks. */
export interface ProjectView {
  /** Open workspace by target: a deal's number, or an entity's internal target. */
  open: Map<string, BookRow>;
  /** Account by worker number. */
  users: Map<string, BookRow>;
  /** Place of a user in a workspace, by `workspace user`. */
  places: Map<string, BookRow>;
  stories: Map<string, BookRow[]>;
}

/** People read the title of a workspace: it holds the number of the deal, or begins as internal work does. */
export async function projectView(firm: Firm, desks: Desks): Promise<ProjectView> {
  const [workspaces, users, places, stories] = await Promise.all(['workspaces', 'users', 'workspace_resources', 'stories'].map((table) => desks.kantata.rows(table)));
  const targets = [...firm.deals.map((deal) => deal.number), ...firm.entities.map((entity) => internalTarget(entity.code))];
  const open = new Map<string, BookRow>();
  for (const row of workspaces!.filter(isOpen)) {
    const words = String(row.title ?? '').split(/[\s:]+/);
    const target = targets.find((one) => words.some((word) => word === one || word.endsWith(`-${one}`)));
    if (target) open.set(target, row);
  }
  const byAddress = new Map(users!.map((row) => [String(row.email_address).toLowerCase(), row]));
  const accountOf = (worker: Worker): BookRow | undefined => (worker.time_email && byAddress.get(worker.time_email)) || byAddress.get(worker.email);
  const byWorkspace = new Map<string, BookRow[]>();
  for (const row of stories!.filter(takesTime)) byWorkspace.set(String(row.workspace_id), [...(byWorkspace.get(String(row.workspace_id)) ?? []), row]);
  return {
    open, stories: byWorkspace,
    users: new Map(firm.workers.flatMap((worker) => { const row = accountOf(worker); return row ? [[worker.number, row] as const] : []; })),
    places: new Map(places!.filter((row) => row.user_id).map((row) => [`${row.workspace_id} ${row.user_id}`, row])),
  };
}

const isOpen = (row: BookRow): boolean => row.time_trackable === true && row.archived !== true && String(row.status_key) === '300';
const takesTime = (row: BookRow): boolean => !row.deleted_at && row.archived !== true && row.time_trackable !== false && row.state !== 'completed' && (row.story_type ?? 'task') === 'task';

/** The task for a kind of work: the one with that code, else (client work) the first billable one. */
export function taskFor(stories: BookRow[] | undefined, code: string): BookRow | undefined {
  const coded = stories?.find((row) => String(row.title).split(/\s/)[0] === code);
  return coded ?? (code === 'PM' || code === 'DEL' ? stories?.find((row) => row.billable !== false) : undefined);
}
