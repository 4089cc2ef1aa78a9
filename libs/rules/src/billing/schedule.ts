import { sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** FF-2: equal instalments by MON-5. */
export function instalments(input: { total: DecimalInput; count: number; currency: string }): { amounts: string[]; why: RuleTrace[] } {
  if (!Number.isInteger(input.count) || input.count < 1) throw new RuleError('INVALID_INPUT', 'FF-2', `count ${input.count} must be a whole number above zero`);
  const amounts = allocate(minorRound(num(input.total, 'total'), input.currency), Array<number>(input.count).fill(1), { currency: input.currency });
  return { amounts, why: [why('FF-2', 'equal instalments', { total: num(input.total, 'total'), count: input.count })] };
}

export interface ScheduleLineInput {
  seq: number;
  bill_date: string;
  amount: DecimalInput;
  status: string;
}

/** FF-2: the lines due at a date: scheduled, and their bill date reached. In order of date and sequence. */
export function scheduleDue<T extends ScheduleLineInput>(input: { lines: readonly T[]; as_of: string }): T[] {
  const asOf = day(input.as_of, 'as_of');
  return input.lines.filter((l) => (l.status === 'scheduled' || l.status === 'due') && l.bill_date <= asOf).sort((a, b) => (a.bill_date === b.bill_date ? a.seq - b.seq : a.bill_date < b.bill_date ? -1 : 1));
}

/** Glossary 6.3: a schedule sums to its line. RECON_BREAK with the difference when it does not. */
export function checkSchedule(input: { line_amount: DecimalInput; lines: readonly ScheduleLineInput[]; currency: string }): { ok: true } | { ok: false; code: 'RECON_BREAK'; difference: string } {
  const total = sum(input.lines.filter((l) => l.status !== 'cancelled' && l.status !== 'skipped').map((l) => num(l.amount, `amount of line ${l.seq}`)));
  const difference = total.minus(num(input.line_amount, 'line_amount'));
  return difference.isZero() ? { ok: true } : { ok: false, code: 'RECON_BREAK', difference: moneyText(difference, input.currency) };
}
