import { dec, type TaxCode } from '#lib/canonical';
import type { Known, Mapped } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { fraction } from './amounts.js';
import { zeroReason } from './statuses.js';

export const dropped = { taxtype: 'reporting', taxagency: 'reporting', purchaseaccount: 'purchases', saleaccount: 'NetSuite posts tax itself', availableon: 'where people may pick it' };

/** What a tax code says whatever its rate and its reason. */
export function knownTaxCode(row: SqlRow): Known {
  return {
    natural_key: row.itemid ?? null, deleted: row.isinactive === 'T',
    // A tax code of several subsidiaries belongs to none of them alone.
    refs: row.legal_entity ? { legal_entity_id: { entity: 'legal_entity', natural_key: row.legal_entity } } : {},
    extensions: { ...(row.description ? { description: row.description } : {}), ...(row.reason ? { reason: row.reason } : {}), ...(row.subsidiary ? { subsidiary: row.subsidiary } : {}) },
  };
}

/** Sales tax item → tax code with the rate as a fraction. A zero rate without a reason stays without one: it is found when it is used (TAX-6). */
export function mapTaxCode(row: SqlRow, settings: NetsuiteSettings): Mapped<TaxCode> {
  const rate = fraction(row.rate ?? '0');
  const reason = dec(rate).isZero() ? zeroReason(row.reason, settings) : undefined;
  return {
    ...knownTaxCode(row),
    data: { code: row.itemid!, rate, ...(reason ? { zero_reason: reason } : {}), status: row.isinactive === 'T' ? 'inactive' : 'active' },
  };
}
