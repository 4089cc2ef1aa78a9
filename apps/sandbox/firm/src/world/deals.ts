import { addDays, earlier, mondayOf, monthOf } from './days.js';
import { Dice } from './dice.js';
import { PM_ROLE, PRACTICES } from './entities.js';
import type { Client, Deal, DealOutcome, FirmCalendar, LegalEntity, Worker } from './firm-types.js';
import type { Size } from './sizes.js';
import { isYear } from './story-calendar.js';

const WORK: Record<string, string[]> = {
  DATA: ['customer data platform', 'demand forecasting', 'finance data warehouse', 'data governance', 'pricing analytics', 'fraud detection models'],
  CLOUD: ['landing zone build', 'mainframe exit', 'platform engineering', 'identity consolidation', 'observability roll-out', 'container migration'],
  STRAT: ['operating model design', 'market entry study', 'cost baseline', 'post-merger integration', 'procurement review', 'growth strategy'],
  DESIGN: ['claims journey redesign', 'service blueprint', 'mobile onboarding', 'design system', 'branch of the future', 'self-service portal'],
};
const EARLY_STAGES = ['Qualification', 'Needs Analysis', 'Value Proposition', 'Proposal/Price Quote'];

/** Number by which time, bookings and totals refer to a deal's project. */
export const FIRST_DEAL = 2001;

interface Wish { entity: string; outcome: DealOutcome; fault?: 'approval' | 'entity' | 'card' | 'tax' }

/** Everything sales works on: what is won, what slips, what is lost and what stays open. Money and team follow in `commercialTerms`. */
export function deals(size: Size, seed: string, entities: LegalEntity[], clients: Client[], people: Worker[], calendar: FirmCalendar): { deals: Deal[]; faulty: Record<string, string> } {
  const dice = new Dice(seed, 'deals');
  const faulty: Record<string, string> = {};
  const wishes = wishesOf(size, entities);
  const managers = new Map(entities.map((entity) => [entity.code, people.filter((worker) => worker.entity === entity.code && worker.role === PM_ROLE)]));
  const seen = new Map<string, number>();
  const all = wishes.map((wish, n): Deal => {
    const nth = seen.get(wish.entity) ?? 0;
    seen.set(wish.entity, nth + 1);
    const client = clientFor(wish, nth, clients);
    const practice = PRACTICES[(n + nth) % PRACTICES.length]!.code;
    const own = managers.get(wish.entity)!;
    const number = `OPP-${FIRST_DEAL + n}`;
    if (wish.fault) faulty[wish.fault] = number;
    const [start, end] = isYear(calendar) ? windowInYear(dice, calendar, nth, wish, wishes.slice(0, n).filter((one, at) => !one.fault && nthOf(wishes, at) % 2 === 1).length) : window(dice, calendar, nth, wish);
    const sold_in = start > addDays(calendar.first_day, 20) ? monthOf(start) : undefined;
    return {
      number, name: `${client.name} ${dice.pick(WORK[practice]!)}`, client: client.number, entity: wish.entity,
      entity_missing: wish.fault === 'entity', approval_missing: wish.fault === 'approval', direct: false,
      practice, region: entities.find((entity) => entity.code === wish.entity)!.region, currency: client.currency,
      amount: '0', sold_hours: 0, target_margin: String(dice.int(28, 44)), start, end, manager: own[nth % own.length]!.number,
      outcome: wish.outcome, stage: dice.pick(EARLY_STAGES), demand: [], ...(isYear(calendar) && sold_in ? { sold_in } : {}),
    };
  });
  for (const deal of all.filter((one) => one.outcome === 'won' && !Object.values(faulty).includes(one.number)).slice(-size.direct)) deal.direct = true;
  return { deals: all, faulty };
}

function wishesOf(size: Size, entities: LegalEntity[]): Wish[] {
  const codes = entities.map((entity) => entity.code);
  const won = codes.flatMap((entity) => Array.from({ length: size.won[entity] ?? 0 }, (): Wish => ({ entity, outcome: 'won' })));
  const around = (count: number, outcome: DealOutcome): Wish[] => Array.from({ length: count }, (_, n) => ({ entity: codes[n % codes.length]!, outcome }));
  return [
    ...won,
    { entity: codes[0]!, outcome: 'won', fault: 'approval' }, { entity: codes[1]!, outcome: 'won', fault: 'entity' },
    { entity: codes[0]!, outcome: 'won', fault: 'card' }, { entity: codes.at(-1)!, outcome: 'won', fault: 'tax' },
    ...around(size.slipped, 'slipped'), { entity: codes[1]!, outcome: 'lost_after_commit' }, ...around(size.lost, 'lost'),
    ...around(size.open, 'open'), { entity: codes[0]!, outcome: 'unknown_stage' },
  ];
}

/** The account without a tax profile is the entity's last client and has no other deal; the others are taken in turn. */
function clientFor(wish: Wish, nth: number, clients: Client[]): Client {
  const own = clients.filter((client) => client.entity === wish.entity);
  if (wish.fault === 'tax') return own.at(-1)!;
  const shared = own.slice(0, -1);
  return shared[nth % shared.length]!;
}

function window(dice: Dice, calendar: FirmCalendar, nth: number, wish: Wish): [string, string] {
  const early = calendar.weeks.length > 8 && nth % 5 === 0 ? calendar.first_day : earlier(addDays(calendar.first_day, 2), calendar.weeks[1]!);
  const start = wish.fault || nth % 4 !== 3 ? (calendar.weeks.length > 8 ? early : calendar.first_day) : calendar.weeks[dice.int(1, Math.ceil(calendar.weeks.length / 4))]!;
  const open = wish.fault || nth % 5 < 3;
  const end = addDays(calendar.last_day, open ? dice.int(20, 150) : -dice.int(1, Math.floor(calendar.weeks.length * 1.4)));
  return [start, end];
}

/** The how manieth wish of its entity one is. */
const nthOf = (wishes: Wish[], at: number): number => wishes.slice(0, at).filter((one) => one.entity === wishes[at]!.entity).length;

/** Months after the first in which deals begin that are sold during the year, in turn. */
const LATER = [2, 5, 8, 3, 6, 1, 4, 9, 7, 10];
/** When each deal with a fault is sold: one after the other, so that somebody has to put one right every month. */
const FAULTY_IN: Record<NonNullable<Wish['fault']>, number> = { approval: 0, entity: 1, card: 2, tax: 4 };

/**
 * Every second deal of an entity is there when the year begins, the others follow month by month; the first of each entity lasts all the year, so that there is always work.
 * What is never won is spread in the same way.
 */
function windowInYear(dice: Dice, calendar: FirmCalendar, nth: number, wish: Wish, laterOnes: number): [string, string] {
  const days = dice.int(180, 360);
  const month = wish.fault ? FAULTY_IN[wish.fault] : nth % 2 === 0 ? 0 : LATER[laterOnes % LATER.length]!;
  if (month === 0) return [calendar.first_day, nth === 0 && !wish.fault ? addDays(calendar.last_day, 90) : addDays(calendar.first_day, days)];
  // A Monday in the middle of the month: deals are won in its first days.
  const start = addDays(mondayOf(`${calendar.months[month]!}-10`), 7);
  return [start, addDays(start, days)];
}
