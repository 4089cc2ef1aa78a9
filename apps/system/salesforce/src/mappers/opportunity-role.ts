import type { RoleNeeded } from '#lib/canonical';
import type { ChildShape, Row } from '../client/shape.js';
import { date, decimal, filled, needed, text, yes } from './values.js';

/** What is read of the roles sold on an opportunity. */
export const OPPORTUNITY_ROLE: ChildShape = {
  object: 'Opportunity_Role__c', relationship: 'Opportunity_Roles__r', parent: 'Opportunity__c',
  fields: ['Name', 'Role_Code__c', 'Quantity__c', 'Hours__c', 'Start_Date__c', 'End_Date__c', 'Region__c', 'Billable__c'],
};

/** Oldest first, so that a role keeps its place in `roles_needed` when others are added: the record id rises with creation. */
export function byAge(a: Row, b: Row): number {
  return a.Id < b.Id ? -1 : a.Id > b.Id ? 1 : 0;
}

/** A role sold (glossary 3.1). A role without dates of its own runs as long as the deal; one person unless the quantity says otherwise. */
export function roleNeededOf(row: Row, deal: { start: string | null; end: string | null; region: string | null }): RoleNeeded {
  const of = `role "${row.Name}"`;
  const member = (value: string | null, field: string) => needed(value, 'MISSING_PROJECT_ATTRIBUTE', `roles_needed.${field}`, `${of} has no ${field}, and the deal gives none`);
  return {
    role: member(text(row.Role_Code__c), 'role'),
    quantity: decimal(row.Quantity__c, 'roles_needed.quantity') ?? '1',
    hours: decimal(row.Hours__c, 'roles_needed.hours') ?? '0',
    start: member(date(row.Start_Date__c, 'roles_needed.start') ?? deal.start, 'start'),
    end: member(date(row.End_Date__c, 'roles_needed.end') ?? deal.end, 'end'),
    billable: yes(row.Billable__c),
    ...filled({ region: text(row.Region__c) ?? deal.region }),
  };
}
