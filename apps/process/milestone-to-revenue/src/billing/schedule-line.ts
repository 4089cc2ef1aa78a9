import type { Contract, ContractLine, Milestone } from '#lib/canonical';
import { newId } from '#lib/canonical';
import { moveMilestone } from '#lib/rules';
import { BillingScheduleLine, type StoredRecord, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/**
 * The schedule line a milestone makes due: the one that names its code, on the milestone's own contract line where it says one. A milestone
 * with an amount on a line without a schedule gets a line of its own. Undefined: the milestone bills nothing.
 */
export async function scheduleLineOf(em: EntityManager, milestone: StoredRecord<Milestone>, contract: StoredRecord<Contract>): Promise<BillingScheduleLine | undefined> {
  const { code, line_no } = milestone.data;
  const named = (await em.find(BillingScheduleLine, { where: { contract_id: contract.id, trigger: 'milestone', milestone_code: code }, order: { schedule_version: 'DESC' } }))
    .filter((l) => l.status !== 'cancelled' && l.status !== 'skipped' && (!line_no || l.line_no === line_no) && (l.milestone_id === null || l.milestone_id === milestone.id));
  const known = named.find((l) => l.milestone_id === milestone.id) ?? named[0];
  if (known) return known.milestone_id ? known : em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...known, milestone_id: milestone.id, updated_at: new Date() }));
  const line = contract.data.lines.find((l) => l.line_no === line_no);
  return line && ownAmount(milestone, line) ? insertOwn(em, milestone, contract, line) : undefined;
}

function ownAmount(milestone: StoredRecord<Milestone>, line: ContractLine): boolean {
  return Boolean(milestone.data.amount && milestone.data.billing_trigger && !line.billing_schedule?.length && ['fixed_fee', 'milestone'].includes(line.contract_type) && line.billing_method !== 'percent_complete');
}

function insertOwn(em: EntityManager, milestone: StoredRecord<Milestone>, contract: StoredRecord<Contract>, line: ContractLine): Promise<BillingScheduleLine> {
  return em.save(BillingScheduleLine, em.create(BillingScheduleLine, {
    id: newId(), tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, schedule_version: 1, seq: milestone.data.code, trigger: 'milestone', bill_date: milestone.data.planned_date ?? null, milestone_code: milestone.data.code, milestone_id: milestone.id,
    amount: milestone.data.amount!, net: null, currency: contract.data.currency, status: 'scheduled', billing_event_id: null, correlation_id: milestone.correlation_id,
  }));
}

/** FF-7: a milestone whose planned date moved re-dates its schedule line; what is due or invoiced stays. */
export async function followDate(em: EntityManager, line: BillingScheduleLine, milestone: StoredRecord<Milestone>): Promise<void> {
  const date = milestone.data.planned_date;
  if (!date || line.status !== 'scheduled' || line.bill_date === date) return;
  const [moved] = moveMilestone({ milestone_id: milestone.id, new_date: date, schedule_lines: [{ ...line, milestone_id: milestone.id, bill_date: line.bill_date ?? '' }], revenue_forecast: [] }).schedule_lines;
  await em.save(BillingScheduleLine, em.create(BillingScheduleLine, { ...line, bill_date: moved!.bill_date, updated_at: new Date() }));
}
