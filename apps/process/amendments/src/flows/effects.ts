import { type AmendmentApplicationWrite, type ContractLine, effectKey } from '#lib/canonical';
import { type EffectAsk, type FlowContext, refusedEffect } from '#lib/process';
import type { AmendmentJob } from '../steps/job.js';

/** Writes lines into the contract in the CRM; a refusal becomes the business failure of the run, in the vendor's words. */
export async function writeTerms(ctx: FlowContext, name: string, job: AmendmentJob, action: 'apply' | 'withdraw', lines: ContractLine[]): Promise<void> {
  const body: AmendmentApplicationWrite = { amendment_source_id: job.amendment_source_id, contract_source_id: job.contract_source_id, action, lines };
  const ask: EffectAsk = { system: 'crm', verb: 'apply_amendment', key: effectKey.amendment(job.contract_number, job.amendment_number, action, job.application_no), body };
  const result = await ctx.effect(name, ask);
  if (!result.ok) throw refusedEffect(result, ask, job.business_key);
}
