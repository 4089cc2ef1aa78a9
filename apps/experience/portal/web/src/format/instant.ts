/** An instant (UTC) in the person's own time zone, to the minute. */
export function instant(utc: string | null | undefined, locale?: string): string {
  if (!utc) return '–';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(utc));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

/** How long ago an instant was, in the largest unit that fits. */
export function ago(utc: string, now = Date.now(), locale?: string): string {
  const seconds = Math.round((now - Date.parse(utc)) / 1000);
  const [unit, size] = STEPS.find(([, s]) => seconds >= s) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
}
