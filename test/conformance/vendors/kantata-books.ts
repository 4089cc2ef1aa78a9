const STAMPS = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
const FIELDS = ['Project Code', 'Legal Entity', 'Billing Method', 'Contract Number', 'ERP Project Id'];
export const MILESTONE_FIELDS = [
  ['Contract Line', 'string'], ['Milestone Amount', 'currency'], ['Completed On', 'date'], ['Acceptance Required', 'string'], ['Acceptance', 'string'], ['Accepted On', 'date'], ['Acceptance Evidence', 'string'], ['Billing Trigger', 'string'],
  ['Revenue Trigger', 'string'], ['Covered Tasks', 'string'], ['Billing Status', 'string'],
];

/** An account with two people, two roles, the custom fields, a rate card, and one project that is open for time. */
const rows: Record<string, object[]> = {
  roles: [{ id: '10', name: 'Senior Consultant' }, { id: '11', name: 'Project Manager' }],
  users: [{ id: '1', full_name: 'Ada Adams', email_address: 'ada@firm.example', role_id: '10' }, { id: '2', full_name: 'Bo Berg', email_address: 'bo@firm.example', role_id: '11' }],
  account_memberships: [{ id: '5', user_id: '2', permission: 'administrator' }],
  custom_fields: [
    ...FIELDS.map((name, n) => ({ id: String(401 + n), name, subject_type: 'Workspace', value_type: 'string', unique_constraint: false })),
    ...MILESTONE_FIELDS.map(([name, value_type], n) => ({ id: String(421 + n), name, subject_type: 'Story', value_type, unique_constraint: false })),
  ],
  vendors: [{ id: '30', name: 'Metro Cars' }],
  attachments: [{ id: '31', filename: 'taxi.pdf', type: 'receipt' }],
  rate_card_sets: [{ id: '20', title: 'GLOBAL' }],
  rate_card_set_versions: [{ id: '21', rate_card_set_id: '20', effective_date: '2026-01-01', name: '2026' }],
  rate_cards: [{ id: '23', title: 'GLOBAL USD', currency: 'USD', rate_card_set_id: '20' }],
  rate_card_versions: [{ id: '24', rate_card_id: '23', rate_card_set_version_id: '21', effective_date: '2026-01-01', default_rate: 9000 }],
  rate_card_roles: [{ id: '26', rate_card_version_id: '24', role_id: '10', rate: 15000 }],
  workspaces: [{ id: '100', title: 'US01-OPP-1 Alpha', currency: 'USD', status_key: '300', stage: 'project', time_trackable: true, archived: false, rate_card_id: '23' }],
  stories: [{ id: '200', workspace_id: '100', title: 'DEL Delivery', story_type: 'task', billable: true, time_trackable: true, archived: false, deleted_at: null }],
  workspace_resources: [{ id: '300', workspace_id: '100', user_id: '1', role_id: '10', label: null }],
};

export const BOOKS: Record<string, object[]> = Object.fromEntries(Object.entries(rows).map(([table, of]) => [table, of.map((row) => ({ ...STAMPS, ...row }))]));
export { STAMPS };
