import type { ActivityWrite } from '#lib/canonical';
import { refuse, type WriteVerb, type Written } from '#lib/connector';
import { patch, readRecord } from '../client/records.js';
import { isInternalId } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { Comparison } from './compare.js';

interface Switched {
  id: string;
  entityId?: string;
  isInactive?: boolean;
}

const stateOf = (active: boolean): string => (active ? 'active' : 'inactive');
const receipt = (record: Switched): Written =>
  ({ source_id: record.id, ...(record.entityId ? { number: record.entityId } : {}), status: stateOf(record.isInactive !== true), facts: {}, record });

/**
 * Takes a customer or project out of use or back into use; doing it twice changes nothing. The reason stays in the effect ledger: NetSuite has no place
 * for it that people do not use. A customer shared by legal entities goes out of use in all of them.
 */
const activityOf = (type: 'customer' | 'job', undo: string): WriteVerb<ActivityWrite, NetsuiteSettings> => ({
  idempotency: 'natural_key',
  build: ({ body }) => {
    if (!isInternalId(body.source_id)) throw refuse(`${body.source_id} is not the id of a ${type} in NetSuite`, { class: 'not_found', field: 'source_id' });
    return patch(type, body.source_id, { isInactive: !body.active });
  },
  parse: (_answer, { body }) => ({ source_id: body.source_id, facts: {} }),
  find: async ({ body }, ctx) => {
    const record = isInternalId(body.source_id) ? await readRecord<Switched>(ctx, type, body.source_id) : null;
    return record !== null && (record.isInactive !== true) === body.active ? receipt(record) : 'absent';
  },
  readBack: async (written, _asked, ctx) => {
    const record = await readRecord<Switched>(ctx, type, written.source_id);
    return record === null ? written : receipt(record);
  },
  echo: ({ body }, { status }) => new Comparison().same('active', stateOf(body.active), status).found,
  undo,
  undoes: ({ active }) => !active,
});

export const setCustomerActivity = activityOf('customer', 'set_customer_activity');
export const setProjectActivity = activityOf('job', 'set_project_activity');
