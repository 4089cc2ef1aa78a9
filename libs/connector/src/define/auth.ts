import type { VendorAnswer, VendorRequest } from './request.js';

/** A credential that works for a while. */
export interface Token {
  value: string;
  /** Lifetime in seconds from the answer; absent = until the vendor says 401. */
  expires_in_s?: number;
  /** Where the vendor wants calls that carry this token (Salesforce `instance_url`). */
  base_url?: string;
}

/** For `acquire`: sends without credentials, inside the same budget, timeouts and logs. Every status comes back as an answer. */
export interface AuthContext {
  send(request: VendorRequest): Promise<VendorAnswer>;
  now(): Date;
}

/**
 * How requests prove who we are. The kit keeps the token, refreshes it once for many callers before it expires,
 * and once more after a 401; a second 401 is an `auth` failure.
 */
export interface AuthScheme {
  /** Gets a token. Absent for credentials that never change. */
  acquire?(ctx: AuthContext): Promise<Token>;
  /** Puts the credential on the request (pure). `token` is empty when the scheme has no `acquire`. */
  apply(request: VendorRequest, token: Token): VendorRequest;
}

/** Schemes by name; requests use `default` unless they name another. */
export type AuthSchemes = { default: AuthScheme } & Record<string, AuthScheme>;
