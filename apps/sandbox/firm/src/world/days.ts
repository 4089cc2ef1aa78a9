/** Arithmetic on local dates written YYYY-MM-DD. */
const DAY = 86_400_000;
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);

export const addDays = (date: string, days: number): string => new Date(at(date) + days * DAY).toISOString().slice(0, 10);

/** 0 for Monday … 6 for Sunday. */
export const weekday = (date: string): number => (new Date(at(date)).getUTCDay() + 6) % 7;

export const mondayOf = (date: string): string => addDays(date, -weekday(date));
export const monthOf = (date: string): string => date.slice(0, 7);
export const within = (date: string, from: string, to: string): boolean => from <= date && date <= to;
export const later = (a: string, b: string): string => (a > b ? a : b);
export const earlier = (a: string, b: string): string => (a < b ? a : b);

/** Every date from `from` to `to`, both included. */
export function datesBetween(from: string, to: string): string[] {
  const out: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) out.push(date);
  return out;
}

/** Mondays of `count` weeks in a row. */
export const mondays = (first: string, count: number): string[] => Array.from({ length: count }, (_, week) => addDays(first, week * 7));

/** Last day of the month `YYYY-MM`. */
export function lastOfMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
