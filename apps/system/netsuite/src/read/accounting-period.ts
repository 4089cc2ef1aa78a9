import type { ReadVerb, VendorContext } from '#lib/connector';
import { sqlColumn, sqlDay, type SqlRow, suiteql } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { dropped, mapAccountingPeriod } from '../mappers/accounting-period.js';
import { allRows, identify, rowById, type Source } from './walk.js';

const PERIODS: Source & { changed: string } = {
  label: 'accountingperiod', key: 'p.id', changed: 'p.lastmodifieddate', from: 'accountingperiod p', where: `p.isquarter = 'F' AND p.isyear = 'F' AND p.isadjust = 'F'`,
  columns: `p.periodname, ${sqlDay('p.startdate')} AS startdate, ${sqlDay('p.enddate')} AS enddate, p.closed, p.alllocked, p.arlocked`,
};

/** NetSuite keeps one calendar for the account; the canonical model has a period per legal entity. So every month comes once for each of them. */
export const accountingPeriod: ReadVerb<SqlRow, NetsuiteSettings> = {
  // A subsidiary added later needs the months that were there before it: changed months alone would not tell.
  feed: 'snapshot',
  page: async (at, ctx) => {
    const homes = await subsidiaries(ctx);
    const page = await allRows(PERIODS, { ...at, limit: Math.max(1, Math.floor(at.limit / Math.max(1, homes.length))) }, ctx);
    return { rows: page.rows.flatMap((period) => homes.map((home) => atHome(period, home))), next: page.next };
  },
  identify, map: mapAccountingPeriod, dropped,
  one: async (id, ctx) => {
    const [, periodId, subsidiary] = /^(\d+)-(\d+)$/.exec(id) ?? [];
    const home = (await subsidiaries(ctx)).find((s) => s.id === subsidiary);
    const period = home && periodId ? await rowById(PERIODS, periodId, ctx) : null;
    return period && home ? atHome(period, home) : null;
  },
};

const atHome = (period: SqlRow, home: SqlRow): SqlRow => ({ ...period, id: `${period.id}-${home.id}`, period: period.id, legal_entity: home.code });

/** Those with a code; the others are told by the legal entity feed. Asked anew for every page: a kept list would leave out the months of a subsidiary added meanwhile. */
function subsidiaries(ctx: VendorContext<NetsuiteSettings>): Promise<SqlRow[]> {
  const code = sqlColumn(ctx.settings.legal_entity_field);
  return suiteql(ctx, 'subsidiary', `SELECT s.id, s.${code} AS code FROM subsidiary s WHERE s.iselimination = 'F' AND s.${code} IS NOT NULL ORDER BY s.id`);
}
