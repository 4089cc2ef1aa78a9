import { instantOf, wallBound } from './account-clock.js';

const NEW_YORK = 'America/New_York';

describe('the account’s wall clock', () => {
  it('reads wall times in the zone', () => {
    expect(instantOf('2026-07-15 05:00:00', NEW_YORK)).toBe('2026-07-15T09:00:00.000Z');
    expect(instantOf('2026-07-15 05:00:00', 'UTC')).toBe('2026-07-15T05:00:00.000Z');
    expect(instantOf('2026-07-15 18:00:00', 'Asia/Tokyo')).toBe('2026-07-15T09:00:00.000Z');
  });

  it('takes the earlier of two instants and steps over the hour that is skipped', () => {
    expect(instantOf('2026-11-01 01:30:00', NEW_YORK)).toBe('2026-11-01T05:30:00.000Z');
    expect(instantOf('2026-03-08 02:30:00', NEW_YORK)).toBe('2026-03-08T07:30:00.000Z');
  });

  it('a bound shortly before clocks go back covers what will be shown earlier', () => {
    expect(wallBound('2026-11-01T05:45:10.900Z', NEW_YORK)).toBe('2026-11-01 01:00:00');
    expect(wallBound('2026-11-01T05:00:00Z', NEW_YORK)).toBe('2026-11-01 01:00:00');
    expect(wallBound('2026-11-01T07:00:00Z', NEW_YORK)).toBe('2026-11-01 02:00:00');
    expect(wallBound('2026-07-15T09:00:00.999Z', NEW_YORK)).toBe('2026-07-15 05:00:00');
  });

  it('no later instant of a whole year is shown before its bound', () => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000 + 11 * 60_000) {
      const bound = wallBound(new Date(at).toISOString(), NEW_YORK);
      for (const later of [0, 900_000, 3_600_000, 7_200_000]) {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: NEW_YORK, dateStyle: 'short', timeStyle: 'medium' }).format(at + later);
        expect(shown >= bound).toBe(true);
      }
    }
  });

  it('refuses what is no time or no zone', () => {
    expect(() => instantOf('yesterday', 'UTC')).toThrow(RangeError);
    expect(() => wallBound('2026-01-01T00:00:00Z', 'Mars/Base')).toThrow(RangeError);
  });
});
