import type { Firm, Worker } from '../world/firm-types.js';

/** Ids of the rows the firm brings along, by position; the vendor's own numbering steps over them. */
const BASE = {
  role: 101, set: 2001, set_version: 3001, card: 4001, card_version: 5001, card_role: 6001, user: 1_000_001, membership: 1_500_001,
  workspace: 7_000_001, story: 8_000_001, place: 9_000_001, allocation: 9_500_001,
};

export const kantataId = (kind: keyof typeof BASE, n: number): string => String(BASE[kind] + n);
export const roleId = (firm: Firm, code: string): string => kantataId('role', firm.roles.findIndex((role) => role.code === code));
export const userId = (firm: Firm, worker: Worker): string => kantataId('user', firm.workers.indexOf(worker));
export const CUSTOM_FIELDS = ['Project Code', 'Legal Entity', 'Billing Method', 'Contract Number', 'ERP Project Id'];
/** Custom fields of milestones with their types. */
export const MILESTONE_FIELDS: [name: string, type: string][] = [
  ['Contract Line', 'string'], ['Milestone Amount', 'currency'], ['Completed On', 'date'], ['Acceptance Required', 'string'], ['Acceptance', 'string'], ['Accepted On', 'date'], ['Acceptance Evidence', 'string'], ['Billing Trigger', 'string'],
  ['Revenue Trigger', 'string'], ['Covered Tasks', 'string'], ['Billing Status', 'string'],
];
export const EXPENSE_CATEGORIES = ['Travel', 'Mileage', 'Lodging', 'Food', 'Entertainment', 'Other'];
