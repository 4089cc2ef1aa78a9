import { sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { floorZero, num, numOr } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export type Meal = 'breakfast' | 'lunch' | 'dinner';

/** Allowance of a place for one day. */
export interface PerDiemRate {
  lodging?: DecimalInput;
  meals: DecimalInput;
  incidentals?: DecimalInput;
}

export interface PerDiemInput {
  /** Same place every day: rate and number of days. */
  rate?: PerDiemRate;
  days?: DecimalInput;
  /** Or day by day, with the meals provided on that day. */
  daily?: readonly (PerDiemRate & { date?: string; meals_provided?: readonly Meal[] })[];
  /** Meals provided on the whole trip, by type; only with `rate` and `days`. */
  meals_provided?: Partial<Record<Meal, DecimalInput>>;
  /** Fraction of the meal allowance taken off per meal provided. */
  reductions?: Partial<Record<Meal, DecimalInput>>;
  /** Instead of by type: fraction taken off by number of meals provided on a day, {1: '0.2', 2: '0.5', 3: '1'}. */
  reduction_by_count?: Readonly<Record<number, DecimalInput>>;
  currency: string;
  rounding_mode?: RoundingMode;
}

/** EXP-5: allowance by day and place less meal reductions, never below zero for meals; INVALID_INPUT for a meal provided whose reduction is not given. Only the result is the expense amount. */
export function perDiem(input: PerDiemInput): { allowance: string; meal_reduction: string; meals_and_incidentals: string; lodging: string; payable: string; why: RuleTrace[] } {
  const trip = input.daily ? byDay(input.daily, input) : byTrip(input);
  const round = (v: Decimal): Decimal => minorRound(v, input.currency, input.rounding_mode);
  const reduction = round(trip.reduction.gt(trip.meals) ? trip.meals : trip.reduction);
  const lodging = round(trip.lodging);
  const mealsAndIncidentals = round(trip.meals.plus(trip.incidentals)).minus(reduction);
  const show = (v: Decimal): string => moneyText(v, input.currency);
  return {
    allowance: show(round(trip.lodging.plus(trip.meals).plus(trip.incidentals))), meal_reduction: show(reduction), meals_and_incidentals: show(mealsAndIncidentals), lodging: show(lodging), payable: show(lodging.plus(mealsAndIncidentals)),
    why: [why('EXP-5', 'allowance less meals provided', { lodging, meals: trip.meals, incidentals: trip.incidentals, reduction })],
  };
}

interface Trip {
  lodging: Decimal;
  meals: Decimal;
  incidentals: Decimal;
  reduction: Decimal;
}

const MEALS: readonly Meal[] = ['breakfast', 'lunch', 'dinner'];

function byTrip(input: PerDiemInput): Trip {
  if (!input.rate) throw new RuleError('INVALID_INPUT', 'EXP-5', 'give rate and days, or daily');
  const days = num(input.days, 'days');
  const meals = num(input.rate.meals, 'meals');
  const reduction = sum(MEALS.filter((m) => input.meals_provided?.[m] !== undefined).map((m) => meals.times(num(input.meals_provided![m], `${m} provided`)).times(num(input.reductions?.[m], `${m} reduction`))));
  return { lodging: numOr(input.rate.lodging, 0, 'lodging').times(days), meals: meals.times(days), incidentals: numOr(input.rate.incidentals, 0, 'incidentals').times(days), reduction };
}

function byDay(days: NonNullable<PerDiemInput['daily']>, input: PerDiemInput): Trip {
  const trips = days.map((d): Trip => {
    const meals = num(d.meals, 'meals');
    const provided = d.meals_provided ?? [];
    const share = input.reduction_by_count ? (provided.length === 0 ? ZERO : num(input.reduction_by_count[provided.length], `reduction_by_count for ${provided.length} meals`)) : sum(provided.map((m) => num(input.reductions?.[m], `${m} reduction`)));
    const reduction = meals.minus(floorZero(meals.minus(meals.times(share))));
    return { lodging: numOr(d.lodging, 0, 'lodging'), meals, incidentals: numOr(d.incidentals, 0, 'incidentals'), reduction };
  });
  const add = (key: keyof Trip): Decimal => sum(trips.map((t) => t[key]));
  return { lodging: add('lodging'), meals: add('meals'), incidentals: add('incidentals'), reduction: add('reduction') };
}
