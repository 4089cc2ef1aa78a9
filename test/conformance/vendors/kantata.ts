import { vendor as sandbox } from '../../../apps/sandbox/kantata/src/index.js';
import { kantata as connector } from '../../../apps/system/kantata/src/connector.js';
import type { Scenario } from '../kit/index.js';
import { kantataReads } from './kantata-reads.js';
import { kantataWrites } from './kantata-writes.js';
import { BOOKS } from './kantata-books.js';

/** Kantata OX: keys in external references that can be searched, one static token. */
export const kantata: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: `${url}/api/v1`, token: 'sandbox-kantata-token' }),
  async fresh(stand) {
    await stand.switch('strict_external_references', true);
    await stand.control('POST', 'clock', { now: '2026-07-06T09:00:00Z', frozen: true });
    for (const [table, rows] of Object.entries(BOOKS)) await stand.put(table, rows);
  },
  writes: kantataWrites,
  volatile: ['subscribed_events', 'oauth_tokens'],
  retryAfter: true,
  auth: {
    token: 'the token is given, not asked for', shorten: 'the token does not expire',
    revoke: (stand) => stand.switch('revoke_tokens', true), restore: (stand) => stand.switch('revoke_tokens', false),
    forbidden: { status: 403, message: 'You are not authorized: account administrator required' },
  },
  reads: kantataReads,
  secrets: ['sandbox-kantata-token'],
  personal: ['Ada Adams', 'ada@firm.example', 'Bo Berg', 'bo@firm.example'],
};
