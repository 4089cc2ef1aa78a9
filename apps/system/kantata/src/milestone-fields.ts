import { pairs } from '#lib/connector';

/** What a milestone says beside what a story has, and the custom field of stories that holds it unless the tenant names another. */
export const MILESTONE_FIELDS = {
  contract_line: 'Contract Line', amount: 'Milestone Amount', completed_on: 'Completed On', acceptance_required: 'Acceptance Required', acceptance: 'Acceptance', accepted_on: 'Accepted On', acceptance_evidence: 'Acceptance Evidence',
  billing_trigger: 'Billing Trigger', revenue_trigger: 'Revenue Trigger', covered_tasks: 'Covered Tasks', billing_status: 'Billing Status',
} as const;

export type MilestoneField = keyof typeof MILESTONE_FIELDS;

/** Names of the custom fields in this tenant. */
export const milestoneFields = (settings: { readonly milestone_fields: readonly string[] }): Record<MilestoneField, string> => ({ ...MILESTONE_FIELDS, ...pairs(settings.milestone_fields) });
