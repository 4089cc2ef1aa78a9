import type { Client } from '#lib/canonical';
import { type Known, type Mapped, Unmappable } from '#lib/connector';
import { squeezed } from '../client/lookups.js';
import type { SqlRow } from '../client/suiteql.js';

export const dropped = {
  altname: 'name for screens; it stands in for a company name that is missing',
  email: 'contact data of persons', phone: 'contact data of persons', firstname: 'contact data of persons', lastname: 'contact data of persons', comments: 'free text of people',
  addressbook: 'the billing address is kept in the CRM and sent with create_customer', balance: 'changes with every invoice without being a change of the customer',
  creditlimit: 'credit control stays in NetSuite', datecreated: 'not used',
};

/** What a customer says whether or not its legal entity has a code. */
export function knownCustomer(row: SqlRow): Known {
  return {
    natural_key: row.entityid ?? null, deleted: row.isinactive === 'T', refs: row.legal_entity ? { legal_entity_id: { entity: 'legal_entity', natural_key: row.legal_entity } } : {},
    extensions: {
      shared: row.shared === 'T', ...(row.externalid ? { external_id: row.externalid } : {}), ...(row.entity_status ? { entity_status: row.entity_status } : {}),
      ...(row.parent ? { parent_customer: row.parent } : {}),
    },
  };
}

/**
 * A customer at one legal entity it is billed from: the same NetSuite customer comes once per legal entity, with `shared` telling the further ones.
 * What NetSuite does not keep (purchase order and grouping wishes) has the canonical default.
 */
export function mapCustomer(row: SqlRow): Mapped<Client> {
  if (!row.legal_entity) throw new Unmappable({ code: 'MISSING_LEGAL_ENTITY', field: 'legal_entity_id', value: row.subsidiary ?? '', message: `the subsidiary of customer ${row.entityid} has no legal entity code` });
  return {
    ...knownCustomer(row),
    data: {
      client_number: row.entityid!, legal_name: row.companyname ?? row.altname ?? row.entityid!, tax_ids: row.vatregnumber ? [row.vatregnumber] : [], default_currency: row.currency ?? '',
      ...(row.terms ? { payment_terms: squeezed(row.terms) } : {}), ...(row.tax_item ? { tax_profile: row.tax_item } : {}),
      po_required: false, invoice_grouping: 'contract', status: row.isinactive === 'T' ? 'inactive' : 'active',
    },
  };
}
