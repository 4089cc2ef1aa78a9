/** Dates are `YYYY-MM-DD`, moments ISO UTC text. The tenant's own clock is on Pacific time, and its SOAP dates say so. */
const PACIFIC = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', timeZoneName: 'longOffset' });
const offsets = new Map<string, string>();

function offsetAt(date: string): string {
  let offset = offsets.get(date);
  if (!offset) {
    const part = PACIFIC.formatToParts(new Date(`${date}T12:00:00Z`)).find((p) => p.type === 'timeZoneName')!.value;
    offsets.set(date, (offset = part.replace('GMT', '') || 'Z'));
  }
  return offset;
}

/** `2026-07-28-07:00`: a date with the tenant's offset, as SOAP answers carry it. */
export const soapDate = (date: string, plain: boolean): string => (plain ? date : `${date}${offsetAt(date)}`);

/** `2026-05-01T00:25:37.000-07:00`: a moment in the tenant's offset. */
export function soapMoment(iso: string): string {
  const offset = offsetAt(iso.slice(0, 10));
  const minutes = offset === 'Z' ? 0 : Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
  return `${new Date(Date.parse(iso) + minutes * 60_000).toISOString().slice(0, -1)}${offset}`;
}

/** A date as a caller may send it (with or without offset or time); undefined if it is none. */
export function readDate(text: unknown): string | undefined {
  const m = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?$/.exec(text) : null;
  return m && isDate(m[1]!) ? m[1] : undefined;
}

/** A moment as a caller may send it, as ISO UTC; a bare date is its first instant. */
export function readMoment(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}(T|$|Z|[+-]\d{2}:\d{2}$)/.test(text)) return undefined;
  const bare = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const time = Date.parse(bare ? `${bare[1]}T00:00:00${bare[2] ?? 'Z'}` : /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole years from a to b. */
export function yearsBetween(a: string, b: string): number {
  const years = Number(b.slice(0, 4)) - Number(a.slice(0, 4));
  return b.slice(5) < a.slice(5) ? years - 1 : years;
}
