/** A business date without time zone, `YYYY-MM-DD`. Text order is date order. */
export type LocalDate = string;
/** An instant in UTC, ISO 8601 with `Z`. */
export type Instant = string;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for a real calendar day (2026-02-30 is not one). */
export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string') return false;
  // By its text: numbers would read the years before 100 as those of the last century.
  const day = DATE.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

function utc(date: LocalDate): Date {
  if (!isLocalDate(date)) throw new RangeError(`${JSON.stringify(date)} is not a date YYYY-MM-DD`);
  return new Date(`${date}T00:00:00Z`);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const d = utc(date);
  d.setUTCDate(d.getUTCDate() + days);
  return d.toISOString().slice(0, 10);
}

/** Whole days from a to b; negative when b is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return Math.round((utc(b).getTime() - utc(a).getTime()) / 86_400_000);
}

/** 0 = Monday … 6 = Sunday (ISO week order). */
export function weekday(date: LocalDate): number {
  return (utc(date).getUTCDay() + 6) % 7;
}

export function weekStart(date: LocalDate): LocalDate {
  return addDays(date, -weekday(date));
}

export function monthOf(date: LocalDate): string {
  return utc(date).toISOString().slice(0, 7);
}

export function monthStart(date: LocalDate): LocalDate {
  return `${monthOf(date)}-01`;
}

export function addMonths(date: LocalDate, months: number): LocalDate {
  const d = utc(date);
  const day = d.getUTCDate();
  d.setUTCDate(1);
  d.setUTCMonth(d.getUTCMonth() + months);
  const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate();
  d.setUTCDate(Math.min(day, last));
  return d.toISOString().slice(0, 10);
}

export function monthEnd(date: LocalDate): LocalDate {
  return addDays(addMonths(monthStart(date), 1), -1);
}

/** Every date from `from` to `to`, both included; empty when to < from. */
export function* eachDay(from: LocalDate, to: LocalDate): Generator<LocalDate> {
  for (let d = from; d <= to; d = addDays(d, 1)) yield d;
}

/** `from` and `to` inclusive; a null bound is open (glossary 1, effective range). */
export function inRange(date: LocalDate, from?: LocalDate | null, to?: LocalDate | null): boolean {
  return (!from || date >= from) && (!to || date <= to);
}
