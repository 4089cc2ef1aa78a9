import { effectKey } from '#lib/canonical';
import { defineFlow, refusedEffect } from '#lib/process';
import { followErp } from '../steps/follow-erp.js';

export interface FollowInvoiceInput {
  invoice_id: string;
  draft_key: string;
  contract_id: string;
}

/** The ERP says something new of a posted document (paid, partly paid, voided, credited): it is taken over, and sales and the project team are told. */
export const followInvoice = defineFlow<FollowInvoiceInput, { status: string | null }>({
  name: 'follow-invoice',
  queue: 'finance',
  businessKey: (i) => `invoice:${i.draft_key}:erp`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const told = await ctx.tx('take over what the ERP says', (em) => followErp(em, input.invoice_id, ctx.runId));
    if (!told) return { status: null };
    for (const project of told.project_source_ids) {
      const ask = { system: 'psa' as const, verb: 'set_invoice_status', key: effectKey.invoiceStatus(`psa:${project}`, told.invoice_number, told.status, told.no), body: { project_source_id: project, invoice_number: told.invoice_number, status: told.status, message: `${told.total} ${told.currency}` } };
      const done = await ctx.effect('tell the PSA', ask);
      if (!done.ok) throw refusedEffect(done, ask);
    }
    if (told.contract_source_id) {
      const ask = {
        system: 'crm' as const, verb: 'set_invoice_status', key: effectKey.invoiceStatus('crm', told.invoice_number, told.status, told.no),
        body: { contract_source_id: told.contract_source_id, opportunity_source_id: told.opportunity_source_id, invoice_number: told.invoice_number, status: told.status, invoice_date: told.invoice_date, total: told.total, currency: told.currency },
      };
      const done = await ctx.effect('tell the CRM', ask);
      if (!done.ok) throw refusedEffect(done, ask);
    }
    return { status: told.status };
  },
});
