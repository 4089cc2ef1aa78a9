import { type LegalEntity, monthEnd } from '#lib/canonical';
import { BusinessFailure, defineFlow, type FlowContext, refusedEffect, systemOf } from '#lib/process';
import { atTheEnd, recordByKey } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { PreparedRevenueJournal } from '../posting/document.js';
import { prepareLoss } from '../posting/loss.js';
import { revenuePosted } from '../posting/posted.js';
import { type PostingScope, prepareRecognition } from '../posting/recognition.js';
import { prepareReclass } from '../posting/reclass.js';
import { settleShown } from '../posting/shown.js';

export interface PostRevenueInput {
  run_id: string;
  contract_id: string;
  contract_number: string;
  legal_entity_code: string;
  period: string;
}

/**
 * One contract's part of an approved revenue run: recognition, the provision for an expected loss, and the netting of asset and liability, each one journal.
 * Revenue is told of only when the ERP has it. A period the ERP has closed meanwhile moves the journal to the next open one (CLS-3).
 */
export const postRevenue = defineFlow<PostRevenueInput, { journals: number }>({
  name: 'post-revenue',
  queue: 'finance',
  businessKey: (i) => `revenue-posting:${i.contract_number}:${i.period}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const scope = await ctx.tx('what to post', async (em): Promise<PostingScope> => ({
      contract_id: input.contract_id, run_id: input.run_id, flow_run_id: ctx.runId, as_of: monthEnd(`${input.period}-01`), legal_entity_code: input.legal_entity_code, functional_currency: await functionalCurrency(em, input.legal_entity_code), correlation_id: ctx.correlationId, refused: [],
    }));
    const recognized = await post(ctx, scope, 'revenue', prepareRecognition);
    const provided = await post(ctx, scope, 'the loss provision', prepareLoss);
    await ctx.tx('what is only shown', (em) => atTheEnd(em, () => settleShown(em, scope)));
    const netted = await post(ctx, scope, 'asset against liability', prepareReclass);
    return { journals: recognized + provided + netted };
  },
});

/** Prepares a journal, has the ERP post it and writes down that it did. Returns how many journals that were. */
async function post(ctx: FlowContext, scope: PostingScope, what: string, prepare: (em: EntityManager, scope: PostingScope) => Promise<PreparedRevenueJournal | null>): Promise<number> {
  const refused: string[] = [];
  for (let round = 1; ; round++) {
    const journal = await ctx.tx(`prepare ${what} ${round}`, (em) => prepare(em, { ...scope, refused: [...refused] }));
    if (!journal) return 0;
    const ask = { system: 'erp' as const, verb: 'post_journal', key: journal.key, body: journal.body };
    const result = await ctx.effect(`post ${what}`, ask);
    if (!result.ok && result.problem.code === 'PERIOD_CLOSED' && refused.length < 3) {
      await ctx.tx(`refused ${what} ${round}`, async (em) => void (await em.query(`update journal set status = 'rejected', updated_at = now() where id = $1 and status = 'submitted'`, [journal.id])));
      refused.push(journal.period_id); // CLS-3: the ERP closed it before we heard
      continue;
    }
    if (!result.ok) throw refusedEffect(result, ask);
    const receipt = { ...result.receipt, system: systemOf('erp') };
    await ctx.tx(`${what} posted`, (em) => atTheEnd(em, () => revenuePosted(em, scope, journal, receipt)));
    return 1;
  }
}

async function functionalCurrency(em: EntityManager, code: string): Promise<string> {
  const currency = (await recordByKey<LegalEntity>(em, 'legal_entity', code))?.data.functional_currency;
  if (!currency) throw new BusinessFailure('MISSING_LEGAL_ENTITY', undefined, `Legal entity ${code || '(none)'} is not known from the ERP`, { legal_entity: code });
  return currency;
}
