import type { ExceptionCode } from '#lib/canonical';
import type { EffectAsk, EffectResult } from '../effects/types.js';
import type { AwaitedChange } from '../waits/awaited.js';

/**
 * An expected business failure: the run cannot go on until a person has acted. Thrown by a flow, it undoes what the flow registered
 * with `compensate`, opens one exception per business key and code, and ends the run as `waiting`.
 */
export class BusinessFailure extends Error {
  override readonly name = 'BusinessFailure';

  constructor(
    readonly code: ExceptionCode,
    /** The fact the failure is about; `undefined` means the run's own business key. */
    readonly business_key: string | undefined,
    message: string,
    readonly context: Record<string, unknown> = {},
    readonly evidence: unknown[] = [],
    readonly legal_entity_code?: string,
    /** Changes that take the cause away: when one of them comes, the run goes on by itself. */
    readonly waits_for: readonly AwaitedChange[] = [],
  ) {
    super(message);
  }
}

/** The failure that a refused effect means: the code the system API named (e.g. `PERIOD_CLOSED`), else `EFFECT_REJECTED` or `IDEMPOTENCY_CONFLICT`. */
export function refusedEffect(result: EffectResult & { ok: false }, ask: Pick<EffectAsk, 'system' | 'verb' | 'key'>, business_key?: string, waits_for: readonly AwaitedChange[] = []): BusinessFailure {
  const code = (result.problem.code as ExceptionCode | undefined) ?? (result.kind === 'conflict' ? 'IDEMPOTENCY_CONFLICT' : 'EFFECT_REJECTED');
  return new BusinessFailure(code, business_key, result.problem.detail, { system: ask.system, verb: ask.verb, effect_key: ask.key, field: result.problem.field, vendor_code: result.problem.vendor_code }, [{ problem: result.problem }], undefined, waits_for);
}
