import { isInternal } from './bookings.js';
import { datesBetween, monthOf, weekday, within } from './days.js';
import { Dice } from './dice.js';
import { buildFirm } from './firm.js';
import type { Firm, PlannedEntry } from './firm-types.js';
import { keyOf, sheetOf } from './incidents.js';
import { dayOff } from './offices.js';
import { grouped, plannedWeek } from './plan-week.js';

const planOf = (firm: Firm): PlannedEntry[] => firm.calendar.weeks.flatMap((monday) => plannedWeek(firm, monday));
const sheetCount = (plan: PlannedEntry[]): number => new Set(plan.map((entry) => keyOf(sheetOf(entry)))).size;

describe('the same firm every time', () => {
  it('same size and seed give the same bytes, another seed another firm', () => {
    for (const size of ['small', 'full'] as const) {
      const once = JSON.stringify(buildFirm(size, 'a'));
      expect(JSON.stringify(buildFirm(size, 'a'))).toBe(once);
      expect(JSON.stringify(buildFirm(size, 'b'))).not.toBe(once);
    }
  });

  it('a week’s plan does not depend on which weeks were asked before', () => {
    const firm = buildFirm('small', 'a');
    const last = firm.calendar.weeks.at(-1)!;
    const fresh = JSON.stringify(plannedWeek(buildFirm('small', 'a'), last));
    planOf(firm);
    expect(JSON.stringify(plannedWeek(firm, last))).toBe(fresh);
  });

  it('dice stay inside their bounds and keep every item', () => {
    const dice = new Dice('seed', 'bounds');
    const thrown = Array.from({ length: 2000 }, () => dice.int(1, 6));
    expect([Math.min(...thrown), Math.max(...thrown)]).toEqual([1, 6]);
    expect(dice.shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(dice.weighted(['never', 'always'], (name) => (name === 'always' ? 1 : 0))).toBe('always');
    expect(dice.weighted(['a'], () => 0)).toBeUndefined();
  });
});

describe('sizes', () => {
  it('full is a firm of four entities, 160 people, 46 won deals and a quarter of timesheets', () => {
    const firm = buildFirm('full', 'meridian');
    const plan = planOf(firm);
    expect(firm.workers.length).toBeGreaterThanOrEqual(160);
    expect(firm.entities.map((entity) => `${entity.code} ${entity.currency}`)).toEqual(['US01 USD', 'GB01 GBP', 'DE01 EUR', 'JP01 JPY']);
    expect(firm.deals.filter((deal) => deal.outcome === 'won').length).toBeGreaterThanOrEqual(46);
    for (const outcome of ['slipped', 'lost_after_commit', 'lost', 'open', 'unknown_stage']) expect(firm.deals.some((deal) => deal.outcome === outcome)).toBe(true);
    expect(sheetCount(plan)).toBeGreaterThan(2900);
    expect(plan.length).toBeGreaterThanOrEqual(10_000);
    expect(plan.length).toBeLessThanOrEqual(13_000);
    expect(firm.calendar.weeks).toContain('2026-06-29');
    expect(new Set(plan.map((entry) => monthOf(entry.date)))).toEqual(new Set(['2026-06', '2026-07', '2026-08', '2026-09']));
    const inside = (date?: string): boolean => date !== undefined && within(date, firm.calendar.first_day, firm.calendar.last_day);
    expect(firm.workers.filter((worker) => inside(worker.terminated)).length).toBeGreaterThanOrEqual(5);
    expect(firm.workers.filter((worker) => inside(worker.hired)).length).toBeGreaterThanOrEqual(5);
    expect(firm.workers.filter((worker) => inside(worker.on_leave_from))).toHaveLength(1);
    expect(firm.workers.filter((worker) => worker.number.startsWith('K-')).length).toBeGreaterThanOrEqual(10);
    expect(new Set(firm.workers.map((worker) => worker.fte))).toEqual(new Set([50, 60, 80, 100]));
  });

  it('small is big enough to show everything and small enough for tests', () => {
    const firm = buildFirm('small', 'meridian');
    const plan = planOf(firm);
    expect(firm.workers.length).toBeLessThanOrEqual(16);
    expect(firm.entities.map((entity) => entity.code)).toEqual(['US01', 'GB01', 'JP01']);
    const repaired = new Set(firm.troubles.filter((trouble) => ['commercial_approval', 'legal_entity', 'rate_card', 'tax_profile'].includes(trouble.name)).flatMap((trouble) => trouble.subjects.map((subject) => subject.opportunity_number)));
    expect(firm.deals.filter((deal) => deal.outcome === 'won' && !repaired.has(deal.number))).toHaveLength(7);
    expect(firm.calendar.weeks).toHaveLength(5);
    expect(firm.calendar.months).toEqual(['2026-08', '2026-09']);
    expect(sheetCount(plan)).toBeLessThan(150);
  });
});

describe.each([['small', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']], ['full', ['a', 'b']]] as const)('whatever the seed, %s', (size, seeds) => {
  const firms = seeds.map((seed) => ({ firm: buildFirm(size, seed), plan: [] as PlannedEntry[] }));
  for (const one of firms) one.plan = planOf(one.firm);

  it('has every trouble, with somebody it happens to', () => {
    for (const { firm } of firms) {
      expect(firm.troubles.map((trouble) => trouble.name)).toEqual([
        'commercial_approval', 'legal_entity', 'rate_card', 'tax_profile', 'unknown_stage', 'slipped', 'lost_after_commit', 'missing_rate', 'assignment_window',
        'terminated_worker', 'unknown_worker', 'cap', 'rejected_sheet', 'correction_before_billing', 'correction_after_billing', 'late_approval',
      ]);
    }
  });

  it('people work on their calendar’s days, less holidays and absences, on what they are booked on, never more than a day', () => {
    for (const { firm, plan } of firms) {
      const absent = new Set(firm.time_off.filter((day) => day.status === 'Approved').map((day) => `${day.worker} ${day.date}`));
      const people = new Map(firm.workers.map((worker) => [worker.number, { ...worker, free: new Set(firm.offices.find((office) => office.code === worker.office)!.holidays.map(dayOff)) }]));
      const booked = grouped(firm.bookings, (booking) => `${booking.worker} ${booking.target} ${booking.role}`);
      const wrong = plan.filter((entry) => {
        const worker = people.get(entry.worker)!;
        const works = weekday(entry.date) < 5 && !worker.free.has(entry.date) && !absent.has(`${entry.worker} ${entry.date}`) && within(entry.date, worker.hired, worker.terminated ?? '9999');
        const on = booked.get(`${entry.worker} ${entry.target} ${entry.role}`)?.some((booking) => within(entry.date, booking.start, booking.end));
        return !works || !on || entry.minutes <= 0 || entry.minutes % 15 !== 0;
      });
      expect(wrong).toEqual([]);
      const days = [...grouped(plan, (entry) => `${entry.worker} ${entry.date}`).values()].map((day) => day.reduce((sum, entry) => sum + entry.minutes, 0));
      expect(Math.max(...days)).toBeLessThanOrEqual(600);
    }
  });

  it('nobody is booked beyond their time, outside their employment or for another legal entity', () => {
    for (const { firm } of firms) {
      for (const worker of firm.workers) {
        const own = firm.bookings.filter((booking) => booking.worker === worker.number);
        for (const booking of own) {
          expect(booking.start >= worker.hired && booking.end <= (worker.terminated ?? '9999') && booking.start <= booking.end).toBe(true);
          if (!isInternal(booking.target)) expect(firm.deals.find((deal) => deal.number === booking.target)!.entity).toBe(worker.entity);
        }
        const loads = datesBetween(firm.calendar.first_day, firm.calendar.last_day).map((date) => own.filter((booking) => within(date, booking.start, booking.end)).reduce((sum, booking) => sum + booking.share, 0));
        expect(Math.max(...loads)).toBeLessThanOrEqual(100);
      }
    }
  });

  it('every won deal has a contract, work and a rate card that exists, one excepted', () => {
    for (const { firm, plan } of firms) {
      const cards = new Set(firm.rate_cards.map((card) => card.code));
      expect(firm.contracts.filter((contract) => !cards.has(contract.lines[0]!.rate_card))).toHaveLength(1);
      for (const deal of firm.deals.filter((one) => one.outcome === 'won')) {
        expect(firm.contracts.some((contract) => contract.number === deal.contract && contract.client === deal.client && contract.currency === deal.currency && contract.signed <= deal.start)).toBe(true);
        expect(plan.some((entry) => entry.target === deal.number)).toBe(true);
      }
    }
  });

  it('caps said to be exceeded are exceeded at the agreed prices, the others are not', () => {
    for (const { firm, plan } of firms) {
      const exceeded = new Set(firm.troubles.find((trouble) => trouble.name === 'cap')!.subjects.map((subject) => subject.contract_number));
      for (const contract of firm.contracts) {
        const line = contract.lines[0]!;
        const entries = plan.filter((entry) => entry.billable && firm.deals.find((deal) => deal.number === entry.target)?.contract === contract.number);
        if (line.cap_hours) expect([contract.number, entries.reduce((sum, entry) => sum + entry.minutes, 0) / 60 > line.cap_hours]).toEqual([contract.number, exceeded.has(contract.number)]);
        if (line.cap_amount) expect([contract.number, entries.reduce((sum, entry) => sum + value(firm, contract.currency, line.rate_card, entry), 0) * (1 - Number(line.discount ?? 0) / 100) > Number(line.cap_amount)]).toEqual([contract.number, exceeded.has(contract.number)]);
      }
    }
  });

  it('sells every kind of line, in the small firm once, with bills that come to the line and nobody’s cap beside a fixed price for the managers', () => {
    for (const { firm } of firms) {
      const kinds = firm.contracts.flatMap((contract) => contract.further.map((line) => line.kind));
      const most = firm.size === 'small' ? 1 : 3;
      for (const kind of ['milestones', 'schedule', 'progress', 'retainer', 'service', 'expenses']) expect([kind, kinds.filter((one) => one === kind).length]).toEqual([kind, most]);
      expect(firm.contracts.filter((contract) => contract.lines[0]!.minimum)).toHaveLength(most);
      for (const contract of firm.contracts) {
        const numbers = [1, ...contract.further.map((line) => line.number)];
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const line of contract.further.filter((one) => one.bills)) {
          const percent = line.bills!.every((bill) => bill.percent);
          const said = line.bills!.reduce((sum, bill) => sum + Number(bill.percent ?? bill.amount ?? 0), 0);
          expect([line.name, percent ? said === 100 : said < Number(line.amount)]).toEqual([line.name, true]);
        }
        if (contract.further.some((line) => line.task_codes.length > 0)) expect([contract.lines[0]!.cap_amount, contract.lines[0]!.cap_hours]).toEqual([undefined, undefined]);
        if (contract.currency === 'JPY') for (const line of contract.further) expect(line.amount ?? '0').toMatch(/^\d+$/);
      }
    }
  });

  it('amends contracts it has, numbered without a gap, from the month after', () => {
    for (const { firm } of firms) {
      expect(new Set(firm.amendments.map((one) => `${one.outcome}${one.unpriced ? ' unpriced' : ''}${one.distinct ? ' distinct' : ''} ${one.remaining}`))).toEqual(new Set(['approved Yes', 'approved distinct Yes', 'approved No', 'rejected Yes', 'approved unpriced distinct Yes']));
      for (const one of firm.amendments) {
        expect(firm.contracts.some((contract) => contract.number === one.contract)).toBe(true);
        expect(firm.amendments.filter((other) => other.contract === one.contract).map((other) => other.number)).toEqual(firm.amendments.filter((other) => other.contract === one.contract).map((_, n) => n + 1));
        expect(one.effective.slice(0, 7) > one.month && one.effective.endsWith('-01')).toBe(true);
      }
    }
  });

  it('no timesheet errs twice, and every correction names exactly one entry', () => {
    for (const { firm, plan } of firms) {
      const { misreports, corrections, late, strays } = firm.incidents;
      const touched = [...misreports, ...corrections, ...late, ...strays.map(sheetOf)].map(keyOf);
      expect(new Set(touched).size).toBe(touched.length);
      for (const one of corrections) {
        const meant = plan.filter((entry) => entry.worker === one.worker && entry.target === one.target && entry.date === one.date);
        expect(meant.map((entry) => entry.minutes)).toEqual([one.minutes]);
        expect(one.to_minutes).toBeGreaterThan(0);
      }
      for (const stray of strays) expect(plan.some((entry) => entry.worker === stray.worker && entry.target === stray.target && entry.date === stray.date)).toBe(false);
    }
  });
});

/** Value of an entry in whole currency units on the card of the contract, else on the entity's. */
function value(firm: Firm, currency: string, code: string, entry: PlannedEntry): number {
  const entity = firm.deals.find((deal) => deal.number === entry.target)!.entity;
  for (const card of [code, `LE-${entity}`]) {
    const versions = firm.rate_cards.find((one) => one.code === card)?.cards.find((one) => one.currency === currency)?.versions ?? [];
    const rate = versions.filter((version) => version.from <= entry.date).at(-1)?.rates.find((one) => one.role === entry.role)?.rate;
    if (rate !== undefined) return (entry.minutes * rate) / 60 / (currency === 'JPY' ? 1 : 100);
  }
  return 0;
}
