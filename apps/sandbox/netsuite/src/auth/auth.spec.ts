import { generateKeyPair, exportSPKI } from 'jose';
import { type Office, assertion, openOffice } from '../../testing/office.js';

describe('client credentials with a signed assertion', () => {
  let office: Office;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.stop());
  const mapped = async (alg: string, kid: string) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    await office.control('PUT', 'tables/oauth_certificate', [{ id: kid, pem: await exportSPKI(pair.publicKey) }]);
    return pair.privateKey;
  };
  const refused = async (over: Parameters<typeof assertion>[1]) => {
    const answer = await office.token(await assertion(office.url, over));
    return [answer.status, ((await answer.json()) as { error: string }).error];
  };

  it('answers an ES256 assertion with a bearer token whose life is text', async () => {
    const answer = await office.token(await assertion(office.url));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ access_token: expect.stringMatching(/^ey.+\..+\..+/), expires_in: '3600', token_type: 'bearer' });
  });

  it.each(['PS256', 'PS512', 'ES384', 'ES512'])('accepts %s', async (alg) => {
    const key = await mapped(alg, `cert-${alg}`);
    expect((await office.token(await assertion(office.url, { alg, kid: `cert-${alg}`, key }))).status).toBe(200);
  });

  it('refuses RS256 although the signature is right', async () => {
    const key = await mapped('RS256', 'cert-rs');
    expect(await refused({ alg: 'RS256', kid: 'cert-rs', key })).toEqual([400, 'invalid_request']);
  });

  it.each<[string, Parameters<typeof assertion>[1], string]>([
    ['a certificate that is not mapped', { kid: 'other' }, 'invalid_grant'],
    ['another audience', { aud: 'https://elsewhere.test/token' }, 'invalid_grant'],
    ['an assertion that has expired', { age: 900 }, 'invalid_grant'],
    ['an assertion that lives longer than an hour', { life: 4000 }, 'invalid_grant'],
    ['another client', { iss: 'someone-else' }, 'invalid_client'],
    ['a scope it does not know', { scope: 'everything' }, 'invalid_request'],
  ])('refuses %s', async (_name, over, error) => expect(await refused(over)).toEqual([400, error]));

  it('refuses an assertion signed by another key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refused({ key: privateKey })).toEqual([400, 'invalid_grant']);
  });

  it('demands a live token and says so in its own error shape', async () => {
    expect((await office.call('GET', '/record/v1/customer')).status).toBe(200);
    const none = await office.call('GET', '/record/v1/customer', undefined, { authorization: '' });
    expect([none.status, none.code]).toEqual([401, 'INVALID_LOGIN']);
    await office.control('POST', 'switches/revoke_tokens', { value: true });
    expect((await office.call('GET', '/record/v1/customer')).status).toBe(401);
    await office.login();
    expect((await office.call('GET', '/record/v1/customer')).status).toBe(200);
  });

  it('lets tokens die by the switch token_ttl_s', async () => {
    await office.control('POST', 'switches/token_ttl_s', { value: -1 });
    await office.login();
    expect((await office.call('GET', '/record/v1/customer')).status).toBe(401);
  });

  it('a token without the scope of REST web services is turned away', async () => {
    await office.control('POST', 'switches/token_ttl_s', { value: 3600 });
    const { access_token } = (await (await office.token(await assertion(office.url, { scope: 'restlets' }))).json()) as { access_token: string };
    expect((await office.call('GET', '/record/v1/customer', undefined, { authorization: `Bearer ${access_token}` })).status).toBe(403);
  });
});
