import { type KeyObject, constants, createPublicKey, verify } from 'node:crypto';
import type { Books } from '../../../kernel/src/index.js';
import { CERTIFICATES, DEFAULT_KID, TOKEN_PATH, ACCOUNT, clientId, environmentKey } from '../credentials.js';

/** Why an assertion is not accepted, in the words of RFC 6749. */
export class AssertionRefused extends Error {
  constructor(readonly error: 'invalid_request' | 'invalid_client' | 'invalid_grant', description: string) {
    super(description);
  }
}

/** Longest life of an assertion, seconds. */
const LONGEST_LIFE = 3600;
/** Clock difference tolerated, seconds. */
const TOLERANCE = 60;
const SCOPES = new Set(['rest_webservices', 'restlets', 'suite_analytics']);
const EC_CURVES: Record<string, string> = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' };

/**
 * Checks a client assertion: PS or ES signature by the mapped certificate (`kid`), client, audience (the token endpoint
 * itself), scope, `iat` and `exp` less than 60 minutes apart. RS256 is not accepted. Answers the granted scopes.
 */
export function checkAssertion(books: Books, jwt: string, origins: string[], now: number): string[] {
  const [head, body, signature] = jwt.split('.');
  const header = jsonPart(head);
  const claims = jsonPart(body);
  if (!signature) throw new AssertionRefused('invalid_request', 'The client assertion is not a signed JWT.');
  mustBeSigned(books, header, `${head}.${body}`, Buffer.from(signature, 'base64url'));
  if (claims.iss !== clientId()) throw new AssertionRefused('invalid_client', 'The issuer is not an enabled integration.');
  mustBeForUs(claims.aud, origins);
  mustBeTimely(claims, now / 1000);
  return scopesOf(claims.scope);
}

function mustBeSigned(books: Books, header: Record<string, unknown>, input: string, signature: Buffer): void {
  const alg = String(header.alg);
  if (!/^(PS|ES)(256|384|512)$/.test(alg)) throw new AssertionRefused('invalid_request', `The signing algorithm ${alg} is not supported.`);
  const pem = typeof header.kid === 'string' ? keyFor(books, header.kid) : undefined;
  if (!pem) throw new AssertionRefused('invalid_grant', 'The certificate (kid) is not mapped.');
  const key = publicKey(pem);
  const hash = `sha${alg.slice(2)}`;
  const options = alg.startsWith('PS')
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, dsaEncoding: 'ieee-p1363' as const };
  if (!fits(alg, key) || !verify(hash, Buffer.from(input), options, signature)) throw new AssertionRefused('invalid_grant', 'The signature is not valid.');
}

const fits = (alg: string, key: KeyObject): boolean =>
  alg.startsWith('PS') ? key.asymmetricKeyType?.startsWith('rsa') === true : key.asymmetricKeyDetails?.namedCurve === EC_CURVES[alg];

function keyFor(books: Books, kid: string): string | undefined {
  const row = books.table(CERTIFICATES).get(kid);
  return typeof row?.pem === 'string' ? row.pem : kid === DEFAULT_KID ? environmentKey() : undefined;
}

function publicKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new AssertionRefused('invalid_grant', 'The mapped certificate cannot be read.');
  }
}

function mustBeForUs(aud: unknown, origins: string[]): void {
  const named = Array.isArray(aud) ? aud : [aud];
  const account = `https://${ACCOUNT.toLowerCase().replace('_', '-')}.suitetalk.api.netsuite.com`;
  if (![...origins, account].some((origin) => named.includes(origin + TOKEN_PATH))) throw new AssertionRefused('invalid_grant', 'The audience is not this token endpoint.');
}

function mustBeTimely({ iat, exp }: Record<string, unknown>, now: number): void {
  if (typeof iat !== 'number' || typeof exp !== 'number') throw new AssertionRefused('invalid_request', 'The claims iat and exp are required.');
  if (exp - iat > LONGEST_LIFE || exp <= iat) throw new AssertionRefused('invalid_grant', 'The assertion may live 60 minutes at most.');
  if (exp < now - TOLERANCE || iat > now + TOLERANCE) throw new AssertionRefused('invalid_grant', 'The assertion has expired or is not valid yet.');
}

function scopesOf(claim: unknown): string[] {
  const scopes = (Array.isArray(claim) ? claim.map(String) : String(claim ?? '').split(/[\s,]+/)).filter(Boolean);
  if (scopes.length === 0 || scopes.some((scope) => !SCOPES.has(scope))) throw new AssertionRefused('invalid_request', 'The scope is missing or unknown.');
  return scopes;
}

function jsonPart(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // falls through: not JSON is refused like JSON of the wrong shape
  }
  throw new AssertionRefused('invalid_request', 'The client assertion cannot be read.');
}
