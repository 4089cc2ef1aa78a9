import { dec, type Decimal } from '#lib/canonical';
import { contentVersion } from '#lib/connector';

type Fields = Record<string, unknown>;

/** Kantata writes instants with an offset; canonical ones are UTC. */
export function instant(text: unknown): string {
  const at = new Date(String(text));
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${String(text).slice(0, 40)}" is not an instant`);
  return at.toISOString();
}

/** An instant as whole seconds since 1970: as fine as Kantata keeps them. */
export function secondsOf(text: unknown): number {
  return Math.floor(Date.parse(instant(text)) / 1000);
}

/** The latest of some instants, as the first that stands for it is written. */
export function latest(...instants: unknown[]): string {
  const known = instants.filter((i) => i !== null && i !== undefined).map(String);
  return known.reduce((a, b) => (Date.parse(instant(b)) > Date.parse(instant(a)) ? b : a));
}

/** A whole number as Kantata writes it, as JSON number or text. Nothing at all is no zero: a price that is missing must not become one. */
function whole(value: unknown): Decimal {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  if (!/^-?\d+(\.0+)?$/.test(text)) throw new RangeError(`${JSON.stringify(value) ?? 'undefined'} is not a whole number of minutes or subunits`);
  return dec(text);
}

/** Minutes as hours, exact to four digits. */
export function hours(minutes: unknown): string {
  return whole(minutes).div(60).toDecimalPlaces(4).toFixed();
}

/** Hours as whole minutes. */
export function minutes(hoursText: string): number {
  // not money: Kantata takes minutes as a whole JSON number
  return dec(hoursText).times(60).toDecimalPlaces(0).toNumber();
}

/** Subunits as an amount; `base_unit` is 100 for USD and 1 for JPY. */
export function amount(subunits: unknown, baseUnit: number): string {
  return whole(subunits).div(baseUnit).toFixed();
}

/** What becomes of each field of a row: it has a canonical place, is left out for a reason, or is carried. */
export interface FieldPlan {
  mapped: readonly string[];
  dropped: Readonly<Record<string, string>>;
}

/** Everything of a row that is neither mapped nor dropped, under its own name; nothing empty. Fields that Kantata adds one day are carried, too. */
export function carried(row: Fields, plan: FieldPlan): Fields {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => !plan.mapped.includes(name) && !Object.hasOwn(plan.dropped, name) && value !== null && value !== undefined && value !== ''));
}

/** A version of a row: change times are whole seconds, so its content counts as well; what is dropped does not. */
export function versionOf(row: Fields, plan: FieldPlan, ...more: unknown[]): string {
  return contentVersion([...more, Object.fromEntries(Object.entries(row).filter(([name, value]) => !Object.hasOwn(plan.dropped, name) && value !== undefined))]);
}
