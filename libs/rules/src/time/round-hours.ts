import { dec, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, numOr, text } from '../exact.js';
import { roundToIncrement, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export type TimeRounding = 'nearest' | 'up' | 'down';

const MODE: Record<TimeRounding, RoundingMode> = { nearest: 'half_up', up: 'up', down: 'down' };

/**
 * TM-3: hours for billing only, `round_to(hours x factor, increment, mode)`; the factor comes before the increment.
 * Without an increment the hours only take the factor. `minutes` may be given in place of `hours`.
 */
export function roundHours(input: { hours?: DecimalInput; minutes?: DecimalInput; factor?: DecimalInput; increment?: DecimalInput | null; mode?: TimeRounding }): { hours: string; why: RuleTrace[] } {
  const factor = numOr(input.factor, '1', 'factor');
  const mode = input.mode ?? 'nearest';
  if (!Object.hasOwn(MODE, mode)) throw new RuleError('INVALID_POLICY', 'TM-3', `time rounding ${JSON.stringify(mode)} is not one of nearest, up, down`);
  // Minutes divide by 60 last, so that 5 minutes stay exactly a third of a quarter hour.
  const byMinutes = input.hours === undefined && input.minutes !== undefined;
  const perHour = byMinutes ? dec(60) : dec(1);
  const scaled = num(byMinutes ? input.minutes : input.hours, byMinutes ? 'minutes' : 'hours').times(factor);
  if (input.increment === undefined || input.increment === null) return { hours: text(scaled.div(perHour)), why: [why('TM-3', 'not rounded', { hours: scaled.div(perHour), factor })] };
  const increment = num(input.increment, 'increment');
  const rounded = roundToIncrement(scaled, increment.times(perHour), MODE[mode]).div(perHour);
  return { hours: text(rounded), why: [why('TM-3', `rounded ${mode} to the increment`, { hours: scaled.div(perHour), factor, increment, rounded })] };
}
