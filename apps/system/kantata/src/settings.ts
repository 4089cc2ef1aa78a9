import { type SettingsOf, vendorSettings } from '#lib/connector';
import { MILESTONE_FIELDS } from './milestone-fields.js';

/** What a tenant sets for Kantata OX. */
export const settings = vendorSettings({
  base_url: { env: 'KANTATA_BASE_URL', type: 'url', required: true, doc: 'Root of the Kantata OX API with its version: https://api.mavenlink.com/api/v1.' },
  token: { env: 'KANTATA_TOKEN', type: 'string', secret: true, required: true, doc: 'Access token of the integration’s account administrator.' },
  project_statuses: {
    env: 'KANTATA_PROJECT_STATUSES', type: 'list', default: ['100=provisional', '200=pending_setup', '250=approved', '300=active', '310=on_hold', '400=completed', '500=closed', '501=cancelled'],
    doc: 'Project status key of the account = canonical status. Where several keys stand for one status, the first is the one written.',
  },
  deletion_events: { env: 'KANTATA_DELETION_EVENTS', type: 'boolean', default: true, doc: 'Learn of deleted bookings from the account’s events; switch off where the account does not have the events add-on.' },
  field_project_code: { env: 'KANTATA_FIELD_PROJECT_CODE', type: 'string', default: 'Project Code', doc: 'Custom field of a project that holds its code.' },
  field_legal_entity: { env: 'KANTATA_FIELD_LEGAL_ENTITY', type: 'string', default: 'Legal Entity', doc: 'Custom field of a project that holds its legal entity code.' },
  field_billing_method: { env: 'KANTATA_FIELD_BILLING_METHOD', type: 'string', default: 'Billing Method', doc: 'Custom field of a project that holds how it is billed; `none` is internal work.' },
  field_contract_number: { env: 'KANTATA_FIELD_CONTRACT_NUMBER', type: 'string', default: 'Contract Number', doc: 'Custom field of a project that holds its contract number.' },
  milestone_states: {
    env: 'KANTATA_MILESTONE_STATES', type: 'list',
    default: [
      'not started=planned', 'new=planned', 'started=in_progress', 'in progress=in_progress', 'needs info=in_progress', 'reopened=in_progress', 'blocked=in_progress', 'completed=completed', 'fixed=completed', 'resolved=completed', 'duplicate=cancelled',
      'can\'t reproduce=cancelled', 'won\'t fix=cancelled',
    ],
    doc: 'State of a milestone’s story = `planned`, `in_progress`, `completed` or `cancelled`; accepted and rejected come from the custom field.',
  },
  milestone_fields: {
    env: 'KANTATA_MILESTONE_FIELDS', type: 'list', default: Object.entries(MILESTONE_FIELDS).map(([field, name]) => `${field}=${name}`),
    doc: 'What a milestone says = custom field of tasks that holds it; what is not listed keeps its default.',
  },
  field_erp_project_id: { env: 'KANTATA_FIELD_ERP_PROJECT_ID', type: 'string', default: 'ERP Project Id', doc: 'Custom field of a project that holds its id in the ERP.' },
});

export type KantataSettings = SettingsOf<typeof settings>;
