import { addDays, lastOfMonth, monthOf } from './days.js';
import { Dice } from './dice.js';
import type { Contract, Deal, FirmCalendar, FurtherLine, LegalEntity, LineKind } from './firm-types.js';
import { fromMinor } from './minor.js';
import type { Size } from './sizes.js';

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
export function furtherLines(size: Size, seed: string, entities: LegalEntity[], contracts: Contract[], deals: Deal[], odd: ReadonlySet<string>, calendar: FirmCalendar): void {
  const dice = new Dice(seed, 'further lines');
  const dealOf = (contract: Contract): Deal | undefined => deals.find((deal) => deal.contract === contract.number);
  const plain = dice.shuffled(contracts.filter((contract) => contract.entity && !deals.some((deal) => deal.contract === contract.number && odd.has(deal.number))));
  // Governance at a fixed price takes the managers' time out of what is billed by the hour: not where a cap was put on that.
  const uncapped = plain.filter((contract) => !contract.lines[0]!.cap_amount && !contract.lines[0]!.cap_hours);
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
