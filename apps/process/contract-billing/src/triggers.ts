import { type CanonicalEvent, type Contract } from '#lib/canonical';
import { defineConsumer, defineTrigger, startIn } from '#lib/process';
import { billsByTerms, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { contractDues } from './flows/contract-dues.flow.js';
import { postExpenseReport } from './flows/post-expense-report.flow.js';

/** Approved expenses are posted; a report that was approved and then is not, is taken back by the same steps. */
export const onExpenseReport = defineTrigger({
  name: 'contract-billing.expenses', types: ['expense.approved', 'expense.changed'], flow: postExpenseReport,
  input: (e) => (e.type === 'expense.approved' || e.data['previous_status'] === 'approved' || e.data['previous_status'] === 'reimbursed'
    ? { report_id: e.entityid, version: e.entityversion, natural_key: String(e.data['natural_key']), project_id: (e.data['project_id'] as string | undefined) ?? null } : null),
  id: (e) => `post-expense-report:${e.entityid}:${e.entityversion}`,
});

/**
 * Facts that change what a contract bills by its terms: the terms themselves, its project, time drawn from a retainer or counted towards a
 * minimum, usage, an estimate, an advance that was posted or applied. One run per contract and batch; contracts that bill time and expenses
 * alone start none.
 */
export const onBillingFacts = defineConsumer({
  name: 'contract-billing.facts',
  types: ['contract.signed', 'contract.changed', 'contract.amended', 'project.activated', 'timesheet.recorded', 'usage.recorded', 'estimate.approved', 'invoice.drafted', 'invoice.voided', 'invoice.posted', 'credit_memo.posted'],
  handle: async (em, events) => {
    const last = new Map<string, { event: CanonicalEvent; contract_number: string }>();
    for (const event of events) {
      const contract = await contractOf(em, event);
      if (!contract || !concerns(event, contract.data)) continue;
      last.set(contract.id, { event, contract_number: contract.data.contract_number });
    }
    for (const [contract_id, { event, contract_number }] of last) {
      await startIn(em, { flow: contractDues, id: `contract-dues:${contract_id}:${event.id}`, input: { contract_id, contract_number, through: null }, correlation_id: event.correlationid, causation_id: event.id });
    }
  },
});

async function contractOf(em: EntityManager, event: CanonicalEvent) {
  const text = (field: string): string | undefined => (typeof event.data[field] === 'string' ? (event.data[field] as string) : undefined);
  const named = event.type === 'contract.signed' || event.type === 'contract.changed' ? event.entityid : text('contract_id');
  if (named) return recordById<Contract>(em, named);
  const project = event.type === 'project.activated' ? event.entityid : text('project_id');
  const contract_id = project ? (await recordById(em, project))?.data['contract_id'] : undefined;
  return contract_id ? recordById<Contract>(em, contract_id) : undefined;
}

function concerns(event: CanonicalEvent, contract: Contract): boolean {
  const lines = contract.lines.filter(billsByTerms);
  if (event.type.startsWith('invoice.') || event.type.startsWith('credit_memo.')) return lines.some((l) => l.retainer?.unit === 'money');
  if (event.type === 'timesheet.recorded') return lines.some((l) => l.retainer || l.minimum_amount);
  return lines.length > 0;
}
