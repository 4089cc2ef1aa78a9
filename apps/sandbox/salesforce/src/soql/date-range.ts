import { addDays, addMonths } from '../datetime.js';

/** First and last day of a relative date literal, seen from today. Weeks start on Sunday, as in a US org. */
export function dateRange(word: string, today: string): { from: string; to: string } {
  const [name, count] = word.split(':') as [string, string?];
  const n = Number(count ?? 0);
  if (name === 'TODAY') return { from: today, to: today };
  if (name === 'YESTERDAY') return { from: addDays(today, -1), to: addDays(today, -1) };
  if (name === 'TOMORROW') return { from: addDays(today, 1), to: addDays(today, 1) };
  if (name === 'N_DAYS_AGO') return { from: addDays(today, -n), to: addDays(today, -n) };
  if (name === 'LAST_90_DAYS') return { from: addDays(today, -89), to: today };
  if (name === 'NEXT_90_DAYS') return { from: addDays(today, 1), to: addDays(today, 90) };
  if (name === 'LAST_N_DAYS') return { from: addDays(today, -n), to: today };
  if (name === 'NEXT_N_DAYS') return { from: addDays(today, 1), to: addDays(today, n) };
  const many = /^(LAST|NEXT)_N_(WEEK|MONTH|YEAR)S$/.exec(name);
  if (many) {
    const ends = [period(many[2]!, today, many[1] === 'LAST' ? -n : 1), period(many[2]!, today, many[1] === 'LAST' ? -1 : n)];
    return { from: ends[0]!.from, to: ends[1]!.to };
  }
  const [which, unit] = name.split('_') as [string, string];
  return period(unit, today, which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0);
}

function period(unit: string, today: string, shift: number): { from: string; to: string } {
  if (unit === 'WEEK') {
    const from = addDays(today, -new Date(`${today}T00:00:00Z`).getUTCDay() + 7 * shift);
    return { from, to: addDays(from, 6) };
  }
  const months = unit === 'MONTH' ? 1 : unit === 'QUARTER' ? 3 : 12;
  const [year, month] = today.split('-').map(Number) as [number, number];
  const start = `${year}-${String(Math.floor((month - 1) / months) * months + 1).padStart(2, '0')}-01`;
  const from = addMonths(start, months * shift);
  return { from, to: addDays(addMonths(from, months), -1) };
}
