import type { Domain, EffectProblem, EffectView, Receipt } from '#lib/canonical';
import type { QueueClass } from '../flow/define.js';

/** One write a flow asks of a system API. */
export interface EffectAsk {
  /** Domain whose system API is asked, e.g. `erp`. */
  system: Domain;
  /** Contract verb, e.g. `post_journal`. */
  verb: string;
  /** Business key of the fact (libs/canonical `effectKey`): asking again with it changes nothing. */
  key: string;
  /** The contract's body. Must be the same each time the same key is asked. */
  body: object;
}

/** How a write ended. */
export type EffectResult =
  | { ok: true; source_id: string; receipt: Receipt }
  | {
      ok: false;
      /** `rejected` by the vendor; `conflict`: the key was used with other content; `exception`: a person decided it will not be done. */
      kind: 'rejected' | 'conflict' | 'exception';
      problem: EffectProblem;
    };

/** Who asks, for logs and the effect ledger. */
export interface EffectTrace {
  correlation_id: string;
  run_id: string;
  /** Lane inside the connector's budget. */
  priority: QueueClass;
}

/**
 * What a system API answered to a write or to a look at an effect. `status` is the HTTP status: 200/201 settled, 202 open,
 * 409 key reuse, 422 refused, 429/503 not applied.
 */
export interface EffectHttpAnswer {
  status: number;
  /** Body of 200, 201 and 202. */
  effect?: EffectView;
  /** Body of an error answer, reduced to the closed set. */
  problem?: EffectProblem;
  /** `Retry-After`, in seconds. */
  retry_after_s?: number;
}

/** The port through which the kit reaches system APIs; libs/clients implements it. Rejects only when no HTTP answer came. */
export interface SystemClient {
  /** `POST /v1/{group}/{path}` of the verb, with the key as Idempotency-Key. */
  perform(domain: Domain, verb: string, key: string, body: object, trace: EffectTrace): Promise<EffectHttpAnswer>;
  /** `GET /v1/effects/{key}`. */
  effect(domain: Domain, key: string, trace: EffectTrace): Promise<EffectHttpAnswer>;
}
