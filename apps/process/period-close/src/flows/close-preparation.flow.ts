import { BusinessFailure, defineFlow, type FlowContext, refusedEffect, systemOf } from '#lib/process';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { readBackUntil } from '../reconcile/control.js';
import { reconcile, type Reconciled } from '../reconcile/reconcile.js';
import { accruals } from '../steps/accrue-time.js';
import { rollBalances } from '../steps/balances.js';
import { type CloseJournal, closeJournalPosted, closeJournalRefused, prepareCloseJournals } from '../steps/close-journals.js';
import { revaluations } from '../steps/revalue.js';

export interface ClosePreparationInput extends PeriodOfClose {
  prepared_by: string;
  request: string;
}

export interface Prepared {
  accrued_hours: string;
  journals: number;
  reconciled: Reconciled;
  balances: { contracts: number; breaks: number };
}

/** How long the reading back of the ERP's books is waited for: then what is too new stays pending, and the checklist says so. */
const LOOKS = [2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];

/**
 * Everything a close rests on, in order: accrual of unapproved time, exchange differences, reconciliation with the ERP's own books, balances of every
 * contract. Prepared again it books only what has changed.
 */
export const closePreparation = defineFlow<ClosePreparationInput, Prepared>({
  name: 'close-preparation',
  queue: 'finance',
  businessKey: (i) => `close:${i.legal_entity}:${i.period}`,
  partition: (i) => `close:${i.legal_entity}`,
  run: async (ctx, input) => {
    const p: PeriodOfClose = { legal_entity: input.legal_entity, period: input.period };
    const run = { run_id: ctx.runId, correlation_id: ctx.correlationId };
    let journals = await book(ctx, 'accrue unapproved time', p, (em) => accruals(em, p).then(({ targets, currency }) => ({ purpose: 'time_accrual', targets, currency })), run);
    const { hours, without_rate } = await ctx.tx('what cannot be accrued', async (em) => {
      const { hours: worked, without_rate: missing } = await accruals(em, p);
      return { hours: worked, without_rate: missing };
    });
    if (without_rate.length > 0) await ctx.raise({ code: 'MISSING_COST_RATE', business_key: `close:${p.legal_entity}:${p.period}:accrual`, message: `No accrual for ${without_rate.length === 1 ? 'work' : 'the work'} of ${without_rate.slice(0, 5).join(', ')}${without_rate.length > 5 ? ' and others' : ''}: no cost rate`, context: { without_rate }, legal_entity_code: p.legal_entity });
    journals += await book(ctx, 'revalue foreign currency', p, (em) => revaluations(em, p).then((r) => ({ purpose: 'fx_revaluation', ...r })), run);
    await readBack(ctx);
    const reconciled = await ctx.tx('reconcile with the ERP', (em) => reconcile(em, p, run));
    const balances = await ctx.tx('roll contract balances forward', (em) => rollBalances(em, p, run));
    return { accrued_hours: hours, journals, reconciled, balances };
  },
});

type Wanted = Awaited<ReturnType<typeof revaluations>> & { purpose: string };

/** Books a purpose up to its targets, with the opposite on day 1. Returns how many journals were posted. */
async function book(ctx: FlowContext, name: string, p: PeriodOfClose, wanted: (em: Parameters<Parameters<FlowContext['tx']>[1]>[0]) => Promise<Wanted>, run: { run_id: string; correlation_id: string }): Promise<number> {
  let posted = 0;
  for (let round = 1; ; round++) {
    const journals: CloseJournal[] = await ctx.tx(`${name} ${round}`, async (em) => {
      const { purpose, currency, targets } = await wanted(em);
      return prepareCloseJournals(em, { ...p, purpose, currency, ...run }, targets);
    });
    if (journals.length === 0) return posted;
    for (const journal of journals) {
      const ask = { system: 'erp' as const, verb: 'post_journal', key: journal.key, body: journal.body };
      const result = await ctx.effect(`${name}: post`, ask);
      if (!result.ok) {
        await ctx.tx(`${name}: refused`, (em) => closeJournalRefused(em, journal.id));
        throw refusal(refusedEffect(result, ask), p);
      }
      await ctx.tx(`${name}: posted`, (em) => closeJournalPosted(em, journal.id, { system: systemOf('erp'), source_id: result.source_id }));
      posted += 1;
    }
  }
}

function refusal(failure: BusinessFailure, p: PeriodOfClose): BusinessFailure {
  return new BusinessFailure(failure.code, failure.business_key, failure.message, failure.context, failure.evidence, p.legal_entity);
}

/** Waits until the ERP's feeds have caught up with what was just posted, as long as somebody reads them. */
async function readBack(ctx: FlowContext): Promise<void> {
  const since = await ctx.now();
  for (const [at, pause] of LOOKS.entries()) {
    const there = await ctx.tx(`is the ERP read back ${at + 1}`, async (em) => {
      const [invoices, journals] = [await readBackUntil(em, 'erp_invoice'), await readBackUntil(em, 'erp_journal')];
      return invoices === null || journals === null || (invoices > new Date(since) && journals > new Date(since));
    });
    if (there) return;
    await ctx.sleep(pause);
  }
}
