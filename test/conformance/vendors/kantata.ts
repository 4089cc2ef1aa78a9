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
    entity: 'project', wrong: { token: 'wrong-kantata-token' },
    token: 'the token is given, not asked for', shorten: 'the token does not expire',
    revoke: (stand) => stand.switch('revoke_tokens', true), restore: (stand) => stand.switch('revoke_tokens', false),
    forbidden: { status: 403, message: 'You are not authorized: account administrator required' },
  },
  reads: kantataReads,
  drift: {
    fill: (stand, way) => kantataReads.find((r) => r.entity === 'project')!.seed(stand, way, 3 + way, '2026-06-01T00:00:00Z'),
    added: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '^/api/v1/workspaces\\?', add: { sustainability_score: 1 } }), object: 'workspaces', field: 'sustainability_score' },
    removed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '^/api/v1/workspaces\\?', remove: ['due_date'] }), object: 'workspaces', field: 'due_date' },
    renamed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '^/api/v1/workspaces\\?', rename: { time_trackable: 'time_trackable_flag' } }), object: 'workspaces', field: 'time_trackable' },
    retyped: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '^/api/v1/workspaces\\?', retype: { title: 'array' } }), object: 'workspaces', field: 'title' },
  },
  secrets: ['sandbox-kantata-token'],
  personal: ['Ada Adams', 'ada@firm.example', 'Bo Berg', 'bo@firm.example'],
};
