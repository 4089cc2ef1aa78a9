import { Secret } from '#lib/platform';
import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import type { NetsuiteSettings } from '../config.js';
import { signed } from './auth.js';

const given = (over: object) => ({ base_url: 'https://1234567-sb1.suitetalk.api.netsuite.com', client_id: 'client', certificate_id: 'kid-1', ...over }) as unknown as NetsuiteSettings;

describe('the client assertion', () => {
  it.each(['ES256', 'PS256'])('is signed %s for the token endpoint and lives five minutes', async (alg) => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const pem = (await exportPKCS8(privateKey)).replaceAll('\n', '\\n');
    const { payload, protectedHeader } = await jwtVerify(await signed(given({ private_key: new Secret(pem), signing_algorithm: alg }), new Date()), publicKey);
    expect(protectedHeader).toEqual({ typ: 'JWT', alg, kid: 'kid-1' });
    expect(payload).toMatchObject({ iss: 'client', aud: 'https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token', scope: ['rest_webservices'] });
    expect(payload.exp! - payload.iat!).toBe(300);
  });

  it('a key that cannot sign is told without showing it', async () => {
    const failure = signed(given({ private_key: new Secret('-----BEGIN PRIVATE KEY-----nonsense'), signing_algorithm: 'ES256' }), new Date());
    await expect(failure).rejects.toMatchObject({ failure: { class: 'auth', applied: 'no', detail: expect.not.stringContaining('nonsense') } });
  });
});
