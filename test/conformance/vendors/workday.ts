import { vendor as sandbox } from '../../../apps/sandbox/workday/src/index.js';
import { workday as connector } from '../../../apps/system/workday/src/connector.js';
import type { Scenario } from '../kit/index.js';
import { workdayReads } from './workday-reads.js';

/** Workday: nothing is written; three ways of proving who asks. */
export const workday: Scenario = {
  connector, sandbox,
  settings: (url) => ({ base_url: url, client_id: 'throughline', client_secret: 'sandbox-workday-secret', refresh_token: 'sandbox-workday-refresh', isu_password: 'sandbox-isu-password' }),
  fresh: async (stand) => void (await stand.control('POST', 'clock', { now: '2026-05-01T12:00:00Z', frozen: true })),
  writes: [],
  retryAfter: true,
  auth: {
    token: { method: 'POST', path: '/oauth2/.*/token' }, shorten: (stand, seconds) => stand.switch('token_ttl_s', seconds), revoke: (stand) => stand.switch('revoke_tokens', true),
    forbidden: { status: 403, message: 'permission denied: Worker Data: Public Worker Reports' },
  },
  reads: workdayReads,
  secrets: ['sandbox-workday-secret', 'sandbox-workday-refresh', 'sandbox-isu-password'],
  personal: [],
};
