import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type JWK, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { readPrivate, writePrivate } from './private-file.js';

interface StoredKeys {
  /** Newest first: the first signs, the rest still verify tokens given out before. */
  signing: { created_at: string; jwk: JWK }[];
  cookies: string[];
}

/** The secrets of the provider itself. */
export interface ProviderKeys {
  jwks: JWK[];
  cookies: string[];
}

const LIFE_DAYS = 90;
const KEPT = 3;

function keysFile(dataDir: string): string {
  return join(dataDir, 'identity-keys.json');
}

async function newKey(): Promise<StoredKeys['signing'][number]> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { created_at: new Date().toISOString(), jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' } };
}

function isOld(created_at: string): boolean {
  return Date.now() - Date.parse(created_at) > LIFE_DAYS * 86_400_000;
}

/** The keys of this installation: made on the first start, kept in `identity-keys.json` (0600); a signing key older than 90 days gets a successor. */
export async function ensureKeys(dataDir: string): Promise<ProviderKeys> {
  const stored = readPrivate<StoredKeys>(keysFile(dataDir)) ?? { signing: [], cookies: [randomBytes(32).toString('base64url')] };
  if (!stored.signing.length || isOld(stored.signing[0]!.created_at)) {
    stored.signing = [await newKey(), ...stored.signing].slice(0, KEPT);
    writePrivate(keysFile(dataDir), stored);
  }
  return { jwks: stored.signing.map((k) => k.jwk), cookies: stored.cookies };
}

/** Makes a new signing key; the next start of the provider signs with it and still publishes the former ones. */
export async function rotateSigningKey(dataDir: string): Promise<void> {
  const stored = readPrivate<StoredKeys>(keysFile(dataDir));
  if (!stored) return;
  writePrivate(keysFile(dataDir), { ...stored, signing: [await newKey(), ...stored.signing].slice(0, KEPT) });
}
