import { type Client, type Contract, type ContractLine, inRange, type Project, type Task } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { recordById, type StoredRecord } from '../records.js';

/** Everything about a project that decides how its work is billed. */
export interface BillingTerms {
  project: StoredRecord<Project>;
  contract?: StoredRecord<Contract>;
  client?: StoredRecord<Client>;
}

export async function billingTerms(em: EntityManager, projectId: string): Promise<BillingTerms> {
  const project = await recordById<Project>(em, projectId);
  if (!project) throw new Error(`project ${projectId} is not in the store`);
  const { contract_id, client_id } = project.data;
  return { project, contract: contract_id ? await recordById<Contract>(em, contract_id) : undefined, client: client_id ? await recordById<Client>(em, client_id) : undefined };
}

/** The contract line that covers a class of transaction on a task on a date; lines that name tasks win over lines that cover all (glossary 3.4). */
export function lineFor(contract: Contract | undefined, task: Task | undefined, date: string, transaction: 'time' | 'expense' = 'time'): ContractLine | undefined {
  const covering = (contract?.lines ?? []).filter((l) => l.status === 'active' && inRange(date, l.start, l.end)
    && (l.included_classes.length === 0 ? (l.contract_type === 'expense') === (transaction === 'expense') : l.included_classes.includes(transaction)) && (l.task_codes.length === 0 || (task && l.task_codes.includes(task.wbs_code))));
  return covering.find((l) => l.task_codes.length > 0) ?? covering[0];
}

/** The tax profile a line bills under: its own, else the client's. */
export function taxProfileOf(line: ContractLine, client: Client | undefined): string | null {
  return line.tax_profile ?? client?.tax_profile ?? null;
}

/** The rate card a line names for work of a date: an amendment changes it from its effective date on (MOD-7). */
export function rateCardOn(line: ContractLine, workDate: string): string | undefined {
  const earlier = [...(line.earlier_rate_cards ?? [])].sort((a, b) => (a.before < b.before ? -1 : 1)).find((e) => workDate < e.before);
  return earlier ? earlier.rate_card_code : line.rate_card_code;
}

/** Does the line bill by its own terms, as time passes or as it is used, beside approved time and expenses? */
export function billsByTerms(line: ContractLine): boolean {
  return Boolean(line.billing_schedule?.length || line.retainer || line.recurring || line.usage?.length || line.minimum_amount || line.billing_method === 'percent_complete');
}

/** First day a line is in force: its own, else the contract's, else the day it was signed. */
export function startOf(contract: Contract, line: ContractLine): string | undefined {
  return line.start ?? contract.start ?? contract.signed_date;
}
