import { monthOf } from './days.js';
import { estimatesOf } from './estimates.js';
import { buildFirm } from './firm.js';
import type { Firm, LineKind, SizeName } from './firm-types.js';
import { keyOf, sheetOf } from './incidents.js';
import { metersOf } from './meters.js';
import { plannedWeek } from './plan-week.js';

const MONTHS = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];
const KINDS: LineKind[] = ['milestones', 'schedule', 'progress', 'retainer', 'service', 'expenses'];
const inMonth = (month: string) => (date: string | undefined): boolean => date !== undefined && monthOf(date) === month;
const sheetsOf = (firm: Firm): number[] => firm.calendar.weeks.map((monday) => new Set(plannedWeek(firm, monday).map((entry) => keyOf(sheetOf(entry)))).size);

describe.each([['small', ['7', 'a', 'b'], [13, 32]], ['full', ['7'], [180, 270]]] as [SizeName, string[], [number, number]][])('a year of the %s firm', (size, seeds, [low, high]) => {
  const firms = seeds.map((seed) => buildFirm(size, seed, 'year'));

  it('is twelve whole months, each with about as many sheets a week as in a quarter', () => {
    for (const firm of firms) {
      expect([firm.calendar.months, firm.calendar.first_day, firm.calendar.last_day]).toEqual([MONTHS, '2025-10-01', '2026-09-30']);
      const sheets = sheetsOf(firm);
      expect(Math.min(...sheets)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...sheets)).toBeLessThanOrEqual(high);
    }
  });

  it('sells every kind of line, the first of each from the beginning', () => {
    for (const firm of firms) {
      for (const kind of KINDS) {
        const starts = firm.contracts.filter((contract) => contract.further.some((line) => line.kind === kind)).map((contract) => contract.start);
        expect(starts.length).toBeGreaterThanOrEqual(2);
        expect(starts.some((start) => start <= '2025-10-21')).toBe(true);
      }
      expect(firm.contracts.some((contract) => contract.lines[0]!.minimum)).toBe(true);
      for (const line of firm.contracts.flatMap((contract) => contract.further).filter((one) => one.kind === 'progress')) expect(line.task_codes).toEqual(['DEL']);
    }
  });

  it('has work, mistakes, corrections and something to bill by terms in every month', () => {
    for (const firm of firms) {
      const { incidents } = firm;
      const bills = firm.contracts.flatMap((contract) => contract.further.flatMap((line) => line.bills ?? []));
      for (const month of MONTHS) {
        for (const when of ['before_billing', 'after_billing']) expect(incidents.corrections.some((one) => one.month === month && one.when === when)).toBe(true);
        expect(incidents.late.some((one) => monthOf(one.week) === month)).toBe(true);
        expect(incidents.misreports.some((one) => inMonth(month)(one.date))).toBe(true);
        expect(firm.contracts.some((contract) => contract.further.some((line) => line.recurring && line.recurring.from <= `${month}-28`))).toBe(true);
        expect(metersOf(firm, month).length).toBeGreaterThan(0);
      }
      expect(new Set(bills.map((bill) => monthOf(bill.date))).size).toBeGreaterThanOrEqual(9);
      expect(new Set(firm.deals.map((deal) => deal.sold_in)).size).toBeGreaterThanOrEqual(7);
      expect(new Set(firm.amendments.map((one) => one.month)).size).toBeGreaterThanOrEqual(5);
    }
  });

  it('changes contracts in every way a quarter does, in an order their numbers tell', () => {
    for (const firm of firms) {
      const ways = new Set(firm.amendments.map((one) => `${one.outcome} ${one.unpriced} ${one.distinct} ${one.at_ssp} ${one.remaining}`));
      for (const one of buildFirm(size, firm.seed).amendments) expect(ways).toContain(`${one.outcome} ${one.unpriced} ${one.distinct} ${one.at_ssp} ${one.remaining}`);
      for (const contract of new Set(firm.amendments.map((one) => one.contract))) {
        const own = firm.amendments.filter((one) => one.contract === contract);
        expect(own.map((one) => one.number)).toEqual(own.map((_, n) => n + 1));
        expect(own.map((one) => one.effective)).toEqual(own.map((one) => one.effective).sort());
      }
    }
  });

  it('has every trouble a quarter has', () => {
    for (const firm of firms) expect(firm.troubles.map((trouble) => trouble.name)).toEqual(buildFirm(size, firm.seed).troubles.map((trouble) => trouble.name));
  });

  it('hands every meter record in once, some of them a month late', () => {
    for (const firm of firms) {
      const handed = MONTHS.flatMap((month) => metersOf(firm, month).map((record) => ({ month, record })));
      expect(new Set(handed.map(({ record }) => record.source_ref)).size).toBe(handed.length);
      const late = handed.filter(({ month, record }) => monthOf(record.period_end) < month);
      expect(late.length).toBeGreaterThan(0);
      expect(late.length).toBeLessThan(handed.length / 4);
      for (const { month, record } of handed) expect([record.period_start <= record.period_end, monthOf(record.period_end) <= month]).toEqual([true, true]);
    }
  });

  it('estimates every project that is measured by its cost from its first month on, above what it costs, and again later', () => {
    for (const firm of firms) {
      const all = MONTHS.flatMap((month) => estimatesOf(firm, month));
      const measured = firm.contracts.filter((contract) => contract.further.some((line) => line.kind === 'progress')).map((contract) => contract.number);
      for (const deal of firm.deals.filter((one) => one.outcome === 'won' && measured.includes(one.contract!))) {
        const own = all.filter((one) => one.target === deal.number);
        expect(own[0]!.effective_date).toBe(deal.start);
        expect(own.length).toBeGreaterThanOrEqual(2);
        for (const one of own) expect(one.lines.reduce((sum, line) => sum + Number(line.cost_at_completion), 0)).toBeCloseTo(Number(one.cost_at_completion), 6);
        expect(own.map((one) => Number(one.cost_at_completion))).toEqual(own.map((one) => Number(one.cost_at_completion)).sort((a, b) => a - b));
      }
    }
  });
});

it('the same year every time, and another one than the quarter', () => {
  const year = JSON.stringify(buildFirm('small', 'a', 'year'));
  expect(JSON.stringify(buildFirm('small', 'a', 'year'))).toBe(year);
  expect(JSON.stringify(buildFirm('small', 'a', 'quarter'))).toBe(JSON.stringify(buildFirm('small', 'a')));
  expect(JSON.stringify(buildFirm('small', 'a'))).not.toBe(year);
});
