import { addDays, earlier } from './days.js';
import { Dice } from './dice.js';
import type { Client, Contract, Deal, FirmCalendar, LegalEntity, PlannedEntry } from './firm-types.js';
import { fromMinor } from './minor.js';
import { grouped } from './plan-week.js';
import { standardRate, type AgreedCard } from './rate-cards.js';
import type { Size } from './sizes.js';
import { isYear } from './story-calendar.js';

/** The name of a rate card nobody ever made. */
export const ABSENT_CARD = 'CT-2026-999';

interface Volume { minutes: number; value: number }

/**
 * Signs the contracts of the won deals and puts figures on every deal, from what is planned to be worked: value, hours, demand, caps.
 * Two deals of one client and entity share a contract now and then. Changes the deals it is given.
 */
export function commercialTerms(
  size: Size, seed: string, entities: LegalEntity[], clients: Client[], deals: Deal[], plan: PlannedEntry[], faulty: Record<string, string>, calendar: FirmCalendar,
): { contracts: Contract[]; agreed: AgreedCard[]; capped: string[] } {
  const dice = new Dice(seed, 'commercial terms');
  const volumes = volumesOf(deals, plan, dice);
  for (const deal of deals) putFigures(deal, volumes.get(deal.number)!, entities, plan);
  const contracts: Contract[] = [];
  const agreed = new Map<string, AgreedCard>();
  const odd = new Set(Object.values(faulty));
  let euroDeals = 0;
  for (const deal of deals.filter((one) => one.outcome === 'won')) {
    const client = clients.find((one) => one.number === deal.client)!;
    const entity = entities.find((one) => one.code === deal.entity)!;
    const partner = odd.has(deal.number) ? undefined : sharedContract(contracts, deal, deals, odd, dice, isYear(calendar) ? 20 : 50);
    const foreign = deal.currency !== entity.currency ? ++euroDeals : 0;
    const contract = partner ?? newContract(contracts.filter((one) => yearOf(one) === yearOf(deal)).length + 1, deal, client, dice);
    if (!partner) {
      const card = cardFor(contract, deal, client, dice, foreign);
      if (card.agreed) agreed.set(card.agreed.code, card.agreed);
      contract.lines[0]!.rate_card = deal.number === faulty.card ? ABSENT_CARD : card.code;
      if (deal.number === faulty.entity) delete contract.entity;
      contracts.push(contract);
    }
    deal.contract = contract.number;
    contract.sold_hours += deal.sold_hours;
    contract.total = String(Number(contract.total) + Number(deal.amount));
    contract.start = earlier(contract.start, deal.start);
    contract.signed = earlier(contract.signed, addDays(deal.start, -6));
  }
  // One domestic British contract is for a zero-rated supply: its line says so, against the client's profile.
  const zeroRated = contracts.find((contract) => contract.entity === 'GB01' && contract.currency === 'GBP' && deals.some((deal) => deal.contract === contract.number && !odd.has(deal.number)));
  if (zeroRated) zeroRated.lines[0]!.tax_profile = 'GB-ZR';
  if (faulty.tax) delete clients.find((client) => client.number === deals.find((deal) => deal.number === faulty.tax)!.client)!.tax_profile;
  return { contracts, agreed: [...agreed.values()], capped: putCaps(size, contracts, deals, volumes, entities, odd, dice) };
}

/** Planned minutes and list value (minor units) per deal; a guess for those that will not be worked. */
function volumesOf(deals: Deal[], plan: PlannedEntry[], dice: Dice): Map<string, Volume> {
  const byDeal = grouped(plan, (entry) => entry.target);
  return new Map(deals.map((deal) => {
    const entries = byDeal.get(deal.number) ?? [];
    const minutes = entries.reduce((sum, entry) => sum + entry.minutes, 0);
    const value = entries.reduce((sum, entry) => sum + (entry.billable ? entry.minutes * standardRate(deal.currency, entry.role) : 0), 0) / 60;
    const guess = dice.int(300, 1500);
    return [deal.number, minutes > 0 ? { minutes, value } : { minutes: guess * 60, value: guess * standardRate(deal.currency, 'CONSULTANT') }];
  }));
}

function putFigures(deal: Deal, volume: Volume, entities: LegalEntity[], plan: PlannedEntry[]): void {
  const decimals = deal.currency === 'JPY' ? 0 : 2;
  const region = entities.find((entity) => entity.code === deal.entity)!.region;
  const thousand = 1000 * 10 ** decimals * (deal.currency === 'JPY' ? 100 : 1);
  deal.sold_hours = Math.max(20, Math.ceil((volume.minutes * 1.1) / 600) * 10);
  deal.amount = fromMinor(Math.max(1, Math.ceil((volume.value * 1.1) / thousand)) * thousand, decimals);
  const byRole = grouped(plan.filter((entry) => entry.target === deal.number), (entry) => entry.role);
  const roles = byRole.size ? [...byRole].map(([role, entries]) => ({ role, people: new Set(entries.map((entry) => entry.worker)).size, minutes: entries.reduce((sum, entry) => sum + entry.minutes, 0) }))
    : [{ role: 'PROJECT_MANAGER', people: 1, minutes: volume.minutes * 0.2 }, { role: 'CONSULTANT', people: 2, minutes: volume.minutes * 0.8 }];
  deal.demand = roles.map(({ role, people, minutes }) => ({ role, quantity: people, hours: Math.max(10, Math.ceil((minutes * 1.1) / 600) * 10), start: deal.start, end: deal.end, region, billable: true }));
}

/** The org numbers contracts by the year in which they begin. */
const yearOf = ({ start }: { start: string }): string => start.slice(0, 4);

/** Now and then the earlier contract of the same client, if it has only one deal and is no special case. */
function sharedContract(contracts: Contract[], deal: Deal, deals: Deal[], odd: Set<string>, dice: Dice, percent: number): Contract | undefined {
  const fits = (contract: Contract): boolean => {
    const using = deals.filter((other) => other.contract === contract.number);
    return contract.client === deal.client && contract.entity === deal.entity && contract.currency === deal.currency && yearOf(contract) <= yearOf(deal) && using.length === 1 && !odd.has(using[0]!.number);
  };
  const found = contracts.find(fits);
  return found && dice.chance(percent) ? found : undefined;
}

function newContract(no: number, deal: Deal, client: Client, dice: Dice): Contract {
  const project = client.grouping === 'project' || dice.chance(12);
  return {
    number: `CT-${yearOf(deal)}-${String(no).padStart(3, '0')}`, client: client.number, entity: deal.entity, currency: deal.currency, signed: addDays(deal.start, -6), start: deal.start, months: 12,
    ...(client.po_required || dice.chance(25) ? { po_number: `PO-${dice.int(40_000, 89_999)}` } : {}),
    terms: client.terms, total: '0', sold_hours: 0, target_margin: deal.target_margin,
    lines: [{
      number: 1, name: 'Professional services', rate_card: '', task_codes: [], ...(dice.chance(20) ? { discount: dice.pick(['2.5', '5', '7.5']) } : {}),
      ...(project ? { grouping: 'project' as const } : {}),
    }],
    further: [],
  };
}

/** The card a contract names. The first euro contract has euro prices of its own; the second is priced in the entity's currency and converted. */
function cardFor(contract: Contract, deal: Deal, client: Client, dice: Dice, foreign: number): { code: string; agreed?: AgreedCard } {
  if (foreign === 2) return { code: `LE-${deal.entity}` };
  const kind = foreign ? 'contract' : dice.weighted(['entity', 'client', 'contract', 'global'] as const, (name) => ({ entity: 8, client: 5, contract: 5, global: 2 })[name])!;
  if (kind === 'entity') return { code: `LE-${deal.entity}` };
  if (kind === 'global') return { code: 'GLOBAL' };
  const code = kind === 'client' ? `CLIENT-${client.number}` : contract.number;
  return { code, agreed: { code, currency: deal.currency, percent: kind === 'client' ? 93 : dice.int(86, 96), roles: foreign || dice.chance(50) ? 'all' : 'core' } };
}

/** Puts caps on contracts; the first `exceeded` of them are too low for what is planned. Answers the numbers of those. */
function putCaps(size: Size, contracts: Contract[], deals: Deal[], volumes: Map<string, Volume>, entities: LegalEntity[], odd: Set<string>, dice: Dice): string[] {
  const plain = dice.shuffled(contracts.filter((contract) => !deals.some((deal) => deal.contract === contract.number && odd.has(deal.number))));
  const chosen = plain.slice(0, size.capped.amount + size.capped.hours);
  const exceeded: string[] = [];
  chosen.forEach((contract, n) => {
    const own = deals.filter((deal) => deal.contract === contract.number).map((deal) => volumes.get(deal.number)!);
    const low = n < size.capped.exceeded;
    if (low) exceeded.push(contract.number);
    // Amount and hours caps take turns among those exceeded.
    const byHours = low ? n % 2 === 1 && n <= 2 * size.capped.hours : n >= chosen.length - (size.capped.hours - Math.floor(size.capped.exceeded / 2));
    const line = contract.lines[0]!;
    if (byHours) line.cap_hours = Math.round((own.reduce((sum, one) => sum + one.minutes, 0) / 60) * (low ? 0.7 : 1.5));
    else {
      const decimals = entities.find((entity) => entity.currency === contract.currency)?.decimals ?? 2;
      const unit = 100 * 10 ** decimals;
      line.cap_amount = fromMinor(Math.round((own.reduce((sum, one) => sum + one.value, 0) * (low ? 0.62 : 1.6)) / unit) * unit, decimals);
    }
  });
  return exceeded;
}
