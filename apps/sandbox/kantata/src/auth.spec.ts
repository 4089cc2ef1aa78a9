import { openAccount, seed, type Account } from '../testing/account.js';

let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(() => seed(account));
afterAll(() => account.stop());

const token = async (form: Record<string, string>): Promise<{ status: number; body: any }> => {
  const answer = await fetch(`${account.url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'throughline', client_secret: 'sandbox-kantata-secret', ...form }) });
  return { status: answer.status, body: await answer.json() };
};

it('calls without a good token are refused as the live service refuses them', async () => {
  const { status, body, headers } = await account.api('GET', 'users', undefined, 'wrong');
  expect([status, body]).toEqual([401, { errors: [{ type: 'oauth', message: 'Invalid OAuth 2 Request' }] }]);
  expect(headers.get('www-authenticate')).toContain('Doorkeeper');
  expect((await fetch(`${account.url}/api/v1/nowhere`)).status).toBe(401);
});

it('the static token works until it is revoked', async () => {
  expect((await account.api('GET', 'users/me')).body.users['2'].full_name).toBe('Bo Berg');
  await account.control('POST', 'switches/revoke_tokens', { value: true });
  expect((await account.api('GET', 'users/me')).status).toBe(401);
  await account.control('POST', 'switches/revoke_tokens', { value: false });
  expect((await account.api('GET', 'users/me')).status).toBe(200);
});

it('tokens come from the token endpoint and do not expire unless told to', async () => {
  const { status, body } = await token({ grant_type: 'client_credentials' });
  expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', undefined]);
  expect((await account.api('GET', 'users', undefined, body.access_token)).status).toBe(200);
  await account.control('POST', 'switches/token_ttl_s', { value: 60 });
  const brief = (await token({ grant_type: 'client_credentials' })).body;
  expect(brief.expires_in).toBe(60);
  await account.control('POST', 'clock', { advance_ms: 61_000 });
  expect((await account.api('GET', 'users', undefined, brief.access_token)).status).toBe(401);
  expect((await account.api('GET', 'users', undefined, body.access_token)).status).toBe(200);
});

it('the code flow gives a refresh token that is good once', async () => {
  const { body } = await token({ grant_type: 'authorization_code', code: 'sandbox-kantata-code', redirect_uri: 'http://127.0.0.1/callback' });
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
  expect((await account.api('GET', 'users', undefined, refreshed.body.access_token)).status).toBe(200);
  expect(await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

it('refuses a wrong secret and grants it does not know', async () => {
  expect((await token({ client_secret: 'guess', grant_type: 'client_credentials' })).status).toBe(401);
  expect((await token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  expect(await token({ grant_type: 'authorization_code', code: 'no' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});
