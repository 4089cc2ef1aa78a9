import { ValidateBy } from 'class-validator';

const DAY_MS = 86_400_000;

/**
 * A day or a month that begins within so many days from now, 400 unless said otherwise: what a command works towards. One mistyped as a far year would be worked off month by month
 * for centuries. Texts that are neither are left to the rule of their format.
 */
export const NotFarAhead = (days = 400): PropertyDecorator =>
  ValidateBy(
    { name: 'notFarAhead', validator: { validate: (v) => typeof v !== 'string' || !(Date.parse(v.slice(0, 10)) > Date.now() + days * DAY_MS), defaultMessage: () => `$property must not lie more than ${days} days ahead` } },
    { context: { fix: 'Check the year; ask for what lies further ahead when its time has come.' } },
  );
