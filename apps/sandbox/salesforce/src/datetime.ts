/** Any accepted datetime text (`Z`, `±hh:mm`, `±hhmm`) as ISO UTC with milliseconds; undefined if it is none. */
export function toInstant(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const m = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!m) return undefined;
  const zone = !m[2] || m[2] === 'Z' ? 'Z' : m[2].length === 5 ? `${m[2].slice(0, 3)}:${m[2].slice(3)}` : m[2];
  const time = Date.parse(m[1] + zone);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Instants leave as `2026-05-01T07:25:37.000+0000`: UTC and no colon in the offset. */
export function wireInstant(iso: string): string {
  return `${iso.slice(0, -1)}+0000`;
}

export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Date moved by whole months; the day is clipped to the month's end. */
export function addMonths(date: string, months: number): string {
  const [y, m, d] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(d, last.getUTCDate()))).toISOString().slice(0, 10);
}
