import { storyTime } from '../desk.js';
import { bookedMinutes } from '../seed/kantata.js';
import { roleId } from '../seed/kantata-ids.js';
import type { Booking } from '../world/firm-types.js';
import { storyInstant } from '../world/story-calendar.js';
import { projectView } from './projects.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

/** Resource managers put people on every project that takes time: a named resource with a hard allocation for each booking. */
export async function staffProjects(stage: Stage): Promise<StepResult> {
  const { firm, desks, report } = stage;
  await storyTime(desks, storyInstant(firm.calendar, -3, '09:00:00.000'));
  const view = await projectView(firm, desks);
  const held = new Set((await desks.kantata.rows('workspace_allocations')).map((row) => `${row.workspace_resource_id} ${row.start_date}`));
  const bookable = firm.bookings.filter((booking) => view.open.has(booking.target) && view.users.has(booking.worker));
  const place = (booking: Booking) => view.places.get(`${view.open.get(booking.target)!.id} ${view.users.get(booking.worker)!.id}`);
  const missing = bookable.filter((booking) => !held.has(`${place(booking)?.id} ${booking.start}`));
  report('staff', bookable.length - missing.length, bookable.length);
  const outcomes = await desks.kantata.act<Outcomes>('staff', { items: missing.map((booking) => ({
    workspace_id: view.open.get(booking.target)!.id, user_id: view.users.get(booking.worker)!.id, role_id: roleId(firm, booking.role),
    start_date: booking.start, end_date: booking.end, minutes: bookedMinutes(firm, booking), hard: true,
  })) });
  report('staff', bookable.length - outcomes.refused, bookable.length);
  return {
    done: bookable.length - outcomes.refused, total: firm.bookings.length,
    details: {
      staffed_now: outcomes.done, open_projects: view.open.size, refused: refusals(outcomes),
      not_open: [...new Set(firm.bookings.filter((booking) => !view.open.has(booking.target)).map((booking) => booking.target))],
    },
  };
}
