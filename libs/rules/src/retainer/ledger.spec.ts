import fc from 'fast-check';
import { sum } from '#lib/canonical';
import { retainerLedger } from './ledger.js';

describe('a retainer drawn entry by entry', () => {
  it('uses the oldest grant first, splits an entry over two grants, and names what is beyond', () => {
    const { periods } = retainerLedger({ periods: [
      { period: '2026-07', included_hours: '10', used_hours: [{ id: 'a', hours: '4' }] },
      { period: '2026-08', included_hours: '10', used_hours: [{ id: 'b', hours: '8' }, { id: 'c', hours: '10' }] },
    ] });
    expect(periods.map((p) => p.draws)).toEqual([
      [{ id: 'a', grant_period: '2026-07', hours: '4' }],
      [{ id: 'b', grant_period: '2026-07', hours: '6' }, { id: 'b', grant_period: '2026-08', hours: '2' }, { id: 'c', grant_period: '2026-08', hours: '8' }],
    ]);
    expect(periods[1]).toMatchObject({ rollover_in: '6', available: '16', drawn: '16', overage: '2', overages: [{ id: 'c', hours: '2' }], expired: '0', rollover_out: '0' });
  });

  it('says the same as use given as one number, however the use is cut into entries', () => {
    const period = fc.record({ included: fc.nat({ max: 40 }), uses: fc.array(fc.nat({ max: 15 }), { maxLength: 4 }) });
    fc.assert(fc.property(fc.array(period, { maxLength: 6 }), fc.option(fc.nat({ max: 20 })), fc.option(fc.integer({ min: 1, max: 3 })), (months, cap, expiry) => {
      const terms = { rollover_cap: cap, rollover_expiry_periods: expiry };
      const named = retainerLedger({ ...terms, periods: months.map((m, i) => ({ period: String(i), included_hours: m.included, used_hours: m.uses.map((hours, n) => ({ id: `${i}.${n}`, hours })) })) });
      const whole = retainerLedger({ ...terms, periods: months.map((m, i) => ({ period: String(i), included_hours: m.included, used_hours: sum(m.uses) })) });
      expect(named.periods.map((p) => ({ ...p, draws: [], overages: [] }))).toEqual(whole.periods);
      for (const p of named.periods) expect([sum(p.draws.map((d) => d.hours)).toFixed(), sum(p.overages.map((o) => o.hours)).toFixed()]).toEqual([p.drawn, p.overage]);
    }));
  });
});
