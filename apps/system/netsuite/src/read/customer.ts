import type { ReadVerb, VendorContext } from '#lib/connector';
import { LARGEST_PAGE, sqlColumn, type SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { dropped, knownCustomer, mapCustomer } from '../mappers/customer.js';
import { allRows, among, deltaOf, type Source } from './walk.js';

/** Customers, each once per legal entity it may be billed from: its own subsidiary and those of its subsidiary relationships. */
export const customer: ReadVerb<SqlRow, NetsuiteSettings> = deltaOf((settings) => ({
  label: 'customer', key: 'c.id', changed: 'c.lastmodifieddate',
  from: 'customer c LEFT JOIN currency cur ON cur.id = c.currency LEFT JOIN salestaxitem tax ON tax.id = c.taxitem LEFT JOIN subsidiary s ON s.id = c.subsidiary',
  columns: `c.entityid, c.companyname, c.altname, c.isinactive, c.vatregnumber, c.externalid, c.parent, c.subsidiary, BUILTIN.DF(c.terms) AS terms, BUILTIN.DF(c.entitystatus) AS entity_status,
    cur.symbol AS currency, tax.itemid AS tax_item, s.${sqlColumn(settings.legal_entity_field)} AS legal_entity`,
}), { map: mapCustomer, known: knownCustomer, dropped }, perLegalEntity);

async function perLegalEntity(rows: SqlRow[], ctx: VendorContext<NetsuiteSettings>): Promise<SqlRow[]> {
  const shares: Source = {
    label: 'customersubsidiaryrelationship', key: 'r.id', from: 'customersubsidiaryrelationship r JOIN subsidiary s ON s.id = r.subsidiary', where: among('r.entity', rows),
    columns: `r.entity, r.subsidiary, s.${sqlColumn(ctx.settings.legal_entity_field)} AS legal_entity`,
  };
  const shared: SqlRow[] = [];
  for (let from: string | null = null, more = true; more; more = from !== null) {
    const page = await allRows(shares, { since: null, from, limit: LARGEST_PAGE }, ctx);
    shared.push(...page.rows);
    from = page.next;
  }
  const further = (row: SqlRow) => shared.filter((r) => r.entity === row.id && r.subsidiary !== row.subsidiary && r.legal_entity);
  return rows.flatMap((row) => [{ ...row, shared: 'F' }, ...further(row).map((r) => ({ ...row, legal_entity: r.legal_entity, shared: 'T' }))]);
}
