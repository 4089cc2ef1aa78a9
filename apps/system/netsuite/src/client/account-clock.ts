const QUARTER_MS = 900_000;
const HORIZON = 12;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall clock of a zone, as milliseconds that read like UTC. Throws RangeError for a zone that does not exist. */
function wallMs(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
}

/**
 * Earliest wall time (`YYYY-MM-DD HH24:MI:SS`) that a record changed at or after the instant can show. When clocks go back inside the next hours, later
 * changes show earlier times, so the bound goes back as well: reading more is harmless, reading less loses records.
 */
export function wallBound(instant: string, zone: string): string {
  const at = Math.floor(Date.parse(instant) / 1000) * 1000;
  let earliest = wallMs(at, zone);
  const next = Math.ceil(at / QUARTER_MS) * QUARTER_MS;
  for (let n = 0; n <= HORIZON; n++) earliest = Math.min(earliest, wallMs(next + n * QUARTER_MS, zone));
  return new Date(earliest).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant (UTC ISO 8601) of a wall time `YYYY-MM-DD HH:MM:SS`; of two, the earlier one. Throws RangeError when it is no time. */
export function instantOf(wall: string, zone: string): string {
  const shown = Date.parse(`${wall.replace(' ', 'T')}Z`);
  if (!Number.isFinite(shown)) throw new RangeError('not a time of the account’s clock');
  const offsets = [shown - 86_400_000, shown + 86_400_000].map((near) => wallMs(near, zone) - near);
  const fits = offsets.map((offset) => shown - offset).filter((instant) => wallMs(instant, zone) === shown);
  // A time the clock skipped: read with the offset before the change.
  return new Date(fits.length > 0 ? Math.min(...fits) : shown - offsets[0]!).toISOString();
}
