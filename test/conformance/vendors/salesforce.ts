import { vendor as sandbox } from '../../../apps/sandbox/salesforce/src/index.js';
import { salesforce as connector } from '../../../apps/system/salesforce/src/connector.js';
import type { Scenario } from '../kit/index.js';
import { salesforceReads } from './salesforce-reads.js';
import { salesforceWrites } from './salesforce-writes.js';

/** Salesforce: upserts by external id and fields of known records, sessions that end. */
export const salesforce: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: url, client_id: 'throughline', client_secret: 'sandbox-salesforce-secret' }),
  fresh: async (stand) => void (await stand.control('POST', 'clock', { now: '2026-07-15T09:00:00Z' })),
  writes: salesforceWrites,
  retryAfter: false,
  auth: {
    token: { method: 'POST', path: '/services/oauth2/token' }, shorten: (stand, seconds) => stand.switch('token_ttl_s', seconds), revoke: (stand) => stand.switch('revoke_tokens', true),
    forbidden: { status: 403, message: 'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id' },
  },
  reads: salesforceReads,
  secrets: ['sandbox-salesforce-secret'],
  personal: ['Initech LLC', '1 Main St'],
};
