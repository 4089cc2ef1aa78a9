import { Injectable } from '@nestjs/common';
import { type JWTPayload, type JWTVerifyGetKey, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { Problem } from '../problem/problem.js';
import { assertSafeUrl, issuerEndpoints } from './oidc-issuer.js';
import { principalFrom } from './claims.js';
import type { Principal } from './principal.js';
import { authSettings } from './settings.js';

const NEVER = /^(none|HS\d+)$/i;
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/** Why a token was refused, in words that help its holder and tell a forger nothing. */
export class TokenRefused extends Error {
  constructor(readonly reason: string, cause?: unknown) {
    super(reason, { cause });
  }
}

/** Checks access tokens (RFC 9068) against the issuer's keys; the keys are fetched once and again when an unknown one is named. */
@Injectable()
export class TokenVerifier {
  private keys: { from: string; get: JWTVerifyGetKey } | undefined;

  /**
   * The principal of a valid token.
   * @throws TokenRefused if the token is not valid; Problem vendor_unavailable if the keys cannot be had.
   */
  async verify(token: string): Promise<Principal> {
    const settings = authSettings();
    const get = await this.keySet();
    let payload: JWTPayload;
    try {
      const verified = await jwtVerify(token, get, {
        issuer: settings.issuer,
        audience: settings.audience,
        algorithms: settings.algorithms.filter((a) => !NEVER.test(a)),
        clockTolerance: settings.clock_tolerance / 1000,
        requiredClaims: ['exp', 'sub'],
      });
      const { typ } = verified.protectedHeader;
      if (typ !== undefined && !TYPES.has(typ.toLowerCase())) throw new TokenRefused('it is not an access token');
      payload = verified.payload;
    } catch (error) {
      throw refusal(error);
    }
    return principalFrom(payload);
  }

  private async keySet(): Promise<JWTVerifyGetKey> {
    const settings = authSettings();
    const uri = settings.jwks_uri ?? (await issuerEndpoints(settings.issuer)).jwks_uri;
    if (this.keys?.from !== uri) {
      assertSafeUrl(uri, 'jwks_uri');
      this.keys = { from: uri, get: createRemoteJWKSet(new URL(uri), { cooldownDuration: settings.jwks_cooldown, timeoutDuration: 5_000 }) };
    }
    return this.keys!.get;
  }
}

function refusal(error: unknown): Error {
  if (error instanceof TokenRefused) return error;
  if (error instanceof errors.JWTExpired) return new TokenRefused('it has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) return new TokenRefused(`its claim ${error.claim} is not acceptable here`, error);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed) return new TokenRefused('its signature is not by the issuer', error);
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC') {
    return new Problem('vendor_unavailable', 'The keys of the sign-in service cannot be fetched, so no token can be checked right now.', { retry_after_s: 5, cause: error });
  }
  return new TokenRefused('it is not a valid signed token', error);
}
