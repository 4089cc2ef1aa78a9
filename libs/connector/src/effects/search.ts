import type { Receipt } from '#lib/canonical';
import type { EffectRow } from '#lib/store';
import type { Asked, WriteStep, WriteVerb, Written } from '../define/write.js';
import type { ConnectorRuntime } from '../runtime.js';

/** Everything the vendor's functions get about an effect, without what earlier steps gave. */
export function askedOf(runtime: ConnectorRuntime, row: EffectRow, prepared: unknown, done: readonly Written[]): Asked {
  return { body: row.request, key: row.vendor_key, businessKey: row.key, verb: row.verb, settings: runtime.settings, prepared, done };
}

export function stepsOf(verb: WriteVerb): WriteStep[] {
  return [verb, ...(verb.nextSteps ?? [])];
}

/** What looking for an effect gave: every step found, or the first one that was not. */
export type Search = { found: Written[] } | { missing: 'absent' | 'cannot_tell'; done: Written[] };

/** Looks for the steps of an effect, in order, by their keys. Throws VendorFailure when the vendor cannot be asked. */
export async function searchEffect(runtime: ConnectorRuntime, row: EffectRow, verb: WriteVerb, prepared: unknown): Promise<Search> {
  const ctx = runtime.context();
  const done: Written[] = [];
  for (const step of stepsOf(verb)) {
    const found = await step.find(askedOf(runtime, row, prepared, [...done]), ctx);
    if (found === 'absent' || found === 'cannot_tell') return { missing: found, done };
    done.push(found);
  }
  return { found: done };
}

/** The receipt of a write of several steps: the first step's id and number, everybody's facts. */
export function joined(done: readonly Written[]): Written {
  const [first, ...rest] = done;
  return rest.reduce<Written>((all, w) => ({ ...all, facts: { ...all.facts, ...w.facts }, record: all.record ?? w.record }), first!);
}

export function receiptOf({ source_id, number, status, facts }: Written): Receipt {
  return { source_id: String(source_id), ...(number === undefined ? {} : { number }), ...(status === undefined ? {} : { status }), facts: facts ?? {} };
}
