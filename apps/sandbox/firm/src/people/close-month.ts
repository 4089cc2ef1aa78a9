import { storyTime } from '../desk.js';
import { periodName } from '../seed/netsuite.js';
import { monthEndInstant } from './months.js';
import type { Stage, StepResult } from './step.js';

/** The controllers close a month's accounting period. Closing a closed month changes nothing. */
export async function closeMonth({ firm, desks, report }: Stage, month: string): Promise<StepResult> {
  await storyTime(desks, monthEndInstant(firm.calendar, month, 'close'));
  const name = periodName(month);
  const period = (await desks.netsuite.rows('accountingperiod', { periodname: name }))[0];
  const open = period?.closed !== 'T';
  if (open) await desks.netsuite.act('close_period', { periodname: name, closed: true });
  report('close', 1, 1);
  return { done: 1, total: 1, details: { period: name, closed_now: open } };
}
