import { addDays, lastOfMonth, later, monthOf } from './days.js';
import { Dice } from './dice.js';
import type { Contract, Deal, FirmCalendar, FurtherLine, LegalEntity, LineKind, PlannedEntry } from './firm-types.js';
import { fromMinor } from './minor.js';
import { standardRate } from './rate-cards.js';
import type { Size } from './sizes.js';
import { isYear } from './story-calendar.js';

/** Thousands of one bill of a scheduled fee. */
export const INSTALMENT = 6;
const KINDS: LineKind[] = ['milestones', 'schedule', 'progress', 'retainer', 'service', 'expenses'];

/** A round amount in a contract's currency: so many thousands, in yen so many hundred thousands. */
export function thousands(entities: LegalEntity[], currency: string, count: number): string {
  const decimals = entities.find((entity) => entity.currency === currency)?.decimals ?? 2;
  return fromMinor(Math.round(count * 100_000), decimals);
}

/**
 * Sells more than hours on a share of the plain contracts: fixed fees by milestones, by schedule with retention and by progress, retainers, managed services with usage,
 * expenses passed on, and a minimum beside the time. Contracts that were made to go wrong stay as they are. Changes the contracts it is given.
 */
export function furtherLines(size: Size, seed: string, entities: LegalEntity[], contracts: Contract[], deals: Deal[], odd: ReadonlySet<string>, calendar: FirmCalendar, plan: PlannedEntry[]): void {
  const dice = new Dice(seed, 'further lines');
  const dealOf = (contract: Contract): Deal | undefined => deals.find((deal) => deal.contract === contract.number);
  const plain = dice.shuffled(contracts.filter((contract) => contract.entity && !deals.some((deal) => deal.contract === contract.number && odd.has(deal.number))));
  // Governance at a fixed price takes the managers' time out of what is billed by the hour: not where a cap was put on that.
  const uncapped = plain.filter((contract) => !contract.lines[0]!.cap_amount && !contract.lines[0]!.cap_hours);
  if (isYear(calendar)) return linesOfYear(size, entities, plain, uncapped, deals, calendar, plan);
  KINDS.forEach((kind, k) => {
    const pool = kind === 'milestones' ? uncapped : plain;
    for (let n = 0; n < size.further && n < pool.length; n++) {
      const contract = pool[(k * size.further + n) % pool.length]!;
      if (contract.further.some((line) => line.kind === kind)) continue;
      contract.further.push(lineOf(kind, contract.further.length + 2, contract, dealOf(contract)!, (count) => thousands(entities, contract.currency, count), calendar));
    }
  });
  for (const contract of uncapped.slice(0, size.further)) contract.lines[0]!.minimum = thousands(entities, contract.currency, 2);
}

/**
 * In a year the first contract of each kind is there from the beginning, the others come with the deals that follow. Migrations cover the delivery of their project, so
 * that its cost measures them: their price follows from what is planned.
 */
function linesOfYear(size: Size, entities: LegalEntity[], plain: Contract[], uncapped: Contract[], deals: Deal[], calendar: FirmCalendar, plan: PlannedEntry[]): void {
  const first = addDays(calendar.first_day, 20);
  const taken = new Map<Contract, number>();
  const dealsOf = (contract: Contract): Deal[] => deals.filter((deal) => deal.contract === contract.number);
  const needed = { milestones: uncapped, progress: uncapped } as Partial<Record<LineKind, Contract[]>>;
  for (const kind of KINDS) {
    for (let n = 0; n < size.further; n++) {
      const early = n === 0 || n % 2 === 0;
      const free = (needed[kind] ?? plain).filter((contract) => !contract.further.some((line) => line.kind === kind) && dealsOf(contract).length > 0
        // Two fixed prices for the work of one project would leave nothing to bill by the hour.
        && !(kind === 'progress' && (dealsOf(contract).length > 1 || contract.further.some((line) => line.kind === 'milestones'))));
      const pool = free.filter((contract) => contract.start <= first === early);
      const contract = [...(pool.length > 0 ? pool : free)].sort((a, b) => (taken.get(a) ?? 0) - (taken.get(b) ?? 0))[0];
      if (!contract) continue;
      taken.set(contract, (taken.get(contract) ?? 0) + 1);
      contract.further.push(lineOfYear(kind, contract, dealsOf(contract), entities, calendar, plan));
    }
  }
  for (const contract of uncapped.filter((one) => !one.further.some((line) => line.kind === 'progress')).slice(0, size.further)) contract.lines[0]!.minimum = thousands(entities, contract.currency, 2);
}

/** Bills of a review in a year, a month apart. */
const REVIEW_BILLS = 6;

function lineOfYear(kind: LineKind, contract: Contract, own: Deal[], entities: LegalEntity[], calendar: FirmCalendar, plan: PlannedEntry[]): FurtherLine {
  const amount = (count: number): string => thousands(entities, contract.currency, count);
  const deal = own[0]!;
  const line = lineOf(kind, contract.further.length + 2, contract, deal, amount, calendar);
  switch (kind) {
    case 'milestones': {
      // The last one is reached before the year ends, however long the deal is.
      const end = deal.end < calendar.last_day ? deal.end : addDays(calendar.last_day, -20);
      const span = Math.round((Date.parse(end) - Date.parse(deal.start)) / 86_400_000);
      return { ...line, bills: ['20', '20', '20', '20', '20'].map((percent, n, all) => ({ date: addDays(deal.start, Math.round((span * (n + 0.8)) / all.length)), milestone: `M${n + 1}`, percent })) };
    }
    case 'schedule': {
      const months = calendar.months.filter((month) => month >= monthOf(contract.start)).slice(0, REVIEW_BILLS).map(lastOfMonth);
      const end = months.at(-1)!;
      return { ...line, amount: amount(INSTALMENT * months.length), bills: months.map((date, i) => ({ date, ...(i < months.length - 1 ? { amount: amount(INSTALMENT) } : {}) })), end };
    }
    case 'progress': {
      const minutes = (entry: PlannedEntry): number => (entry.target === deal.number && entry.task === 'DEL' ? entry.minutes * standardRate(contract.currency, entry.role) : 0);
      const value = plan.reduce((sum, entry) => sum + minutes(entry), 0) / 60;
      const unit = Number(amount(1)) * (contract.currency === 'JPY' ? 1 : 100);
      const fee = amount(Math.max(10, Math.round(value / unit)));
      return { ...line, task_codes: ['DEL'], amount: fee, obligation: { ...line.obligation!, ssp: fee } };
    }
    case 'service': {
      const from = later(line.recurring!.from, `${monthOf(contract.start)}-16`);
      return { ...line, recurring: { ...line.recurring!, from: from < contract.start ? contract.start : from } };
    }
    case 'expenses':
      return { ...line, expenses: { ...line.expenses!, cap: amount(60) } };
    default:
      return line;
  }
}

function lineOf(kind: LineKind, number: number, contract: Contract, deal: Deal, amount: (thousand: number) => string, calendar: FirmCalendar): FurtherLine {
  const base = { number, kind, task_codes: [], start: contract.start };
  const months = calendar.months.map(lastOfMonth);
  const after = (days: number): string => addDays(calendar.last_day, days);
  switch (kind) {
    case 'milestones': {
      const span = Math.max(30, (Date.parse(deal.end) - Date.parse(deal.start)) / 86_400_000);
      const dates = [0.3, 0.6, 0.95].map((share) => addDays(deal.start, Math.round(span * share)));
      return {
        ...base, name: 'Governance and design at a fixed price', task_codes: ['PM'], amount: amount(30), obligation: { code: 'DESIGN', measure: 'Output Milestone', series: false, ssp: amount(33) },
        bills: [{ date: dates[0]!, milestone: 'M1', percent: '40' }, { date: dates[1]!, milestone: 'M2', percent: '30' }, { date: dates[2]!, milestone: 'M3', percent: '30' }],
      };
    }
    case 'schedule':
      return { ...base, name: 'Data protection review', amount: amount(INSTALMENT * (months.length + 1)), retention: '10', bills: [...months, after(45)].map((date, i, all) => ({ date, ...(i < all.length - 1 ? { amount: amount(INSTALMENT) } : {}) })), obligation: { code: 'REVIEW', measure: 'Straight Line', series: false }, end: after(45) };
    case 'progress':
      return { ...base, name: 'Migration at a fixed price', amount: amount(50), obligation: { code: 'MIGRATION', measure: 'Cost to Cost', series: false, ssp: amount(50) } };
    case 'retainer':
      return { ...base, name: 'Advisory retainer', retainer: { fee: amount(4), hours: 20, rollover_cap: 10, overage_rate: amount(0.22), expiry_periods: 2 }, obligation: { code: 'ADVICE', measure: 'Straight Line', series: true } };
    case 'service':
      return {
        ...base, name: 'Managed platform', recurring: { amount: amount(3), from: `${monthOf(addDays(calendar.first_day, 10))}-16`, anchor_day: 1, timing: 'advance' }, obligation: { code: 'RUN', measure: 'Straight Line', series: true },
        usage: { meter: 'tickets', unit: 'ticket', allowance: 50, tiers: [{ up_to: 100, price: amount(0.012) }, { price: amount(0.009) }] },
      };
    case 'expenses':
      return { ...base, name: 'Travel and other expenses', expenses: { markup: '5', cap: amount(15) } };
  }
}
