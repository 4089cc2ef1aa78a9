import { isInternal } from './bookings.js';
import { addDays, earlier, lastOfMonth, later, weekday } from './days.js';
import { Dice } from './dice.js';
import type { Booking, Firm } from './firm-types.js';
import { fromMinor } from './minor.js';
import type { SignedLine } from './terms.js';

export type ExpenseTrouble = 'no_receipt' | 'over_policy' | 'foreign_currency' | 'corrected_after_approval';

/** Something a person spent on a project. Amounts are decimal text in `currency`, tax included. */
export interface PlannedExpense {
  date: string;
  category: 'Travel' | 'Lodging' | 'Food' | 'Mileage';
  merchant?: string;
  amount: string;
  currency: string;
  /** In the currency of the project: absent where it was spent in another one. */
  minor?: number;
  tax?: string;
  limit?: string;
  quantity?: string;
  unit_price?: string;
  receipt?: string;
  billable: boolean;
  reimbursable: boolean;
  note: string;
  trouble: ExpenseTrouble | null;
  /** What it turns out to have been, found after approval; minor units. */
  to_minor?: number;
}

/** What one person hands in for one project and month. */
export interface PlannedReport {
  worker: string;
  target: string;
  month: string;
  title: string;
  handed_in: string;
  expenses: PlannedExpense[];
}

/** Who pays the client and who is paid back are independent: all four combinations come in turn. */
const FLAGS: [billable: boolean, reimbursable: boolean][] = [[true, true], [true, false], [false, true], [false, false]];
const TROUBLES: (ExpenseTrouble | null)[] = [null, 'no_receipt', null, 'over_policy', 'foreign_currency', null, 'corrected_after_approval'];
const KINDS = [
  { category: 'Travel', merchant: 'Metro Cars', note: 'Taxi to the client', low: 18, high: 60, tax: 10 }, { category: 'Lodging', merchant: 'Harbour Hotel', note: 'Hotel, one night', low: 140, high: 220, tax: 12 },
  { category: 'Food', merchant: 'Station Bistro', note: 'Dinner with the client team', low: 40, high: 110, tax: 8 }, { category: 'Travel', merchant: 'Northern Rail', note: 'Train, return', low: 60, high: 180, tax: 0 }, { category: 'Mileage', note: 'To site and back', low: 40, high: 240, tax: 0 },
] as const;
/** Price level of a currency per dollar, in whole units, and its decimals. */
const LEVEL: Record<string, { per_dollar: number; decimals: number }> = { USD: { per_dollar: 1, decimals: 2 }, GBP: { per_dollar: 0.8, decimals: 2 }, EUR: { per_dollar: 0.9, decimals: 2 }, JPY: { per_dollar: 150, decimals: 0 } };

/** What people spend in a month on projects whose contract passes expenses on. The same terms and seed give the same plan; other contracts give none. */
export function plannedExpenses(firm: Pick<Firm, 'seed' | 'deals' | 'bookings' | 'calendar'>, signed: readonly SignedLine[], month: string): PlannedReport[] {
  const contracts = new Set(signed.filter((line) => line.expenses).map((line) => line.contract));
  const currency = new Map(firm.deals.filter((deal) => deal.outcome === 'won' && contracts.has(deal.contract ?? '')).map((deal) => [deal.number, deal.currency]));
  const travelers = new Map(firm.bookings.filter((booking) => !isInternal(booking.target) && currency.has(booking.target) && overlaps(booking, month, firm)).map((booking) => [`${booking.worker} ${booking.target}`, booking]));
  let nth = new Dice(firm.seed, `expense troubles ${month}`).int(0, 3);
  return [...travelers].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([who, booking], place) => {
    const dice = new Dice(firm.seed, `expenses ${month} ${who}`);
    // Somebody always travels: a firm with one such project shows its troubles, too.
    if (place > 0 && !dice.chance(55)) return [];
    const [from, to] = stretch(booking, month, firm);
    const expenses = Array.from({ length: place === 0 ? 7 : dice.int(2, 4) }, () => spent(dice, nth++, currency.get(booking.target)!, from, to));
    return [{ worker: booking.worker, target: booking.target, month, title: `Expenses ${month}`, handed_in: lastWorkday(to), expenses }];
  });
}

function spent(dice: Dice, nth: number, home: string, from: string, to: string): PlannedExpense {
  const kind = KINDS[nth % KINDS.length]!;
  const trouble = TROUBLES[nth % TROUBLES.length]!;
  const [billable, reimbursable] = FLAGS[nth % FLAGS.length]!;
  const currency = trouble === 'foreign_currency' ? (home === 'EUR' ? 'GBP' : 'EUR') : home;
  const { per_dollar, decimals } = LEVEL[currency]!;
  const date = weekdayBetween(dice, from, to);
  const common = { date, category: kind.category, currency, billable, reimbursable, note: `${kind.note} ${date}`, trouble };
  if (kind.category === 'Mileage' && trouble !== 'foreign_currency') {
    const miles = dice.int(kind.low, kind.high);
    const price = Math.max(1, Math.round(0.67 * per_dollar * 10 ** decimals));
    const minor = miles * price;
    return { ...common, amount: fromMinor(minor, decimals), minor, quantity: String(miles), unit_price: fromMinor(price, decimals), ...corrected(trouble, minor) };
  }
  // Dear enough that a receipt or the policy matters.
  const dollars = trouble === 'no_receipt' || trouble === 'over_policy' ? dice.int(180, 260) : dice.int(kind.low, kind.high);
  const minor = Math.round(dollars * per_dollar * 10 ** decimals) + (decimals > 0 ? dice.int(0, 99) : 0);
  const tax = Math.round((minor * kind.tax) / (100 + kind.tax));
  return {
    ...common, ...('merchant' in kind ? { merchant: kind.merchant } : {}), amount: fromMinor(minor, decimals), ...(currency === home ? { minor } : {}), ...(tax > 0 ? { tax: fromMinor(tax, decimals) } : {}),
    ...(trouble === 'over_policy' ? { limit: fromMinor(Math.round(150 * per_dollar) * 10 ** decimals, decimals) } : {}), ...(trouble === 'no_receipt' ? {} : { receipt: `receipt-${date}-${nth}.pdf` }), ...corrected(trouble, minor),
  };
}

/** A tenth less than was handed in. */
const corrected = (trouble: ExpenseTrouble | null, minor: number): { to_minor?: number } => (trouble === 'corrected_after_approval' ? { to_minor: minor - Math.max(1, Math.floor(minor / 10)) } : {});

function stretch(booking: Booking, month: string, { calendar }: Pick<Firm, 'calendar'>): [string, string] {
  return [[booking.start, `${month}-01`, calendar.first_day].reduce(later), [booking.end, lastOfMonth(month), calendar.last_day].reduce(earlier)];
}

/** At least a week of the month, so that there is a weekday in it. */
function overlaps(booking: Booking, month: string, firm: Pick<Firm, 'calendar'>): boolean {
  const [from, to] = stretch(booking, month, firm);
  return addDays(from, 6) <= to;
}

function weekdayBetween(dice: Dice, from: string, to: string): string {
  const date = addDays(from, dice.int(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)));
  return weekday(date) < 5 ? date : lastWorkday(date) >= from ? lastWorkday(date) : addDays(date, 7 - weekday(date));
}

const lastWorkday = (date: string): string => addDays(date, weekday(date) > 4 ? 4 - weekday(date) : 0);
