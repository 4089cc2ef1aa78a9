import { vendor as sandbox } from '../../../apps/sandbox/workday/src/index.js';
import { workday as connector } from '../../../apps/system/workday/src/connector.js';
import type { Scenario } from '../kit/index.js';
import { workdayReads } from './workday-reads.js';

const TITLE = 'Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Business_Title';

/** Workday: nothing is written; three ways of proving who asks. */
export const workday: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: url, client_id: 'throughline', client_secret: 'sandbox-workday-secret', refresh_token: 'sandbox-workday-refresh', isu_password: 'sandbox-isu-password' }),
  fresh: async (stand) => void (await stand.control('POST', 'clock', { now: '2026-05-01T12:00:00Z', frozen: true })),
  writes: [],
  retryAfter: true,
  auth: {
    entity: 'org_unit', wrong: { refresh_token: 'wrong-workday-refresh' },
    token: { method: 'POST', path: '/oauth2/.*/token' }, shorten: (stand, seconds) => stand.switch('token_ttl_s', seconds), revoke: (stand) => stand.switch('revoke_tokens', true),
    forbidden: { status: 403, message: 'permission denied: Worker Data: Public Worker Reports' },
  },
  reads: workdayReads,
  drift: {
    fill: async (stand, way) => {
      for (const read of workdayReads) await read.seed(stand, 1 + way, 4 + way, '2026-04-01T00:00:00.000Z');
    },
    added: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '/organizations', add: { legalName: 'x' } }), object: 'organization', field: 'legalName' },
    removed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'Human_Resources', remove: ['Business_Title'] }), object: 'Worker', field: TITLE },
    renamed: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: 'Human_Resources', rename: { Business_Title: 'Business_Titles' } }), object: 'Worker', field: TITLE },
    retyped: { change: (stand) => stand.fault({ kind: 'drift', table_or_path: '/organizations', retype: { name: 'number' } }), object: 'organization', field: 'name' },
  },
  secrets: ['sandbox-workday-secret', 'sandbox-workday-refresh', 'sandbox-isu-password'],
  personal: [],
};
