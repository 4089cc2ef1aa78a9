import type { CustomerWrite } from '#lib/canonical';
import { refuse, type VendorContext, type WriteVerb, type Written } from '#lib/connector';
import { currencyId, customerNumbered, type KnownCustomer, subsidiaryId, taxCodeId, termsReference } from '../client/lookups.js';
import { patch, upsert, writtenId } from '../client/records.js';
import type { NetsuiteSettings } from '../config.js';
import { Comparison } from './compare.js';
import { ref } from './segments.js';

export interface CustomerIds {
  subsidiary: string;
  currency: string;
  taxItem?: string;
  terms?: { id: string } | { refName: string };
  /** The customer with this number, when it is there already. */
  known?: KnownCustomer;
}

async function prepare(body: CustomerWrite, ctx: VendorContext<NetsuiteSettings>): Promise<CustomerIds> {
  const [subsidiary, currency, taxItem, terms] = await Promise.all([
    subsidiaryId(ctx, body.legal_entity_code), currencyId(ctx, body.currency), body.tax_profile ? taxCodeId(ctx, body.tax_profile, 'tax_profile') : undefined,
    body.payment_terms ? termsReference(ctx, body.payment_terms) : undefined,
  ]);
  return { subsidiary, currency, taxItem, terms, known: await customerNumbered(ctx, body.client_number, subsidiary) };
}

const receipt = (known: KnownCustomer, number: string): Written =>
  ({ source_id: known.id, number, status: known.isinactive === 'T' ? 'inactive' : 'active', facts: known.currency ? { currency: known.currency } : {}, record: known });

function addressBook({ bill_to, legal_name }: CustomerWrite): object | undefined {
  if (!bill_to || Object.keys(bill_to).length === 0) return undefined;
  const { street, city, postal_code, country } = bill_to;
  return { items: [{ defaultBilling: true, addressBookAddress: { addressee: legal_name, addr1: street, city, zip: postal_code, country: ref(country) } }] };
}

/**
 * Makes a client billable from a legal entity. NetSuite has one customer per client number: a new number is created under our key, a known one gets a
 * relationship to the further subsidiary, and one that may be billed from there already is marked as ours. What people keep on a known customer stays theirs.
 */
export const createCustomer: WriteVerb<CustomerWrite, NetsuiteSettings, CustomerIds> = {
  idempotency: 'natural_key',
  prepare,
  build: ({ body, key, settings, prepared: { known, ...ids } }) => {
    const mark = { [settings.customer_key_field]: key };
    if (known?.isinactive === 'T') throw refuse(`customer ${body.client_number} is out of use in NetSuite: bring it back into use there`, { class: 'conflict', code: 'MISSING_ACCOUNT_DATA', field: 'client_number' });
    if (known?.trades) return patch('customer', known.id, mark);
    if (known) {
      return {
        method: 'POST', url: '/services/rest/record/v1/customerSubsidiaryRelationship', body: { entity: ref(known.id), subsidiary: ref(ids.subsidiary) }, label: 'customerSubsidiaryRelationship.post',
      };
    }
    return upsert('customer', key, {
      entityId: body.client_number, companyName: body.legal_name, isPerson: false, subsidiary: ref(ids.subsidiary), currency: ref(ids.currency), terms: ids.terms, taxItem: ref(ids.taxItem),
      vatRegNumber: body.tax_id, addressBook: addressBook(body), ...mark,
    }, 'addressBook');
  },
  // A relationship has an id of its own; the customer is the one it was made for.
  parse: (answer, { prepared, body }) => ({ source_id: prepared.known?.id ?? writtenId(answer), number: body.client_number, facts: {} }),
  find: async ({ body, key, prepared }, ctx) => {
    const known = await customerNumbered(ctx, body.client_number, prepared.subsidiary);
    // One that people made trades without us; it is ours when it carries our mark. A relationship to a further subsidiary carries none.
    return known?.trades && (known.mark === key || known.externalid === key || known.subsidiary !== prepared.subsidiary) ? receipt(known, body.client_number) : 'absent';
  },
  readBack: async (written, { body, prepared }, ctx) => {
    const known = await customerNumbered(ctx, body.client_number, prepared.subsidiary);
    return known ? receipt(known, body.client_number) : written;
  },
  echo: ({ body, prepared }, written) => {
    const known = written.record as KnownCustomer | undefined;
    return new Comparison().same('client_number', body.client_number, known ? written.number : undefined).same('currency', body.currency, known?.currency)
      .same('legal_entity_code', prepared.subsidiary, known?.trades ? prepared.subsidiary : known?.subsidiary).found;
  },
  undo: 'set_customer_activity',
};
