import type { FaultMatch } from '../../../apps/sandbox/kernel/src/index.js';
import type { Offered } from './cell.js';
import type { Stand } from './stand.js';

/** How a vendor's credentials end, and how one sees it. */
export interface AuthCase {
  /** An entity that is read with the default credentials. */
  entity: string;
  /** Requests for a token. */
  token: Offered<FaultMatch>;
  /** Tokens live this long from now on. */
  shorten: Offered<(stand: Stand, seconds: number) => Promise<unknown>>;
  /** Every token handed out is worth nothing from now on. */
  revoke(stand: Stand): Promise<unknown>;
  /** A person makes the credentials good again, where a new token is not enough. */
  restore?(stand: Stand): Promise<unknown>;
  /** Settings with credentials the vendor refuses. */
  wrong: Record<string, unknown>;
  /** A refusal for want of a right, in the vendor's words. */
  forbidden: { status: number; message: string };
}
