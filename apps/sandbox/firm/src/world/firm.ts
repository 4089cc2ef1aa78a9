import { amendmentsOfYear } from './amendments-of-year.js';
import { bendBookings } from './bend-bookings.js';
import { bookings } from './bookings.js';
import { clients } from './clients.js';
import { contractAmendments } from './contract-amendments.js';
import { commercialTerms } from './commercial-terms.js';
import { costRates } from './cost-rates.js';
import { deals } from './deals.js';
import { Dice } from './dice.js';
import { FIRM_NAME, legalEntities, PM_ROLE, PRACTICES, REGIONS, ROLES, taxProfiles } from './entities.js';
import type { Firm, FirmCalendar, SizeName, SpanName, Worker } from './firm-types.js';
import { furtherLines } from './further-lines.js';
import { fxRates } from './fx.js';
import { incidents } from './incidents.js';
import { officesOf } from './offices.js';
import { plannedWeek } from './plan-week.js';
import { rateCards } from './rate-cards.js';
import { SIZES } from './sizes.js';
import { storyCalendar } from './story-calendar.js';
import { timeOff } from './time-off.js';
import { troubles } from './troubles.js';
import { costCenters, orgMoves, workers } from './workers.js';

/** Builds the whole firm. The same size, seed and span give the same firm, byte for byte; nothing is read from outside. */
export function buildFirm(sizeName: SizeName, seed: string, span: SpanName = 'quarter'): Firm {
  const size = SIZES[span][sizeName];
  const calendar = storyCalendar(sizeName, span);
  const entities = legalEntities(Object.keys(size.staff));
  const offices = officesOf(entities.map((entity) => entity.code), calendar);
  const centers = costCenters(entities);
  const people = workers(size, seed, entities, offices, centers, calendar);
  giveOddAddress(people, seed, calendar);
  const accounts = clients(size, seed, entities);
  const { deals: all, faulty } = deals(size, seed, entities, accounts, people, calendar);
  const booked = bookings(size, seed, entities, people, all, calendar);
  const odd = new Set(Object.values(faulty));
  const plain = (target: string): boolean => !odd.has(target);
  const bends = bendBookings(booked, people, calendar, all.filter((deal) => deal.outcome === 'won' && plain(deal.number)));
  const basis = { seed, calendar, workers: people, offices, bookings: booked, time_off: timeOff(seed, people, offices, calendar) };
  const plan = calendar.weeks.flatMap((monday) => plannedWeek(basis, monday));
  const terms = commercialTerms(size, seed, entities, accounts, all, plan, faulty, calendar);
  furtherLines(size, seed, entities, terms.contracts, all, odd, calendar, plan);
  const firm = {
    ...basis, name: FIRM_NAME, size: sizeName, span, entities, roles: ROLES, practices: PRACTICES,
    regions: REGIONS.filter((region) => entities.some((entity) => entity.region === region.code)), cost_centers: centers,
    moves: orgMoves(size, seed, people, centers, calendar), cost_rates: costRates(seed, people, entities, calendar),
    tax_profiles: taxProfiles(entities), clients: accounts, contracts: terms.contracts, amendments: (span === 'year' ? amendmentsOfYear : contractAmendments)(entities, terms.contracts, calendar), deals: all,
    rate_cards: rateCards(entities, terms.agreed, calendar), fx: fxRates(seed, entities, calendar),
    incidents: incidents(basis, size, bends, plan, plain),
  };
  return { ...firm, troubles: troubles(firm, faulty, bends, terms.capped) };
}

/** One person signed up for time keeping with a private address. */
function giveOddAddress(people: Worker[], seed: string, calendar: FirmCalendar): void {
  const dice = new Dice(seed, 'odd address');
  const steady = people.filter((worker) => worker.role !== PM_ROLE && worker.role !== 'PARTNER' && worker.hired < calendar.first_day && !worker.terminated && !worker.on_leave_from);
  const worker = dice.pick(steady);
  worker.time_email = `${worker.first_name}.${worker.last_name}@mail.example`.toLowerCase();
}
