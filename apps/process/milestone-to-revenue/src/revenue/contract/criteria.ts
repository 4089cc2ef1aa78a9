import { type Client, type Contract, dec } from '#lib/canonical';
import type { Step1Criteria } from '#lib/rules';
import type { StoredRecord } from '#lib/store';
import type { DescribedObligation } from './obligations.js';

/** States in which both parties are bound; before them there is no contract to look at. */
export const COMMITTED = ['signed', 'active', 'suspended', 'completed', 'closed'];

/** REV-1: what the records say about the five criteria. Collection is taken to be probable unless the client is on hold or inactive. */
export function step1Criteria(contract: StoredRecord<Contract>, client: StoredRecord<Client> | undefined, obligations: readonly DescribedObligation[]): Step1Criteria {
  return {
    approved_and_committed: COMMITTED.includes(contract.status ?? '') && Boolean(contract.data.signed_date),
    rights_identified: obligations.length > 0,
    payment_terms_identified: Boolean(contract.data.payment_terms ?? client?.data.payment_terms),
    commercial_substance: obligations.some((o) => o.component !== 'fixed' || dec(o.price).gt(0)),
    collection_probable: client !== undefined && !['on_hold', 'inactive'].includes(client.status ?? ''),
  };
}
