import { dec, sum, type DecimalInput } from '#lib/canonical';
import { floorZero, num, ratioOrNull, ratioText, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** MET-16: `(actual - forecast) / forecast`, null on forecast 0; accuracy `1 - |actual - forecast| / actual`, floored at 0, null on actual 0. */
export function forecastVariance(input: { forecast: DecimalInput; actual: DecimalInput; horizon?: string }): { variance: string | null; accuracy: string | null; horizon: string; why: RuleTrace[] } {
  const forecast = num(input.forecast, 'forecast');
  const actual = num(input.actual, 'actual');
  const error = actual.minus(forecast).abs();
  return {
    variance: ratioOrNull(actual.minus(forecast), forecast), accuracy: actual.isZero() ? null : ratioText(floorZero(dec(1).minus(error.div(actual.abs())))), horizon: input.horizon ?? 'snapshot at period start',
    why: [why('MET-16', 'actual against the snapshot', { forecast, actual })],
  };
}

/** MET-16, group: sum of absolute errors over sum of actuals (WAPE), never the mean of single accuracies. */
export function weightedForecastError(input: { items: readonly { forecast: DecimalInput; actual: DecimalInput }[] }): { wape: string | null; accuracy: string | null; why: RuleTrace[] } {
  const errors = sum(input.items.map((i) => num(i.actual, 'actual').minus(num(i.forecast, 'forecast')).abs()));
  const actuals = sum(input.items.map((i) => num(i.actual, 'actual').abs()));
  return { wape: ratioOrNull(errors, actuals), accuracy: actuals.isZero() ? null : ratioText(floorZero(dec(1).minus(errors.div(actuals)))), why: [why('MET-16', 'weighted', { errors, actuals })] };
}

/** MET-23: planned less EAC; negative is over. */
export function eacVariance(input: { planned: DecimalInput; eac: DecimalInput }): { variance: string; over: boolean; why: RuleTrace[] } {
  const variance = num(input.planned, 'planned').minus(num(input.eac, 'eac'));
  return { variance: text(variance), over: variance.lt(0), why: [why('MET-23', 'planned less estimate at completion', { variance })] };
}
