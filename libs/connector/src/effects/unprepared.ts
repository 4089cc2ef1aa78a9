import type { EffectRow } from '#lib/store';
import { type Failure, VendorFailure } from '../define/failure.js';
import type { WriteVerb, Written } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';
import { finishEffect } from './finish.js';
import type { Ledger } from './ledger.js';
import { isRetryable, problemOf, uncertainProblem } from './problem.js';
import { joined, receiptOf, searchEffect } from './search.js';

/** Something of the connector's asked for what `prepare` looks up, and it cannot be looked up any more. */
class Unprepared extends Error {}

const refuseAnyUse = (): never => {
  throw new Unprepared('what was prepared is not there any more');
};
/** Stands for what `prepare` would have given: whoever uses it is told, so that no comparison with nothing looks like an answer. */
const NOTHING_PREPARED: object = new Proxy({}, { get: refuseAnyUse, has: refuseAnyUse, ownKeys: refuseAnyUse });

/** The refusal of `prepare`, if that is what the error is: for good, not an outage. */
export function refusalOf(error: unknown): Failure | undefined {
  return error instanceof VendorFailure && error.failure.class !== 'unknown' && !isRetryable(error.failure, 0) ? error.failure : undefined;
}

/**
 * Judges a write whose bytes may have left and which can no longer be prepared (a code was taken away meanwhile): looks for it without what was prepared.
 * Answers the settled row, or `absent` when the vendor provably shows nothing of it. Throws VendorFailure when the vendor cannot be asked.
 */
export async function judgeUnprepared(runtime: ConnectorRuntime, ledger: Ledger, row: EffectRow, verb: WriteVerb, refusal: Failure): Promise<EffectRow | undefined | 'absent'> {
  const search = await searchEffect(runtime, row, verb, NOTHING_PREPARED).catch((error: unknown) => {
    if (error instanceof Unprepared) return { missing: 'cannot_tell' as const, done: [] as Written[] };
    throw error;
  });
  if ('found' in search) {
    const comparable = canCompare(() => verb.echo({ body: row.request, key: row.vendor_key, businessKey: row.key, verb: row.verb, settings: runtime.settings, prepared: NOTHING_PREPARED, done: search.found }, joined(search.found)));
    if (comparable) return finishEffect(runtime, ledger, row, verb, NOTHING_PREPARED, search.found);
    return ledger.exception(row, uncertainProblem(`the vendor has the write, but it cannot be compared with what was asked: ${refusal.detail}`, refusal), receiptOf(joined(search.found)));
  }
  if (search.done.length > 0) return ledger.exception(row, problemOf(refusal), receiptOf(joined(search.done)));
  if (search.missing === 'absent') return 'absent';
  return ledger.exception(row, uncertainProblem(`it is not known whether the vendor has the write, and it cannot be looked for any more: ${refusal.detail}`, refusal));
}

function canCompare(echo: () => unknown): boolean {
  try {
    echo();
    return true;
  } catch (error) {
    return !(error instanceof Unprepared);
  }
}
