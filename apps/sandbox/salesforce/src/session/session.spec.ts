import { createSign, generateKeyPairSync } from 'node:crypto';
import { credentials } from '../credentials.js';
import { Org } from '../org.fixture.js';

describe('sessions', () => {
  let org: Org;
  beforeEach(async () => { org = await Org.start(); });
  afterEach(() => org.stop());

  test('client credentials are taken from the form and from Basic, and refused when wrong', async () => {
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
    const ok = await org.raw('POST', '/services/oauth2/token', new URLSearchParams({ grant_type: 'client_credentials' }), { authorization: `Basic ${basic}` });
    expect(ok.status).toBe(200);
    expect(ok.body).toMatchObject({ token_type: 'Bearer', token_format: 'opaque', instance_url: org.started.url });
    expect(ok.body.access_token).toMatch(/^00D\w{15}!/);
    expect(ok.body).not.toHaveProperty('expires_in');
    const bad = await org.raw('POST', '/services/oauth2/token', new URLSearchParams({ grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: 'no' }));
    expect(bad).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const stale = await org.raw('POST', '/services/oauth2/token', new URLSearchParams({ grant_type: 'refresh_token', client_id: credentials.clientId, refresh_token: 'old' }));
    expect(stale).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_description: 'expired access/refresh token' } });
  });

  test('a JWT assertion is believed only when its signature and claims hold', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await org.control('PUT', 'tables/connected_app_key', [{ id: credentials.clientId, pem: publicKey.export({ type: 'spki', format: 'pem' }) }]);
    const ask = (claims: object) => {
      const part = (o: object) => Buffer.from(JSON.stringify(o)).toString('base64url');
      const body = `${part({ alg: 'RS256' })}.${part({ iss: credentials.clientId, sub: credentials.username, aud: 'https://login.salesforce.com', exp: Math.floor(Date.now() / 1000) + 120, ...claims })}`;
      const assertion = `${body}.${createSign('RSA-SHA256').update(body).sign(privateKey).toString('base64url')}`;
      return org.raw('POST', '/services/oauth2/token', new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }));
    };
    expect((await ask({})).status).toBe(200);
    expect(await ask({ sub: 'someone@else.example' })).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_description: "user hasn't approved this consumer" } });
    expect((await ask({ exp: 1 })).status).toBe(400);
    expect((await ask({ aud: 'https://elsewhere.example' })).status).toBe(400);
  });

  test('a token dies of revocation and of age, and the answer is 401 INVALID_SESSION_ID', async () => {
    expect((await org.call('GET', '/limits')).status).toBe(200);
    await org.control('POST', 'switches/revoke_tokens', { value: true });
    expect(await org.call('GET', '/limits')).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] });
    await org.login();
    await org.control('POST', 'switches/token_ttl_s', { value: 60 });
    expect((await org.call('GET', '/limits')).status).toBe(200);
    await org.control('POST', 'clock', { advance_ms: 61_000 });
    expect((await org.call('GET', '/limits')).status).toBe(401);
  });

  test('an exhausted allocation is 403 REQUEST_LIMIT_EXCEEDED; every answer with a body tells the usage', async () => {
    await org.control('POST', 'switches/api_limit', { value: { max: 15000, used: 14999 } });
    const last = await org.call('GET', '/limits');
    expect(last.headers.get('sforce-limit-info')).toBe('api-usage=15000/15000');
    expect(last.headers.get('retry-after')).toBeNull();
    expect(await org.call('GET', '/limits')).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    await org.control('POST', 'clock', { advance_ms: 86_400_001 });
    await org.login();
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  test('the list of versions needs no token; an unknown version or path is 404, a wrong method 405', async () => {
    const versions = await org.raw('GET', '/services/data');
    expect(versions.body.at(-1)).toMatchObject({ version: '66.0', url: '/services/data/v66.0' });
    expect((await org.call('GET', '/services/data/v99.0/limits')).status).toBe(404);
    expect(await org.call('GET', '/nothing')).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
    expect(await org.call('PUT', '/sobjects/Account/001', {})).toMatchObject({ status: 405, body: [{ errorCode: 'METHOD_NOT_ALLOWED' }] });
  });

  test('a switch nobody knows is refused', async () => {
    expect((await org.control('POST', 'switches/no_such', { value: 1 })).status).toBe(400);
  });

  test('injected errors speak Salesforce', async () => {
    await org.control('POST', 'faults', { kind: 'error', message: 'UNABLE_TO_LOCK_ROW', times: 1 });
    expect(await org.call('GET', '/limits')).toMatchObject({ status: 400, body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] });
    await org.control('POST', 'faults', { kind: 'rate_limit', times: 1 });
    expect(await org.call('GET', '/limits')).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    await org.control('POST', 'faults', { kind: 'error', times: 1 });
    expect(await org.call('GET', '/limits')).toMatchObject({ status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE' }] });
  });
});
