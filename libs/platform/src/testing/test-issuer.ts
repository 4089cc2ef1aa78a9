import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Role, Scope } from '../auth/principal.js';

/** What a test token says; everything has a default. */
export interface TestToken {
  sub?: string;
  client_id?: string;
  name?: string;
  roles?: Role[];
  scopes?: Scope[];
  legal_entities?: string[];
  audience?: string;
  issuer?: string;
  /** Seconds from now; negative for a token that has ended. */
  expires_in_s?: number;
  typ?: string;
}

/** A small OpenID issuer on loopback for tests: discovery, keys that can be rotated, tokens of any content. */
export class TestIssuer {
  url = '';
  /** How often the keys were fetched. */
  keyFetches = 0;
  private server!: Server;
  private key!: CryptoKey;
  private kid = 0;
  private published: JWK[] = [];

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    await issuer.rotate();
    issuer.server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/.well-known/openid-configuration') {
        response.end(JSON.stringify({ issuer: issuer.url, jwks_uri: `${issuer.url}/jwks`, token_endpoint: `${issuer.url}/token`, authorization_endpoint: `${issuer.url}/auth` }));
      } else if (request.url === '/jwks') {
        issuer.keyFetches += 1;
        response.end(JSON.stringify({ keys: issuer.published }));
      } else {
        response.statusCode = 404;
        response.end('{}');
      }
    });
    await new Promise<void>((resolve) => issuer.server.listen(0, '127.0.0.1', resolve));
    issuer.url = `http://127.0.0.1:${(issuer.server.address() as AddressInfo).port}`;
    return issuer;
  }

  /** Signs with a new key from now on; only the new one is published. */
  async rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    this.key = privateKey;
    this.kid += 1;
    this.published = [{ ...(await exportJWK(publicKey)), kid: `k${this.kid}`, alg: 'ES256', use: 'sig' }];
  }

  /** The public key as published, for tests that misuse it. */
  publicJwk(): JWK {
    return this.published[0]!;
  }

  /** A signed access token. */
  async token(content: TestToken = {}): Promise<string> {
    const { sub = 'tess', client_id = 'test', name, roles = [], scopes = [], legal_entities, audience = 'throughline', issuer = this.url, expires_in_s = 300, typ = 'at+jwt' } = content;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ client_id, roles, scope: scopes.join(' '), ...(name && { name }), ...(legal_entities && { legal_entities }) })
      .setProtectedHeader({ alg: 'ES256', kid: `k${this.kid}`, typ })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(sub)
      .setIssuedAt(now - 10)
      .setExpirationTime(now + expires_in_s)
      .sign(this.key);
  }

  /** The header that carries such a token. */
  async bearer(content: TestToken = {}): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await this.token(content)}` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
