import type { Receipt } from '#lib/canonical';
import { BusinessFailure, defineFlow, refusedEffect, systemOf } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { expenseCostPosted, prepareExpenseJournals } from '../expense/expense-journals.js';
import { recordExpenses, tellExpensesRecorded } from '../expense/record-expenses.js';

export interface PostExpenseReportInput {
  report_id: string;
  version: number;
  natural_key: string;
  project_id: string | null;
}

/**
 * Approved expenses: recorded and priced, their cost posted to the ERP, their billing events raised. Also runs when an approved report is
 * rejected or corrected: the same steps then reverse and replace. What a person has to settle ends the run as an exception; everything else
 * of the report has gone on by then.
 */
export const postExpenseReport = defineFlow<PostExpenseReportInput, { outcome: string; journals: number }>({
  name: 'post-expense-report',
  queue: 'finance',
  businessKey: (i) => `expense-report:${i.natural_key}`,
  partition: (i) => i.report_id,
  run: async (ctx, input) => {
    const recorded = await ctx.tx('record, price and raise billing events', (em) => atTheEnd(em, async () => {
      const done = await recordExpenses(em, input.report_id, input.version);
      if (done.outcome === 'recorded') await tellExpensesRecorded(em, { report_id: input.report_id, version: input.version, run_id: ctx.runId, correlation_id: ctx.correlationId, project_id: input.project_id });
      return done;
    }));
    if (recorded.outcome === 'stale') return { outcome: 'stale', journals: 0 };
    let posted = 0;
    const refused: string[] = [];
    for (let round = 1; ; round++) {
      const journals = await ctx.tx(`prepare the cost journals ${round}`, (em) => prepareExpenseJournals(em, input.report_id, input.version, ctx.runId, refused));
      const before = refused.length;
      for (const journal of journals) {
        let done: (Receipt & { system: string }) | null = null;
        if (journal.body.lines.length > 0) {
          const ask = { system: 'erp' as const, verb: 'post_journal', key: journal.key, body: journal.body };
          const result = await ctx.effect('post the expense cost', ask);
          if (!result.ok && result.problem.code === 'PERIOD_CLOSED' && refused.length < 3) {
            refused.push(journal.period_id); // CLS-3: the ERP closed it before we heard; post into the next open one
            continue;
          }
          if (!result.ok) throw refusedEffect(result, ask);
          done = { ...result.receipt, system: systemOf('erp') };
        }
        await ctx.tx('cost posted', (em) => expenseCostPosted(em, input.report_id, journal, done));
        posted += 1;
      }
      if (refused.length === before) break;
    }
    const codes = [...new Set(recorded.faults.map((f) => f.code))];
    const failures = codes.map((code) => {
      const list = recorded.faults.filter((f) => f.code === code);
      return { code, message: list[0]!.message + (list.length > 1 ? ` (and ${list.length - 1} more lines)` : ''), context: { lines: list.map((f) => f.line), messages: list.map((f) => f.message) } };
    });
    const [first, ...others] = failures;
    for (const f of others) await ctx.raise({ code: f.code, message: f.message, context: f.context, legal_entity_code: recorded.legal_entity_code });
    if (first) throw new BusinessFailure(first.code, undefined, first.message, first.context, [], recorded.legal_entity_code);
    return { outcome: 'recorded', journals: posted };
  },
});
