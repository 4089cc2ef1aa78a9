import { Injectable } from '@nestjs/common';
import { Problem } from '../problem/problem.js';
import { logger } from '../log/logger.js';
import { assertSafeUrl, issuerEndpoints } from './oidc-issuer.js';
import { authSettings } from './settings.js';

interface Held {
  token: string;
  /** Epoch milliseconds: from here a new one is fetched while this one still serves. */
  renewAt: number;
  /** Epoch milliseconds: from here it must not be used any more. */
  endsAt: number;
}

/** Longest life assumed for a token whose issuer does not tell. */
const DEFAULT_LIFE_S = 60;
const TIMEOUT_MS = 5_000;

/**
 * Access tokens for our own calls to other apps (client credentials, RFC 6749 section 4.4). One token serves all
 * callers; it is renewed once for all of them, before it ends, and a failed renewal goes unnoticed while it still holds.
 */
@Injectable()
export class ServiceTokens {
  private held: Held | undefined;
  private renewing: Promise<Held> | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * A token that is valid now.
   * @throws Problem vendor_unavailable if none can be had.
   */
  async token(): Promise<string> {
    const { held } = this;
    if (held && this.now() < held.renewAt) return held.token;
    if (held && this.now() < held.endsAt) {
      this.renew().catch((error: unknown) => logger('auth').warn({ err: error }, 'renewal of the service token failed; the present one still serves'));
      return held.token;
    }
    return (await this.renew()).token;
  }

  /** The header to put on an outgoing call. */
  async authorization(): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await this.token()}` };
  }

  /** Tells that a token was refused (401): unless a newer one is there already, the next call fetches one. */
  refused(token: string): void {
    if (this.held?.token === token) this.held = undefined;
  }

  private renew(): Promise<Held> {
    this.renewing ??= this.fetchToken()
      .then((held) => (this.held = held))
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  private async fetchToken(): Promise<Held> {
    const { issuer, client_id, client_secret, audience, service_scope, token_endpoint } = authSettings();
    if (!client_secret) throw new Problem('internal', 'This service has no client secret, so it cannot sign in to other apps. Set SERVICE_CLIENT_SECRET.');
    const endpoint = token_endpoint ?? (await issuerEndpoints(issuer)).token_endpoint;
    assertSafeUrl(endpoint, 'token endpoint');
    // RFC 6749 2.3.1: id and secret are form-encoded before they become Basic credentials.
    const basic = Buffer.from(`${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret.reveal())}`).toString('base64');
    const asked = this.now();
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', audience, scope: service_scope }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    }).catch((cause: unknown) => {
      throw new Problem('vendor_unavailable', 'The sign-in service did not answer, so this service cannot call other apps.', { retry_after_s: 5, cause });
    });
    if (!response.ok) throw new Problem('vendor_unavailable', `The sign-in service refused the service client (${response.status}).`, { retry_after_s: 5, code: 'SERVICE_SIGN_IN_REFUSED' });
    const body = (await response.json()) as { access_token?: string; expires_in?: number };
    if (!body.access_token) throw new Problem('vendor_unavailable', 'The sign-in service answered without a token.');
    const life = Math.max(1, body.expires_in ?? DEFAULT_LIFE_S) * 1000;
    return { token: body.access_token, renewAt: asked + life * 0.8, endsAt: asked + life * 0.95 };
  }
}
