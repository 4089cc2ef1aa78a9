import type { AuthContext, AuthScheme, Token } from '../define/auth.js';

/** Refreshed this long before its end, or after nine tenths of a short life. */
const EARLY_MS = 60_000;
const EMPTY: Token = { value: '' };

interface Kept {
  token: Token;
  until: number;
}

/** The token of one scheme: one refresh serves everyone who waits, and one stale token is replaced once however many callers met a 401. */
export class TokenCache {
  private kept: Kept | undefined;
  private refreshing: Promise<Token> | undefined;

  constructor(private readonly scheme: AuthScheme, private readonly ctx: AuthContext) {}

  /** True when a 401 can be answered by a new token. */
  get renewable(): boolean {
    return this.scheme.acquire !== undefined;
  }

  async token(): Promise<Token> {
    if (!this.scheme.acquire) return EMPTY;
    if (this.kept && performance.now() < this.kept.until) return this.kept.token;
    return this.refresh();
  }

  /** The vendor refused this token. Callers that come late with an older one leave the newer alone. */
  refused(token: Token): void {
    if (this.kept?.token === token) this.kept = undefined;
  }

  private refresh(): Promise<Token> {
    this.refreshing ??= this.scheme.acquire!(this.ctx)
      .then((token) => {
        const life = token.expires_in_s === undefined ? Infinity : token.expires_in_s * 1000;
        this.kept = { token, until: performance.now() + Math.max(life - EARLY_MS, life * 0.9) };
        return token;
      })
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }
}
