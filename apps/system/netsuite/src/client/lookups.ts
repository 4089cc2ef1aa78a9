import type { ExceptionCode } from '#lib/canonical';
import { refuse, type VendorContext } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import { isInternalId, sqlColumn, sqlText, suiteql } from './suiteql.js';

type Ctx = VendorContext<NetsuiteSettings>;

/** Internal ids do not change; a code that is not found is asked again the next time. */
const KEPT_MS = 600_000;

interface Wanted {
  table: string;
  column: string;
  value: string;
  /** What it is, in words for a person. */
  what: string;
  field: string;
  code?: ExceptionCode;
}

/**
 * Internal id of a code. Inactive rows count as well: whether they may be used is NetSuite's to say, and a code taken out of use after a write must
 * not hide that write. Refuses a code that does not exist or stands twice.
 */
async function idOf(ctx: Ctx, w: Wanted): Promise<string> {
  return ctx.remember(`${w.table}:${w.value}`, KEPT_MS, async () => {
    const rows = await suiteql(ctx, w.table, `SELECT id FROM ${w.table} WHERE ${w.column} = ${sqlText(w.value)} ORDER BY id`, 2);
    if (rows.length === 1) return rows[0]!.id!;
    throw refuse(`NetSuite has ${rows.length === 0 ? 'no' : 'more than one'} ${w.what} ${w.value}`, { field: w.field, code: w.code });
  });
}

/** Subsidiary of a legal entity code. */
export const subsidiaryId = (ctx: Ctx, code: string): Promise<string> =>
  idOf(ctx, { table: 'subsidiary', column: sqlColumn(ctx.settings.legal_entity_field), value: code, what: 'subsidiary with the legal entity code', field: 'legal_entity_code', code: 'MISSING_LEGAL_ENTITY' });

export const currencyId = (ctx: Ctx, symbol: string): Promise<string> => idOf(ctx, { table: 'currency', column: 'symbol', value: symbol, what: 'currency', field: 'currency' });

export const taxCodeId = (ctx: Ctx, code: string, field: string): Promise<string> =>
  idOf(ctx, { table: 'salestaxitem', column: 'itemid', value: code, what: 'tax code', field, code: 'INVALID_TAX' });

export const itemId = (ctx: Ctx, name: string): Promise<string> => idOf(ctx, { table: 'item', column: 'itemid', value: name, what: 'item', field: 'lines' });

export const accountId = (ctx: Ctx, number: string, field: string): Promise<string> => idOf(ctx, { table: 'account', column: 'acctnumber', value: number, what: 'account', field });

/** Department of a practice code, or class of a region code. */
export const segmentId = (ctx: Ctx, table: 'department' | 'classification', code: string, field: string): Promise<string> =>
  idOf(ctx, { table, column: sqlColumn(ctx.settings.segment_code_field), value: code, what: table === 'department' ? 'department with the practice code' : 'class with the region code', field });

/** Distinct codes to ids, with the field of the first line that names each. */
export async function idsOf(codes: readonly (string | undefined)[], find: (code: string, line: number) => Promise<string>): Promise<Readonly<Record<string, string>>> {
  const first = new Map<string, number>();
  codes.forEach((code, line) => void (code !== undefined && code !== '' && !first.has(code) && first.set(code, line)));
  return Object.fromEntries(await Promise.all([...first].map(async ([code, line]) => [code, await find(code, line)] as const)));
}

/**
 * The month that holds a day; undefined when there is none yet (NetSuite then refuses the date in its own words). It is named in every document, because a
 * date alone may end up in another period, as the account prefers.
 */
export async function periodOf(ctx: Ctx, day: string): Promise<string | undefined> {
  const found = async (): Promise<string> => {
    const [row] = await suiteql(ctx, 'accountingperiod', `
      SELECT id FROM accountingperiod WHERE isquarter = 'F' AND isyear = 'F' AND isadjust = 'F'
      AND startdate <= TO_DATE(${sqlText(day)}, 'YYYY-MM-DD') AND enddate >= TO_DATE(${sqlText(day)}, 'YYYY-MM-DD') ORDER BY id`, 1);
    if (!row?.id) throw new NoPeriod();
    return row.id;
  };
  try {
    return await ctx.remember(`period:${day}`, KEPT_MS, found);
  } catch (error) {
    if (error instanceof NoPeriod) return undefined;
    throw error;
  }
}

/** Thrown so that the absence is not kept: the period may be set up at any time. */
class NoPeriod extends Error {}

/** Terms by their squeezed name: `NET30` is `Net 30`. An account without a list of terms takes the name as it is. */
export async function termsReference(ctx: Ctx, terms: string): Promise<{ id: string } | { refName: string }> {
  const rows = await ctx.remember('term', KEPT_MS, () => suiteql(ctx, 'term', 'SELECT id, name FROM term ORDER BY id'));
  if (rows.length === 0) return { refName: terms };
  const found = rows.find((row) => squeezed(row.name ?? '') === squeezed(terms));
  if (!found) throw refuse(`NetSuite has no payment terms ${terms}`, { field: 'payment_terms', code: 'MISSING_ACCOUNT_DATA' });
  return { id: found.id! };
}

/** `Net 30` as `NET30`. */
export const squeezed = (name: string): string => name.replace(/\s+/g, '').toUpperCase();

/** A customer or project that is there already. */
export interface Known {
  id: string;
  subsidiary: string;
  isinactive: string;
  externalid?: string;
}

/** `mark` is the key of ours it carries. */
export type KnownCustomer = Known & { currency?: string; mark?: string; trades: boolean };
export type KnownJob = Known & { parent?: string };

/** The customer of a client number, and whether it may be billed by the subsidiary. */
export async function customerNumbered(ctx: Ctx, number: string, subsidiary: string): Promise<KnownCustomer | undefined> {
  const [row] = await suiteql(ctx, 'customer', `
    SELECT c.id, c.externalid, c.subsidiary, c.isinactive, cur.symbol AS currency, c.${ctx.settings.customer_key_field} AS mark FROM customer c LEFT JOIN currency cur ON cur.id = c.currency
    WHERE c.entityid = ${sqlText(number)} ORDER BY c.id`, 1);
  if (!row) return undefined;
  const known = row as unknown as Omit<KnownCustomer, 'trades'>;
  return { ...known, trades: known.subsidiary === subsidiary || (await tradesToo(ctx, known.id, subsidiary)) };
}

async function tradesToo(ctx: Ctx, customer: string, subsidiary: string): Promise<boolean> {
  if (!isInternalId(customer)) return false;
  return (await suiteql(ctx, 'customersubsidiaryrelationship', `SELECT id FROM customersubsidiaryrelationship WHERE entity = ${customer} AND subsidiary = ${subsidiary} ORDER BY id`, 1)).length > 0;
}

/** The project of a project code. */
export async function jobNumbered(ctx: Ctx, code: string): Promise<KnownJob | undefined> {
  const [row] = await suiteql(ctx, 'job', `
    SELECT id, externalid, subsidiary, isinactive, customer AS parent FROM job WHERE entityid = ${sqlText(code)} ORDER BY id`, 1);
  return row as unknown as KnownJob | undefined;
}
