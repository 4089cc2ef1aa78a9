import { type SettingsOf, vendorSettings } from '#lib/connector';

/** What a tenant sets for its org. The names on the left of every list are the defaults of docs/vendors/tenant-conventions.md. */
export const settings = vendorSettings({
  base_url: { env: 'SALESFORCE_BASE_URL', type: 'url', required: true, doc: 'My Domain address of the org, such as https://acme.my.salesforce.com (never the lightning host).' },
  login_url: { env: 'SALESFORCE_LOGIN_URL', type: 'url', doc: 'Where tokens come from, when it is not the My Domain address (https://login.salesforce.com for the JWT and refresh grants).' },
  api_version: { env: 'SALESFORCE_API_VERSION', type: 'string', default: '66.0', doc: 'REST API version spoken.' },
  grant: { env: 'SALESFORCE_GRANT', type: 'enum', values: ['client_credentials', 'jwt_bearer', 'refresh_token'], default: 'client_credentials', doc: 'OAuth grant the connected app allows.' },
  client_id: { env: 'SALESFORCE_CLIENT_ID', type: 'string', required: true, doc: 'Consumer key of the connected app.' },
  client_secret: { env: 'SALESFORCE_CLIENT_SECRET', type: 'string', secret: true, doc: 'Consumer secret; needed for client_credentials.' },
  refresh_token: { env: 'SALESFORCE_REFRESH_TOKEN', type: 'string', secret: true, doc: 'Refresh token; needed for refresh_token.' },
  username: { env: 'SALESFORCE_USERNAME', type: 'string', doc: 'User the JWT speaks for; needed for jwt_bearer.' },
  private_key: { env: 'SALESFORCE_PRIVATE_KEY', type: 'string', secret: true, doc: 'PKCS #8 PEM of the RSA key whose certificate the connected app has; needed for jwt_bearer.' },
  audience: { env: 'SALESFORCE_AUDIENCE', type: 'string', default: 'https://login.salesforce.com', doc: 'Audience of the JWT: https://login.salesforce.com, https://test.salesforce.com for sandboxes, or the site address.' },
  stages: {
    env: 'SALESFORCE_STAGES', type: 'list', doc: 'Stage = canonical stage, for stages that are not closed; closed ones follow IsWon.',
    default: ['Prospecting=open', 'Qualification=qualified', 'Needs Analysis=qualified', 'Value Proposition=qualified', 'Proposal/Price Quote=qualified', 'Negotiation/Review=committed'],
  },
  contract_statuses: { env: 'SALESFORCE_CONTRACT_STATUSES', type: 'list', default: ['Draft=draft', 'InApproval=draft', 'Activated=active'], doc: 'Contract StatusCode = canonical contract status.' },
  account_statuses: { env: 'SALESFORCE_ACCOUNT_STATUSES', type: 'list', default: ['Prospect=prospect', 'Active=active', 'On Hold=on_hold', 'Inactive=inactive'], doc: 'Account Status__c = canonical client status.' },
  names: { env: 'SALESFORCE_NAMES', type: 'list', default: [], doc: 'Default API name = name in this org, for objects, fields and child relationships; a field of one object as Object.Field, such as Contract.PO_Number__c=PO__c.' },
});

/** The typed values. */
export type SalesforceSettings = SettingsOf<typeof settings>;
