import type { VendorAnswer, VendorRequest } from './request.js';

/** What a vendor's asynchronous code gets: safe calls only. The one write of an effect is sent by the kit itself. */
export interface VendorContext<S = unknown> {
  readonly settings: S;
  readonly http: {
    /**
     * Sends a safe request (GET, HEAD, or marked `safe`) with auth, limits, timeouts, retries, correlation, logs and metrics.
     * Resolves with an answer `classify` had no objection to, or whose status the request accepts; else throws VendorFailure.
     */
    send(request: VendorRequest): Promise<VendorAnswer>;
  };
  now(): Date;
  /** Keeps the result of a look-up (subsidiary ids, field metadata) for `ttlMs`; many callers cause one load; a failed load is not kept. */
  remember<T>(name: string, ttlMs: number, load: () => Promise<T>): Promise<T>;
}
