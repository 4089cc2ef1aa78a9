import { contentHash } from '#lib/canonical';
import { defineConsumer, defineTrigger, startIn } from '#lib/process';
import { clearExceptions, erpStanding, Invoice, invoicesAbout } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { followInvoice } from './flows/follow-invoice.flow.js';
import { laneOf, postTimesheet, postingOf } from './flows/post-timesheet.flow.js';
import { mismatchKey, standingKey } from './steps/follow-erp.js';

/** Approved time is posted; time that was approved and is then sent back, recalled or handed in anew is taken back by the same steps. */
export const onTimesheet = defineTrigger({
  name: 'time-to-invoice.timesheets', types: ['timesheet.approved', 'timesheet.rejected', 'timesheet.submitted'], flow: postTimesheet,
  input: (e) => (e.type !== 'timesheet.approved' && e.data['previous_status'] !== 'approved' ? null : {
    timesheet_id: e.entityid, version: e.entityversion, project_id: String(e.data['project_id']), natural_key: String(e.data['natural_key']),
    lane: laneOf({ worker_id: String(e.data['worker_id']), project_id: String(e.data['project_id']), period_start: String(e.data['period_start']) }),
  }),
  id: (e) => postingOf(e.entityid, e.entityversion),
});

/**
 * What the ERP tells of documents (feed `erp_invoice`) starts a run only where it is news: most of it is the echo of our own. A document
 * that the feed brought before its posting was recorded here is looked at again when it is.
 */
export const onErpInvoice = defineConsumer({
  name: 'time-to-invoice.erp-invoices',
  types: ['erp_invoice.changed', 'invoice.posted', 'credit_memo.posted'],
  handle: async (em, events) => {
    for (const event of events) {
      const invoices = event.type === 'erp_invoice.changed'
        ? await invoicesAbout(em, { source_system: event.sourcesystem!, source_id: event.sourceid!, original_source_id: event.data['original_source_id'] as string | undefined })
        : await postedAndOriginal(em, event.entityid);
      for (const invoice of invoices) {
        const standing = await erpStanding(em, invoice);
        if (!standing) continue;
        const news = standingKey(invoice, standing);
        // Both sides agree again, and nothing else is new: what was asked about is settled.
        if (!news) await clearExceptions(em, { business_key: mismatchKey(invoice), code: 'PAYMENT_MISMATCH' }, 'cleared', { by: 'process:time-to-invoice', reason: 'The ERP and the gateway agree on the document' });
        else await startIn(em, { flow: followInvoice, id: `follow-invoice:${invoice.id}:${contentHash(news).slice(0, 16)}`, input: { invoice_id: invoice.id, draft_key: invoice.draft_key, contract_id: invoice.contract_id }, correlation_id: event.correlationid, causation_id: event.id });
      }
    }
  },
});

async function postedAndOriginal(em: EntityManager, id: string): Promise<Invoice[]> {
  const invoice = await em.findOneBy(Invoice, { id });
  const original = invoice?.original_invoice_id ? await em.findOneBy(Invoice, { id: invoice.original_invoice_id }) : null;
  return [invoice, original].filter((i): i is Invoice => i !== null);
}
