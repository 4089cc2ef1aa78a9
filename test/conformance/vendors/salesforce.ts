import { vendor as sandbox } from '../../../apps/sandbox/salesforce/src/index.js';
import { salesforce as connector } from '../../../apps/system/salesforce/src/connector.js';
import type { Scenario } from '../kit/index.js';
import type { Stand } from '../kit/stand.js';
import { salesforceReads } from './salesforce-reads.js';
import { salesforceWrites } from './salesforce-writes.js';

/** The user no longer sees these fields. */
const hide = (stand: Stand, fields: object): Promise<unknown> => stand.switch('hidden_fields', fields);

/** Salesforce: upserts by external id and fields of known records, sessions that end. */
export const salesforce: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: url, client_id: 'throughline', client_secret: 'sandbox-salesforce-secret' }),
  fresh: async (stand) => void (await stand.control('POST', 'clock', { now: '2026-07-15T09:00:00Z' })),
  writes: salesforceWrites,
  volatile: ['switch_stamp'],
  retryAfter: false,
  auth: {
    entity: 'client', wrong: { client_secret: 'wrong-salesforce-secret' },
    token: { method: 'POST', path: '/services/oauth2/token' }, shorten: (stand, seconds) => stand.switch('token_ttl_s', seconds), revoke: (stand) => stand.switch('revoke_tokens', true),
    forbidden: { status: 403, message: 'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id' },
  },
  reads: salesforceReads,
  drift: {
    fill: (stand, way) => salesforceReads[0]!.seed(stand, way, 3 + way, '2026-06-01T00:00:00.000Z'),
    added: { before: (stand) => hide(stand, { Contract: ['PO_Number__c'] }), change: (stand) => hide(stand, {}), object: 'Contract', field: 'PO_Number__c' },
    removed: { change: (stand) => hide(stand, { Contract: ['PO_Number__c'] }), object: 'Contract', field: 'PO_Number__c' },
    // One field has gone and an alike one of its type has come.
    renamed: { before: (stand) => hide(stand, { Opportunity: ['End_Date__c'] }), change: (stand) => hide(stand, { Opportunity: ['Start_Date__c'] }), object: 'Opportunity', field: 'Start_Date__c' },
    retyped: { change: (stand) => stand.fault({ kind: 'echo', where: 'answered', field: 'fields.type', value: 'location', match: { path: 'sobjects/Contract/describe' } }), object: 'Contract', field: 'PO_Number__c' },
  },
  secrets: ['sandbox-salesforce-secret'],
  personal: ['Initech LLC', '1 Main St'],
};
