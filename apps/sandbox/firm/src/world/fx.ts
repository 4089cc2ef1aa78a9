import { addDays, datesBetween, lastOfMonth, monthOf, weekday } from './days.js';
import { Dice } from './dice.js';
import type { FirmCalendar, FxRate, LegalEntity } from './firm-types.js';
import { isYear } from './story-calendar.js';

/** Value of one unit in US dollars, in hundred-millionths. */
const START: Record<string, bigint> = { USD: 100_000_000n, GBP: 127_300_000n, EUR: 108_650_000n, JPY: 641_200n };

/** A rate for every working day (in a year: every Monday, and the last day of every month) and every ordered pair of the firm's currencies (EUR always among them), eight decimals, both directions published. */
export function fxRates(seed: string, entities: LegalEntity[], calendar: FirmCalendar): FxRate[] {
  const dice = new Dice(seed, 'fx');
  const currencies = [...new Set([...entities.map((entity) => entity.currency), 'EUR'])];
  const value = new Map(currencies.map((currency) => [currency, START[currency]!]));
  const out: FxRate[] = [];
  for (const date of datesBetween(addDays(calendar.first_day, -35), addDays(calendar.last_day, 45))) {
    const published = isYear(calendar) ? weekday(date) === 0 || date === lastOfMonth(monthOf(date)) : weekday(date) < 5;
    if (!published) continue;
    for (const currency of currencies) {
      if (currency !== 'USD') value.set(currency, (value.get(currency)! * BigInt(10_000 + dice.int(-35, 35))) / 10_000n);
    }
    for (const base of currencies) {
      for (const transaction of currencies) {
        if (base !== transaction) out.push({ base, transaction, date, rate: quotient(value.get(transaction)!, value.get(base)!) });
      }
    }
  }
  return out;
}

/** a / b with eight decimals, half up. */
function quotient(a: bigint, b: bigint): string {
  const digits = String((a * 200_000_000n + b) / (2n * b)).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}
