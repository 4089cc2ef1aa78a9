const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Wall-clock milliseconds (as if that clock showed UTC) of an instant in a time zone. */
export function wallClock(instant: number, timeZone: string): number {
  if (timeZone === 'UTC') return instant;
  const quarter = Math.floor(instant / 900_000);
  const key = `${timeZone}@${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size > 50_000) offsets.clear();
    offsets.set(key, (offset = offsetAt(quarter * 900_000, timeZone)));
  }
  return instant + offset;
}

function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) - instant;
}
