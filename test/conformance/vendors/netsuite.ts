import { generateKeyPairSync } from 'node:crypto';
import { vendor as sandbox } from '../../../apps/sandbox/netsuite/src/index.js';
import { chart } from '../../../apps/sandbox/netsuite/testing/chart.js';
import { netsuite as connector } from '../../../apps/system/netsuite/src/connector.js';
import type { Scenario } from '../kit/index.js';
import { netsuiteReads } from './netsuite-reads.js';
import { netsuiteWrites } from './netsuite-writes.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = { public: keys.publicKey.export({ type: 'spki', format: 'pem' }) as string, private: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };

/** Oracle NetSuite: unique external ids, tokens for signed assertions, periods that close. */
export const netsuite: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: url, client_id: 'throughline-m2m', certificate_id: 'tl-cert-1', private_key: pem.private }),
  async fresh(stand) {
    await stand.control('POST', 'clock', { now: '2026-07-15T09:00:00Z' });
    await stand.put('oauth_certificate', [{ id: 'tl-cert-1', pem: pem.public }]);
    for (const [table, rows] of Object.entries(chart)) await stand.put(table, rows);
    await stand.put('term', [{ id: '9', name: 'Net 30', daysuntilnetdue: '30', isinactive: 'F' }]);
  },
  writes: netsuiteWrites,
  volatile: ['token_revocation'],
  retryAfter: true,
  auth: {
    entity: 'exchange_rate', wrong: { client_id: 'somebody-else' },
    token: { method: 'POST', path: '/oauth2/v1/token' }, shorten: (stand, seconds) => stand.switch('token_ttl_s', seconds), revoke: (stand) => stand.switch('revoke_tokens', true),
    forbidden: { status: 403, message: 'Permission Violation: You need a higher level of the Lists -> Customers permission' },
  },
  reads: netsuiteReads,
  drift: {
    fill: (stand, way) => netsuiteReads.find((r) => r.entity === 'erp_customer')!.seed(stand, way, 3 + way, '2026-06-01T00:00:00Z'),
    added: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'metadata-catalog/job', add: { custentity_new: { type: 'string' } } }), object: 'job', field: 'custentity_new' },
    removed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'metadata-catalog/journalEntry', remove: ['approved'] }), object: 'journalEntry', field: 'approved' },
    renamed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'metadata-catalog/invoice', rename: { otherRefNum: 'otherRefNumber' } }), object: 'invoice', field: 'otherRefNum' },
    retyped: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'metadata-catalog/invoice', add: { otherRefNum: { type: 'number' } } }), object: 'invoice', field: 'otherRefNum' },
  },
  secrets: [pem.private.split('\n')[1]!],
  personal: ['Initech LLC', '1 Main St', 'US123'],
};
