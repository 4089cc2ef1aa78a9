import { type Client, effectKey } from '#lib/canonical';
import type { FlowContext } from '#lib/process';
import { clientAt } from '#lib/store';
import { link, mustDo } from './effects.js';

/** The client as a legal entity bills it; `customer` is its id in the ERP where it has one already. */
export interface BilledClient {
  client_id: string;
  client: Client;
  legal_entity_code: string;
  currency: string;
  customer?: string;
}

/** The customer in the ERP: the one that is there, or a new one. Returns its id there. */
export async function ensureCustomer(ctx: FlowContext, { client_id, client, legal_entity_code, currency, customer }: BilledClient, businessKey: string): Promise<string> {
  if (customer) return customer;
  const created = await mustDo(ctx, 'create the customer in the ERP', {
    system: 'erp', verb: 'create_customer', key: effectKey.customer(client.client_number, legal_entity_code),
    body: { client_number: client.client_number, legal_name: client.legal_name, legal_entity_code, currency: client.default_currency || currency, bill_to: client.bill_to, tax_profile: client.tax_profile, payment_terms: client.payment_terms, tax_id: client.tax_ids[0] },
  }, businessKey);
  await link(ctx, 'remember the customer', 'client', client_id, created, 'replica', clientAt(legal_entity_code));
  return created.source_id;
}
