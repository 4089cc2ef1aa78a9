import type { Contract, Client, Engagement, Opportunity, Project } from '#lib/canonical';
import { recordById, recordByKey, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A deal with everything project set-up reads from it. Parts that are missing are undefined: the validation names them. */
export interface Deal {
  opportunity: StoredRecord<Opportunity>;
  client?: StoredRecord<Client>;
  contract?: StoredRecord<Contract>;
  legal_entity_code?: string;
  project_code?: string;
}

/** Loads a deal by opportunity id. The legal entity of the contract wins over the one of the opportunity: it is signed. */
export async function loadDeal(em: EntityManager, opportunityId: string): Promise<Deal> {
  const opportunity = await recordById<Opportunity>(em, opportunityId);
  if (!opportunity) throw new Error(`opportunity ${opportunityId} is not in the store`);
  const { client_id, contract_id } = opportunity.data;
  const client = client_id ? await recordById<Client>(em, client_id) : undefined;
  const contract = contract_id ? await recordById<Contract>(em, contract_id) : undefined;
  const legal_entity_code = contract?.legal_entity_code ?? opportunity.legal_entity_code ?? undefined;
  return { opportunity, client, contract, legal_entity_code, project_code: legal_entity_code ? projectCode(legal_entity_code, opportunity.data.opportunity_number) : undefined };
}

/** Project codes are made by the gateway from facts that never change, so that asking twice gives one project (IC-009). */
export function projectCode(legalEntityCode: string, opportunityNumber: string): string {
  return `${legalEntityCode}-${opportunityNumber}`;
}

export async function projectOf(em: EntityManager, code: string): Promise<StoredRecord<Project> | undefined> {
  return recordByKey<Project>(em, 'project', code);
}

export async function engagementOf(em: EntityManager, code: string): Promise<StoredRecord<Engagement> | undefined> {
  return recordByKey<Engagement>(em, 'engagement', code);
}
