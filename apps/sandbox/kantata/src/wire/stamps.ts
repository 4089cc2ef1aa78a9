import type { Ctx } from '../../../kernel/src/index.js';

/** Now, at the resolution of the vendor's columns: whole seconds, so that rows changed together share a stamp. */
export const stampOf = (ctx: Pick<Ctx, 'now'>): string => `${ctx.now().toISOString().slice(0, 19)}Z`;

/** Hours the account's time zone is behind UTC. */
const BEHIND_HOURS = 7;

/** An instant as answers show it: in the account's time zone, with its offset. */
export function shownInstant(instant: unknown): string | null {
  if (instant === undefined || instant === null) return null;
  const at = Date.parse(String(instant));
  if (Number.isNaN(at)) return null;
  return `${new Date(at - BEHIND_HOURS * 3_600_000).toISOString().slice(0, 19)}-0${BEHIND_HOURS}:00`;
}

/** Monday of the week a date lies in. */
export function weekStart(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return addDays(date, -((day.getUTCDay() + 6) % 7));
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
