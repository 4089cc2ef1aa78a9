import { type SettingsOf, vendorSettings } from '#lib/connector';

/** What a tenant sets for its NetSuite account. The defaults are the names agreed in docs/vendors/tenant-conventions.md. */
export const settings = vendorSettings({
  base_url: { env: 'NETSUITE_BASE_URL', type: 'url', required: true, doc: 'REST domain of the account: https://<account id>.suitetalk.api.netsuite.com (sandboxes: 1234567-sb1).' },
  client_id: { env: 'NETSUITE_CLIENT_ID', type: 'string', required: true, doc: 'Client id of the integration record with the client-credentials flow.' },
  certificate_id: { env: 'NETSUITE_CERTIFICATE_ID', type: 'string', required: true, doc: 'Certificate id (kid) of the machine-to-machine mapping.' },
  private_key: { env: 'NETSUITE_PRIVATE_KEY', type: 'string', secret: true, required: true, doc: 'PKCS 8 private key of that certificate, PEM; line breaks may be written as \\n.' },
  signing_algorithm: { env: 'NETSUITE_SIGNING_ALGORITHM', type: 'enum', values: ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'], default: 'ES256', doc: 'Algorithm that fits the key; NetSuite refuses RS256.' },
  token_audience: { env: 'NETSUITE_TOKEN_AUDIENCE', type: 'url', doc: 'Audience of the assertion where it is not the token endpoint under the base url (behind a proxy).' },
  account_time_zone: { env: 'NETSUITE_TIME_ZONE', type: 'string', default: 'UTC', doc: 'IANA zone of the integration user’s preferences: SuiteQL shows change times on that wall clock.' },
  legal_entity_field: { env: 'NETSUITE_LEGAL_ENTITY_FIELD', type: 'string', default: 'externalid', doc: 'SuiteQL column of subsidiary that holds the legal entity code.' },
  segment_code_field: { env: 'NETSUITE_SEGMENT_CODE_FIELD', type: 'string', default: 'externalid', doc: 'SuiteQL column of department and classification that holds the practice and region code.' },
  tax_reason_field: { env: 'NETSUITE_TAX_REASON_FIELD', type: 'string', default: 'custrecord_reason', doc: 'SuiteQL column of salestaxitem that says why a rate is zero.' },
  customer_key_field: { env: 'NETSUITE_CUSTOMER_KEY_FIELD', type: 'string', default: 'custentity_tl_key', doc: 'Custom field of customer that takes our key.' },
  accounts: {
    env: 'NETSUITE_ACCOUNTS', type: 'list',
    default: [
      'receivable=1100', 'receivable_revaluation=1110', 'contract_asset=1150', 'wip_cost=1160', 'recoverable_tax=1300', 'tax_payable=2100', 'expense_payable=2150', 'contract_liability=2200',
      'labor_clearing=2300', 'loss_provision=2400', 'revenue_services=4000', 'revenue_expense_reimbursement=4100', 'labor_cost=5000', 'expense_cost=5100', 'provision_expense=5200',
      'fx_gain_loss=7800', 'rounding=7900',
    ],
    doc: 'Account role = account number, the whole list; a role that is not in it is refused.',
  },
  service_item: { env: 'NETSUITE_SERVICE_ITEM', type: 'string', default: 'SVC-TIME', doc: 'Item of invoice and credit lines for work already earned; its income account is the contract asset.' },
  adjustment_item: { env: 'NETSUITE_ADJUSTMENT_ITEM', type: 'string', default: 'SVC-ADJ', doc: 'Item of such lines with a negative net; same income account.' },
  advance_item: { env: 'NETSUITE_ADVANCE_ITEM', type: 'string', default: 'SVC-ADV', doc: 'Item of lines billed ahead of performance or apart from it; its income account is the contract liability.' },
  revenue_item: { env: 'NETSUITE_REVENUE_ITEM', type: 'string', doc: 'Item of lines that credit revenue at once. No flow asks for one: where it is not set, such a line is refused.' },
  dispute_field: { env: 'NETSUITE_DISPUTE_FIELD', type: 'string', default: 'custbody_disputed', doc: 'SuiteQL column of transaction (T/F) by which people mark an invoice as disputed; `none` where there is no such field.' },
  job_billing_types: {
    env: 'NETSUITE_JOB_BILLING_TYPES', type: 'list',
    default: ['time_and_materials=TM', 'fixed_fee=FBI', 'milestone=FBM', 'retainer=FBI', 'managed_services=FBI', 'expense=TM'],
    doc: 'Billing type = id of the project’s jobBillingType.',
  },
  document_statuses: {
    env: 'NETSUITE_DOCUMENT_STATUSES', type: 'list',
    default: [
      'CustInvc:A=posted', 'CustInvc:B=paid', 'CustInvc:D=released', 'CustInvc:E=rejected', 'CustInvc:V=voided', 'CustCred:A=posted', 'CustCred:B=posted', 'CustCred:V=voided',
      'Journal:A=submitted', 'Journal:B=posted', 'Journal:R=rejected', 'Journal:V=reversed',
    ],
    doc: 'Transaction type:status letter = canonical status. One that is not in it becomes UNMAPPED_STATUS.',
  },
  zero_reasons: {
    env: 'NETSUITE_ZERO_REASONS', type: 'list',
    default: ['reverse charge=reverse_charge', 'zero-rated=zero_rated', 'zero rated=zero_rated', 'exempt=exempt', 'not taxable=exempt', 'outside=outside_scope', 'out of scope=outside_scope'],
    doc: 'Words of the tax code’s reason = canonical zero reason; the first that occurs counts.',
  },
  rate_type: { env: 'NETSUITE_RATE_TYPE', type: 'enum', values: ['spot', 'average', 'closing', 'contract_fixed'], default: 'spot', doc: 'What the account’s currency rate table holds.' },
  rounding_profile: { env: 'NETSUITE_ROUNDING_PROFILE', type: 'string', default: 'half_up', doc: 'Rounding of the legal entities.' },
  data_regions: { env: 'NETSUITE_DATA_REGIONS', type: 'list', default: ['*=default'], doc: 'Country of the subsidiary = region in which its data is kept; * stands for every other country.' },
});

export type NetsuiteSettings = SettingsOf<typeof settings>;
