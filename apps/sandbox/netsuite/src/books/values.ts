/** Stored booleans are `T` and `F`; seeds may also carry JSON booleans. */
export const isTrue = (stored: unknown): boolean => stored === true || stored === 'T' || stored === 'true';

export const flag = (value: boolean): 'T' | 'F' => (value ? 'T' : 'F');

/** A stored date as YYYY-MM-DD; seeds may carry the account format M/D/YYYY or a timestamp. */
export function storedDate(stored: unknown): string | undefined {
  const text = String(stored ?? '').trim();
  const iso = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text);
  if (iso) return iso[1];
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  return us ? `${us[3]}-${us[1]!.padStart(2, '0')}-${us[2]!.padStart(2, '0')}` : undefined;
}

/** Whether the text is a day of the calendar written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** NetSuite keeps instants to the second. */
export const instant = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;

/** The calendar day in a time zone. */
export function dayIn(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

export const optionalText = (stored: unknown): string | undefined =>
  stored === undefined || stored === null || stored === '' ? undefined : String(stored);
