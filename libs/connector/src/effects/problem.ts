import type { EffectProblem, ExceptionCode } from '#lib/canonical';
import { redactText } from '#lib/platform';
import type { Mismatch } from '../define/write.js';
import type { Failure, FailureClass } from '../define/failure.js';

const CODES: Partial<Record<FailureClass, ExceptionCode>> = {
  period_closed: 'PERIOD_CLOSED', echo_mismatch: 'ECHO_MISMATCH', rate_limited: 'VENDOR_UNAVAILABLE', unavailable: 'VENDOR_UNAVAILABLE', timeout: 'VENDOR_UNAVAILABLE', auth: 'VENDOR_UNAVAILABLE',
};
const LONGEST = 1_000;
/** A vendor may repeat our credentials in its messages. */
const worded = (detail: string) => redactText(detail).slice(0, LONGEST);

/** A failure as it stands in the ledger. */
export function problemOf(failure: Failure): EffectProblem {
  return {
    class: failure.class, code: failure.code ?? CODES[failure.class] ?? 'EFFECT_REJECTED', detail: worded(failure.detail),
    ...(failure.field ? { field: failure.field } : {}), ...(failure.vendor_code ? { vendor_code: failure.vendor_code } : {}),
  };
}

/** It is not known whether the vendor applied the write, and looking did not tell. */
export function uncertainProblem(detail: string, failure?: Failure): EffectProblem {
  return { class: failure?.class ?? 'unknown', code: 'EFFECT_UNCERTAIN', detail: worded(detail), ...(failure?.vendor_code ? { vendor_code: failure.vendor_code } : {}) };
}

/** The vendor stored something else than was asked. */
export function echoProblem(mismatches: Mismatch[]): EffectProblem {
  const words = mismatches.map((m) => `${m.field}: asked ${m.asked}, stored ${m.stored}`).join('; ');
  return { class: 'echo_mismatch', code: 'ECHO_MISMATCH', detail: worded(words), field: mismatches[0]?.field };
}

/** Not applied, and worth asking again without anybody changing anything. `locked` only for a while: then it is a refusal. */
export function isRetryable(failure: Failure, attempts: number): boolean {
  if (failure.class === 'locked') return attempts < 8;
  return failure.class === 'rate_limited' || failure.class === 'unavailable' || failure.class === 'timeout' || failure.class === 'auth';
}
