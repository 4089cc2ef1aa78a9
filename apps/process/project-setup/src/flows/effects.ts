import type { Receipt } from '#lib/canonical';
import { type EffectAsk, type FlowContext, refusedEffect, systemOf } from '#lib/process';
import { linkSystem } from '#lib/store';

export interface Done extends Receipt {
  /** Name the vendor's ids are kept under in cross references. */
  system: string;
}

/** Asks a system for a write and insists on it: a refusal becomes the business failure of the run, in the vendor's words. */
export async function mustDo(ctx: FlowContext, name: string, ask: EffectAsk, businessKey: string): Promise<Done> {
  const result = await ctx.effect(name, ask);
  if (!result.ok) throw refusedEffect(result, ask, businessKey);
  return { ...result.receipt, system: systemOf(ask.system) };
}

/** Remembers the vendor id a write gave back. */
export async function link(ctx: FlowContext, name: string, canonicalType: string, canonicalId: string, done: Done, role: 'owner' | 'replica', systemType = canonicalType): Promise<void> {
  await ctx.tx(name, (em) => linkSystem(em, { canonical_type: canonicalType, canonical_id: canonicalId, system: done.system, system_type: systemType, system_id: done.source_id, role }));
}
