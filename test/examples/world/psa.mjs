// The PSA of the firm of the examples: roles, one global rate card, the custom fields of the conventions, an account for each person.
import { mailOf } from './hcm.mjs';

const stamps = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
const PROJECT_FIELDS = ['Project Code', 'Legal Entity', 'Billing Method', 'Contract Number', 'ERP Project Id'];
const MILESTONE_FIELDS = { 'Contract Line': 'string', 'Milestone Amount': 'currency', 'Completed On': 'date', 'Acceptance Required': 'string', Acceptance: 'string', 'Accepted On': 'date', 'Acceptance Evidence': 'string', 'Billing Trigger': 'string', 'Revenue Trigger': 'string', 'Covered Tasks': 'string', 'Billing Status': 'string' };

/** What an hour is billed at, in whole dollars, by the name of the role. */
export const RATES = { Consultant: 150, 'Senior Consultant': 200 };
const ROLES = Object.keys(RATES);
export const roleId = (name) => String(101 + ROLES.indexOf(name));
export const userId = (people, number) => String(1_000_001 + people.findIndex((p) => p.number === number));
export const roleCode = (name) => name.toUpperCase().replaceAll(' ', '_');

export function psaTables(people) {
  const tables = {
    roles: ROLES.map((name) => ({ id: roleId(name), name, deleted_at: null })),
    custom_fields: [
      ...PROJECT_FIELDS.map((name, n) => ({ id: String(901 + n), name, subject_type: 'Workspace', value_type: 'string', unique_constraint: false })),
      ...Object.entries(MILESTONE_FIELDS).map(([name, value_type], n) => ({ id: String(921 + n), name, subject_type: 'Story', value_type, unique_constraint: false })),
    ],
    expense_categories: ['Travel', 'Mileage', 'Lodging', 'Food', 'Entertainment', 'Other'].map((name, n) => ({ id: String(951 + n), name, deleted_at: null })),
    users: people.map((p) => ({ id: userId(people, p.number), full_name: `Person ${p.number}`, email_address: mailOf(p), role_id: roleId(p.role_name), headline: p.role_name, disabled: false })),
    account_memberships: people.map((p, n) => ({ id: String(1_500_001 + n), user_id: userId(people, p.number), permission: n === 0 ? 'administrator' : 'collaborator', disabled_at: null })),
    rate_card_sets: [{ id: '2001', title: 'GLOBAL', active: true }],
    rate_card_set_versions: [{ id: '3001', rate_card_set_id: '2001', effective_date: '2026-01-01', name: '2026' }],
    rate_cards: [{ id: '4001', title: 'GLOBAL USD', active: true, currency: 'USD', rate_card_set_id: '2001' }],
    rate_card_versions: [{ id: '5001', rate_card_id: '4001', rate_card_set_version_id: '3001', effective_date: '2026-01-01', default_rate: null }],
    rate_card_roles: ROLES.map((name, n) => ({ id: String(6001 + n), rate_card_version_id: '5001', role_id: roleId(name), rate: RATES[name] * 100 })),
  };
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => ({ ...row, ...stamps }))]));
}
