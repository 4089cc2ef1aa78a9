import { ValidateBy } from 'class-validator';

const DAYS = 400;
const DAY_MS = 86_400_000;

/**
 * A day or a month that begins within 400 days from now: what a command works towards. One mistyped as a far year would be worked off month by month
 * for centuries. Texts that are neither are left to the rule of their format.
 */
export const NotFarAhead = (): PropertyDecorator =>
  ValidateBy(
    { name: 'notFarAhead', validator: { validate: (v) => typeof v !== 'string' || !(Date.parse(v.slice(0, 10)) > Date.now() + DAYS * DAY_MS), defaultMessage: () => `$property must not lie more than ${DAYS} days ahead` } },
    { context: { fix: 'Check the year; ask for what lies further ahead when its time has come.' } },
  );
