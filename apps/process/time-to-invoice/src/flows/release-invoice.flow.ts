import { effectKey } from '#lib/canonical';
import { systemClient } from '#lib/clients';
import { BusinessFailure, defineFlow, refusedEffect, systemOf } from '#lib/process';
import { documentNo, erpDocument } from '../steps/release.js';
import { invoicePosted } from '../steps/posted.js';
import { redate } from '../steps/redate.js';

export interface ReleaseInvoiceInput {
  invoice_id: string;
  draft_key: string;
  contract_id: string;
}

/** How long the ERP may take to approve a document before a person is told: then a look an hour, for ever. */
const LOOKS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000, 900_000];

/**
 * A released document goes to the ERP; only when the ERP says `posted` is it posted; then the PSA and the CRM are told.
 */
export const releaseInvoice = defineFlow<ReleaseInvoiceInput, { number: string }>({
  name: 'release-invoice',
  queue: 'finance',
  businessKey: (i) => `invoice:${i.draft_key}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const erp = systemOf('erp');
    let created: { source_id: string; number?: string; status?: string; facts: Record<string, string> } | undefined;
    const first = await ctx.tx('which document to ask for', (em) => documentNo(em, input.invoice_id));
    for (let no = first; !created; no++) {
      const document = await ctx.tx(`prepare the ERP document ${no}`, (em) => erpDocument(em, input.invoice_id, no));
      const ask = { system: 'erp' as const, verb: document.verb, key: document.key, body: document.body };
      const result = await ctx.effect('create it in the ERP', ask);
      if (result.ok) created = { source_id: result.source_id, number: result.receipt.number, status: result.receipt.status, facts: result.receipt.facts };
      else if (result.problem.code === 'PERIOD_CLOSED' && no < first + 2) {
        const moved = await ctx.tx(`date it into the next open period ${no}`, (em) => redate(em, input.invoice_id));
        if (!moved) throw refusedEffect(result, ask);
      } else throw refusedEffect(result, ask);
    }

    const id = created.source_id;
    for (let look = 0; created.status !== 'posted'; look++) {
      if (created.status === 'voided' || created.status === 'rejected') throw new BusinessFailure('EFFECT_REJECTED', undefined, `The ERP has document ${created.number ?? id} as ${created.status}`, { source_id: id });
      if (look === LOOKS.length) await ctx.raise({ code: 'UNAPPROVED', message: `Document ${created.number ?? id} waits for approval in the ERP`, context: { source_id: id } });
      await ctx.sleep(LOOKS[look] ?? 3_600_000);
      const seen = await ctx.read('has the ERP posted it', async () => {
        const record = await systemClient().one('erp', 'erp_invoice', id, { correlation_id: ctx.correlationId, run_id: ctx.runId, priority: 'finance' });
        return record ? { status: record.data.status, number: record.data.invoice_number, period: record.data.period_name } : null;
      });
      if (seen) created = { ...created, status: ['paid', 'partially_paid', 'disputed'].includes(seen.status) ? 'posted' : seen.status, number: seen.number ?? created.number, facts: { ...created.facts, ...(seen.period ? { period: seen.period } : {}) } };
    }
    const document = created;
    const posted = await ctx.tx('posted', (em) => invoicePosted(em, input.invoice_id, { system: erp, source_id: id, number: document.number, period: document.facts['period'] }));

    const status = posted.kind === 'credit_memo' ? 'credited' as const : 'posted' as const;
    for (const project of posted.project_source_ids) {
      const ask = { system: 'psa' as const, verb: 'set_invoice_status', key: effectKey.invoiceStatus(`psa:${project}`, posted.invoice_number, status), body: { project_source_id: project, invoice_number: posted.invoice_number, status, message: `${posted.total} ${posted.currency}` } };
      const told = await ctx.effect('tell the PSA', ask);
      if (!told.ok) throw refusedEffect(told, ask);
    }
    if (posted.contract_source_id) {
      const ask = {
        system: 'crm' as const, verb: 'set_invoice_status', key: effectKey.invoiceStatus('crm', posted.invoice_number, status),
        body: { contract_source_id: posted.contract_source_id, opportunity_source_id: posted.opportunity_source_id, invoice_number: posted.invoice_number, status, invoice_date: posted.invoice_date, total: posted.total, currency: posted.currency },
      };
      const told = await ctx.effect('tell the CRM', ask);
      if (!told.ok) throw refusedEffect(told, ask);
    }
    return { number: posted.invoice_number };
  },
});
