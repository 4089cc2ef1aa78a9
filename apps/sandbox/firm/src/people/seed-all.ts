import { storyTime } from '../desk.js';
import { seedKantata } from '../seed/kantata.js';
import { seedNetsuite } from '../seed/netsuite.js';
import { seedSalesforce } from '../seed/salesforce.js';
import { seedWorkday } from '../seed/workday.js';
import type { Seeded } from '../seed/seeded.js';
import { storyInstant } from '../world/story-calendar.js';
import type { Stage, StepResult } from './step.js';

/** Fills the four vendors with the firm as it stands three weeks before the story. What is there already stays as it is. */
export async function seedAll({ firm, desks, report }: Stage): Promise<StepResult> {
  const at = storyInstant(firm.calendar, -21, '08:00:00.000');
  // Only empty books may be taken back in time: seeding again must not turn the clock of a story under way.
  const fresh = (await desks.salesforce.rows('Account')).length === 0 && (await desks.workday.rows('worker')).length === 0;
  await storyTime(desks, at, fresh);
  const added: Record<string, number> = {};
  let rows = 0;
  const vendors: [string, () => Promise<Seeded>][] = [
    ['netsuite', () => seedNetsuite(desks.netsuite, firm, at)], ['workday', () => seedWorkday(desks.workday, firm, at)],
    ['kantata', () => seedKantata(desks.kantata, firm, at)], ['salesforce', () => seedSalesforce(desks.salesforce, firm)],
  ];
  for (const [n, [name, seed]] of vendors.entries()) {
    report('seed', n, vendors.length);
    const seeded = await seed();
    rows += seeded.rows;
    added[name] = seeded.added;
  }
  report('seed', vendors.length, vendors.length);
  return { done: rows, total: rows, details: { added } };
}
