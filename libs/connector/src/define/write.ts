import type { Receipt } from '#lib/canonical';
import type { VendorContext } from './context.js';
import type { Idempotency } from './manifest.js';
import type { VendorAnswer, VendorRequest } from './request.js';

/** What is known while a write is built, parsed, looked for and checked. */
export interface Asked<Body = any, S = any, Prepared = any> {
  readonly body: Body;
  /** The effect key in the form that fits a vendor field: letters, digits, `_`, 43 characters, unique per system and effect. */
  readonly key: string;
  /** The business key as the caller gave it, e.g. `invoice:018f…`; for memo fields. */
  readonly businessKey: string;
  readonly verb: string;
  readonly settings: S;
  /** What `prepare` returned. */
  readonly prepared: Prepared;
  /** Receipts of the steps before this one (see `nextSteps`). */
  readonly done: readonly Written[];
}

/** A receipt, with the vendor's document as read back where there is one: `record` is compared, never stored. */
export interface Written extends Receipt {
  record?: unknown;
}

/** A field the vendor stored differently from what was asked. */
export interface Mismatch {
  /** Canonical field, e.g. `total`, `lines[0].net`. */
  field: string;
  asked: string;
  stored: string;
}

/** One request that changes the vendor. */
export interface WriteStep<Body = any, S = any, Prepared = any> {
  /** Pure. Throws `refuse(…)` for what this vendor cannot be asked. */
  build(asked: Asked<Body, S, Prepared>): VendorRequest;
  /** Pure. The receipt from an answer `classify` let pass. Throwing leaves the outcome unknown: the kit then looks for the write. */
  parse(answer: VendorAnswer, asked: Asked<Body, S, Prepared>): Written;
  /**
   * Looks for the write by its key (or natural key). `absent` only if the vendor would show it had it been applied (the kit waits for the
   * settle window and the find lag before it believes it); two matches or no way to look = `cannot_tell`: a person decides.
   */
  find(asked: Asked<Body, S, Prepared>, ctx: VendorContext<S>): Promise<Written | 'absent' | 'cannot_tell'>;
}

/**
 * A write verb of the contract: usually one step. Where the vendor needs several requests, `nextSteps` holds the ones after the first; each is
 * looked for by itself, so a write that broke off half-way is completed, never repeated. The receipt's `source_id` is the first step's; facts are joined.
 */
export interface WriteVerb<Body = any, S = any, Prepared = any> extends WriteStep<Body, S, Prepared> {
  /** Look-ups before anything is sent: ids of codes. Failures here are provably not applied. `refuse(…)` for an unknown code. */
  prepare?(body: Body, ctx: VendorContext<S>): Promise<Prepared>;
  nextSteps?: WriteStep<Body, S, Prepared>[];
  /** Reads the document back after a confirmed answer that says too little for the echo check (NetSuite answers 204). */
  readBack?(written: Written, asked: Asked<Body, S, Prepared>, ctx: VendorContext<S>): Promise<Written>;
  /** Pure. Compares what the vendor stored with what was asked: party, currency, lines, totals, period. Empty = the same. */
  echo(asked: Asked<Body, S, Prepared>, written: Written): Mismatch[];
  /** Verb that undoes this one (compensation), or `irreversible`. */
  undo: string;
  /**
   * Pure. Whether this write, as asked, undoes another one on the same vendor record (a cancellation does, the next status does not). Absent: a verb that is named as
   * another verb's `undo` always does.
   */
  undoes?(body: Body): boolean;
  /** Where this verb differs from the manifest. */
  idempotency?: Idempotency;
}
