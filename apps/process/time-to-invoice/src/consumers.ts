import type { Contract } from '#lib/canonical';
import { defineConsumer } from '#lib/process';
import { Invoice, recordById } from '#lib/store';
import { recapLine } from './steps/caps.js';
import { redraft } from './steps/redraft.js';

/** Drafts that lost an event (a milestone whose acceptance was withdrawn, a corrected expense) compute themselves anew at once. */
export const onTakenBack = defineConsumer({
  name: 'time-to-invoice.taken-back', types: ['billing_event.changed'],
  handle: async (em, events) => {
    for (const event of events) {
      if (!['cancelled', 'held'].includes(String(event.data['status'])) || event.data['kind'] === 'time' || event.data['kind'] === 'advance') continue;
      const drafts: { id: string }[] = await em.query(
        `select i.id from invoice i join invoice_line l on l.invoice_id = i.id where i.contract_id = $1 and i.status = 'draft' and i.kind = 'invoice' and $2::uuid = any(l.billing_event_ids)`, [event.data['contract_id'], event.entityid]);
      for (const { id } of drafts) {
        const draft = await em.findOne(Invoice, { where: { id }, lock: { mode: 'pessimistic_write' } });
        if (draft?.status === 'draft') await redraft(em, id);
      }
    }
  },
});

/** Recorded expenses share out the caps of their lines (EXP-7). */
export const onExpensesRecorded = defineConsumer({
  name: 'time-to-invoice.expense-caps', types: ['expense.recorded'],
  handle: async (em, events) => {
    const lines = new Set(events.flatMap((e) => (e.data['contract_lines'] as { contract_id: string; line_no: string }[]).map((l) => `${l.contract_id} ${l.line_no}`)));
    // In one order, so that two transactions never wait for each other.
    for (const [contractId, lineNo] of [...lines].sort().map((l) => l.split(' '))) {
      const contract = await recordById<Contract>(em, contractId!);
      if (contract) await recapLine(em, contract, lineNo!);
    }
  },
});
