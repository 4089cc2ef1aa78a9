/** How a vendor can be asked "did you already do this?". */
export type Idempotency =
  /** We may set a unique key on the record and upsert by it. */
  | 'external_id'
  /** The record's own business key is unique at the vendor, or the write sets a value and the value can be read. */
  | 'natural_key'
  /** A field of ours can be searched, but the vendor does not enforce that it is unique. */
  | 'search'
  /** Neither: an unknown outcome always goes to a person. */
  | 'none';

/** What a vendor is like: facts from its documentation, with the tenant's overrides (`<VENDOR>_CONCURRENCY` …) applied over them. */
export interface Manifest {
  idempotency: Idempotency;
  /** After an unknown outcome, how long a commit may still arrive late; no look-up is believed before. */
  settleWindowMs: number;
  /** How long after a commit the vendor's search may still not show it; only beyond it does "absent" mean absent. */
  findLagMs: number;
  limits: {
    /** Requests under way at once, over all callers in the process. */
    concurrency: number;
    /** Requests started in any one second; fractions are fine. */
    perSecond?: number;
  };
  requestTimeoutMs: number;
  /** How far back a delta read looks again for records that show up late. Default 60 000. */
  overlapMs?: number;
  /** How the vendor writes amounts: JSON numbers of major units, integers of subunits, decimal text. */
  money: 'number' | 'minor_units' | 'text';
  /** Zone of the vendor's date-times: `utc`, `offset` (each value says), or an IANA name of the account. */
  timeZone: string;
  webhooks: boolean;
}
