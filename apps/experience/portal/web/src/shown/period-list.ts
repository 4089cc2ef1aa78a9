/** Months, quarters and years in which there is something, latest first: what a period can be chosen from. */
export function periodsOf(months: readonly string[]): { months: string[]; quarters: string[]; years: string[] } {
  const latest = (periods: Iterable<string>) => [...new Set(periods)].sort().reverse();
  return { months: latest(months), quarters: latest(months.map(quarterOf)), years: latest(months.map((m) => m.slice(0, 4))) };
}

/** The quarter of a month: `2026-08` lies in `2026-Q3`. */
export function quarterOf(month: string): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(parseInt(month.slice(5, 7), 10) / 3)}`;
}

/** Monday of the week of a day. Both are `YYYY-MM-DD`. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return addDays(day, -((date.getUTCDay() + 6) % 7));
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
