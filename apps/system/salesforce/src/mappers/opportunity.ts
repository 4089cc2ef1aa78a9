import type { EntityRef } from '#lib/canonical';
import { type Known, type Mapped, mapStatus, pairs } from '#lib/connector';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { living } from './living.js';
import { byAge, OPPORTUNITY_ROLE, roleNeededOf } from './opportunity-role.js';
import { date, decimal, filled, fraction, text, yes } from './values.js';

/** What is read of an opportunity: the deal and the roles sold on it. */
export const OPPORTUNITY = {
  object: 'Opportunity',
  fields: [
    'Name', 'AccountId', 'StageName', 'Amount', 'Probability', 'CloseDate', 'CurrencyIsoCode', 'ContractId', 'IsClosed', 'IsWon', 'Type', 'Opportunity_Number__c', 'Legal_Entity__c', 'Practice__c', 'Region__c',
    'Commercial_Approval__c', 'Sold_Hours__c', 'Target_Margin__c', 'Start_Date__c', 'End_Date__c', 'Project_Manager__c', 'Loss_Reason__c',
  ],
  children: [OPPORTUNITY_ROLE],
};

/** Opportunity fields left out, with the reason. */
export const OPPORTUNITY_DROPPED = {
  attributes: 'address of the record in the API', Delivery_Status__c: 'written by the gateway itself', Delivery_Project_Code__c: 'written by the gateway itself', OwnerId: 'the account team is not part of delivery',
  CreatedDate: 'SystemModstamp orders changes', CreatedById: 'not needed', LastModifiedDate: 'SystemModstamp moves with every change, this does not', LastModifiedById: 'not needed',
  ForecastCategory: 'sales forecasting is not delivery', HasOpportunityLineItem: 'products are not delivery roles', Description: 'free text of sales', NextStep: 'free text of sales', LeadSource: 'not part of delivery',
};

const APPROVALS = { Draft: 'draft', Submitted: 'submitted', Approved: 'approved', Rejected: 'rejected' } as const;

/** What a deal says whatever its stage, approval and roles. */
export function knownOpportunity(row: Row): Known {
  return { natural_key: text(row.Opportunity_Number__c), deleted: yes(row.IsDeleted), refs: refsOf(row), extensions: filled({ type: text(row.Type) }) };
}

/** A deal with the roles it needs (glossary 3.1). Natural key: opportunity number. Approval never given is `draft`. */
export function opportunityOf(row: Row, settings: SalesforceSettings): Mapped {
  const [start, end, region] = [date(row.Start_Date__c, 'start'), date(row.End_Date__c, 'end'), text(row.Region__c)];
  const approval = text(row.Commercial_Approval__c) === null ? 'draft' : mapStatus(APPROVALS, 'commercial_approval', row.Commercial_Approval__c);
  return {
    ...knownOpportunity(row),
    approval_status: approval,
    data: {
      opportunity_number: text(row.Opportunity_Number__c), name: text(row.Name), stage: text(row.StageName), canonical_stage: stageOf(row, settings), probability: fraction(row.Probability, 'probability'),
      expected_close: date(row.CloseDate, 'expected_close'), amount: decimal(row.Amount, 'amount'), currency: text(row.CurrencyIsoCode), practice: text(row.Practice__c), region,
      project_manager_number: text(row.Project_Manager__c), sold_hours: decimal(row.Sold_Hours__c, 'sold_hours'), target_margin: fraction(row.Target_Margin__c, 'target_margin'), start, end,
      loss_reason: text(row.Loss_Reason__c), roles_needed: living(row, OPPORTUNITY_ROLE).sort(byAge).map((role) => roleNeededOf(role, { start, end, region })), commercial_approval: approval,
    },
  };
}

/** Closed stages by their flags, for orgs rename them freely; open ones by the tenant's map. */
function stageOf(row: Row, settings: SalesforceSettings): string {
  if (yes(row.IsWon)) return 'closed_won';
  if (yes(row.IsClosed)) return 'closed_lost';
  return mapStatus(pairs(settings.stages), 'stage', row.StageName);
}

function refsOf(row: Row): Record<string, EntityRef> {
  const [account, contract, entity] = [text(row.AccountId), text(row.ContractId), text(row.Legal_Entity__c)];
  return {
    ...(account === null ? {} : { client_id: { entity: 'client', source_id: account } }),
    ...(contract === null ? {} : { contract_id: { entity: 'contract', source_id: contract, optional: true } }),
    ...(entity === null ? {} : { legal_entity_id: { entity: 'legal_entity', natural_key: entity, optional: true } }),
  };
}
