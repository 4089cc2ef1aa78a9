import { type Amendment, contentHash } from '#lib/canonical';
import { defineConsumer, defineTrigger, retryRun } from '#lib/process';
import { clearExceptions } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { applyAmendment } from './flows/apply-amendment.flow.js';
import { showWorkAtRisk } from './steps/at-risk.js';
import { termsHash } from './steps/approval.js';
import { estimateKey } from './steps/budget.js';

/** An amendment is approved. The same terms with the same approvals are one fact: what the CRM says once more, or after it was taken back, starts nothing. */
export const onApproved = defineTrigger({
  name: 'amendments.approved', types: ['amendment.approved'], flow: applyAmendment,
  input: (e) => (e.data['deleted'] === true ? null : { amendment_id: e.entityid, contract_id: String(e.data['contract_id']), natural_key: String(e.data['natural_key'] ?? e.entityid) }),
  id: (e) => {
    const data = e.data as unknown as Amendment;
    return `apply-amendment:${e.entityid}:${contentHash([termsHash(data), data.client_approved, data.revenue_approved_by ?? null]).slice(0, 12)}`;
  },
});

/** Once an amendment is applied, or given up, the next one of its contract has its turn: what was refused for its order is tried again. */
export const onSettled = defineConsumer({
  name: 'amendments.next-in-order', types: ['contract.amended', 'amendment.changed'],
  handle: async (em, events) => {
    for (const event of events) {
      if (event.type === 'amendment.changed' && event.data['status'] !== 'rejected' && event.data['deleted'] !== true) continue;
      const contractId = String(event.data['contract_id']);
      const [next] = await em.query(
        `select x.run_id from exception x join process_run r on r.id = x.run_id join canonical_record a on a.id = (r.input->>'amendment_id')::uuid
         where x.code = 'AMENDMENT_ORDER' and x.workflow = 'apply-amendment' and x.status in ('open', 'assigned') and r.state = 'waiting' and r.input->>'contract_id' = $1
         order by a.data->>'effective_date', (a.data->>'amendment_number')::numeric limit 1`, [contractId]);
      if (next) await retryRun(next.run_id, 'process:amendments', em);
    }
  },
});

/** Work on a change that is not approved is at risk (MOD-1): shown while it is so. */
export const workAtRisk = defineConsumer({
  name: 'amendments.work-at-risk', types: ['amendment.changed', 'amendment.approved', 'labor_cost.posted'],
  handle: async (em, events) => {
    for (const event of events) {
      for (const id of event.type === 'labor_cost.posted' ? await unapprovedAround(em, String(event.data['timesheet_id'])) : [event.entityid]) await showWorkAtRisk(em, id, event.correlationid);
    }
  },
});

/** A new estimate is approved: it is of the scope that holds now. */
export const estimateRenewed = defineConsumer({
  name: 'amendments.estimate-renewed', types: ['estimate.approved'],
  handle: async (em, events) => {
    for (const event of events) {
      const [project] = await em.query(`select data->>'project_code' as code from canonical_record where id = $1`, [event.data['project_id'] ?? null]);
      if (project) await clearExceptions(em, { business_key: estimateKey(project.code), code: 'EAC_STALE', workflow: 'apply-amendment' }, 'cleared', { by: 'throughline', reason: 'A new estimate at completion was approved' });
    }
  },
});

/** Amendments that nobody has approved, of the contract a timesheet worked for. */
async function unapprovedAround(em: EntityManager, timesheetId: string): Promise<string[]> {
  const rows = await em.query(
    `select distinct a.id from time_entry e join canonical_record a on a.entity = 'amendment' and not a.deleted and a.status in ('draft', 'submitted', 'rejected') and a.data->>'contract_id' = e.contract_id::text where e.timesheet_id = $1`, [timesheetId]);
  return rows.map((r: { id: string }) => r.id);
}
