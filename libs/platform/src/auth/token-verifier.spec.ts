import { UnsecuredJWT } from 'jose';
import { forgetSettings, supplySettings } from '../config/registry.js';
import { Problem } from '../problem/problem.js';
import { TestIssuer } from '../testing/test-issuer.js';
import { forgetIssuers } from './oidc-issuer.js';
import { TokenRefused, TokenVerifier } from './token-verifier.js';

let issuer: TestIssuer;
let verifier: TokenVerifier;
beforeEach(async () => {
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url, 'auth.jwks_cooldown': 0, 'auth.clock_tolerance': 0 });
  verifier = new TokenVerifier();
});
afterEach(async () => {
  await issuer.stop();
  forgetSettings();
  forgetIssuers();
});
const refused = async (token: string) => expect(verifier.verify(token)).rejects.toBeInstanceOf(TokenRefused);

it('reads the principal from a valid token and fetches the keys once for many', async () => {
  const token = await issuer.token({ sub: 'u1', roles: ['finance'], scopes: ['process.read', 'experience.cost'] });
  expect(await verifier.verify(token)).toEqual({ sub: 'u1', client_id: 'test', name: 'u1', roles: ['finance'], scopes: ['process.read', 'experience.cost'] });
  for (let i = 0; i < 5; i++) await verifier.verify(token);
  expect(issuer.keyFetches).toBe(1);
});
it('accepts a token of a key that came after the keys were fetched, and no longer one of a withdrawn key', async () => {
  const old = await issuer.token();
  await verifier.verify(old);
  await issuer.rotate();
  expect((await verifier.verify(await issuer.token({ sub: 'after' }))).sub).toBe('after');
  await refused(old);
});
it('refuses other audiences, issuers, ended tokens and other kinds of token', async () => {
  await refused(await issuer.token({ audience: 'someone-else' }));
  await refused(await issuer.token({ issuer: 'https://elsewhere.example' }));
  await refused(await issuer.token({ expires_in_s: -1 }));
  await refused(await issuer.token({ typ: 'logout+jwt' }));
  await refused('not.a.token');
});
it('refuses alg none and a symmetric algorithm even if the setting lists them', async () => {
  supplySettings({ 'auth.algorithms': 'none,HS256,ES256' });
  await refused(new UnsecuredJWT({}).setIssuer(issuer.url).setAudience('throughline').setSubject('x').setExpirationTime('1m').encode());
});
it('accepts a token within the clock tolerance', async () => {
  supplySettings({ 'auth.clock_tolerance': '30s' });
  await expect(verifier.verify(await issuer.token({ expires_in_s: -5 }))).resolves.toBeDefined();
});
it('reads roles and legal entities from the claims the firm uses', async () => {
  supplySettings({ 'auth.roles_claim': 'client_id' });
  expect((await verifier.verify(await issuer.token({ client_id: 'finance operations' }))).roles).toEqual(['finance', 'operations']);
  supplySettings({ 'auth.roles_claim': 'realm_access.roles' });
  expect((await verifier.verify(await issuer.token({ roles: ['finance'], legal_entities: ['US1'] })))).toMatchObject({ roles: [], legal_entities: ['US1'] });
});
it('says that the issuer is away instead of blaming the token, and recovers', async () => {
  const token = await issuer.token();
  supplySettings({ 'auth.issuer': 'http://127.0.0.1:9' });
  const error = await verifier.verify(token).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ class: 'vendor_unavailable', retryAfterS: 5 });
  supplySettings({ 'auth.issuer': issuer.url });
  await expect(verifier.verify(token)).resolves.toBeDefined();
});
it('does not trust keys over plain http from another machine', async () => {
  supplySettings({ 'auth.issuer': 'http://login.example.com' });
  await expect(verifier.verify(await issuer.token())).rejects.toMatchObject({ class: 'vendor_unavailable', cause: expect.objectContaining({ detail: expect.stringContaining('https') }) });
});
