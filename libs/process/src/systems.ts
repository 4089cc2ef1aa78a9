import { defineSettings } from '#lib/platform';
import type { Domain } from '#lib/canonical';

const settings = defineSettings('systems', {
  suite_url: { env: 'SUITE_URL', type: 'url', default: 'http://127.0.0.1:4000', doc: 'Root of the suite; the system APIs are found under it unless set one by one.' },
  crm_system: { env: 'CRM_SYSTEM', type: 'string', default: 'salesforce', doc: 'System that serves customer relationship management.' },
  psa_system: { env: 'PSA_SYSTEM', type: 'string', default: 'kantata', doc: 'System that serves professional services automation.' },
  hcm_system: { env: 'HCM_SYSTEM', type: 'string', default: 'workday', doc: 'System that serves human capital management.' },
  erp_system: { env: 'ERP_SYSTEM', type: 'string', default: 'netsuite', doc: 'System that serves enterprise resource planning.' },
  crm_api_url: { env: 'CRM_API_URL', type: 'string', default: '', doc: 'System API of the CRM; default: under the suite.' },
  psa_api_url: { env: 'PSA_API_URL', type: 'string', default: '', doc: 'System API of the PSA; default: under the suite.' },
  hcm_api_url: { env: 'HCM_API_URL', type: 'string', default: '', doc: 'System API of the HCM; default: under the suite.' },
  erp_api_url: { env: 'ERP_API_URL', type: 'string', default: '', doc: 'System API of the ERP; default: under the suite.' },
});

/** Which system stands behind a domain: the name its vendor ids are kept under in cross references. */
export function systemOf(domain: Domain): string {
  return settings()[`${domain}_system`] as string;
}

/** Base address of the system API of a domain. */
export function systemApiUrl(domain: Domain): string {
  const own = settings()[`${domain}_api_url`] as string;
  return own || `${String(settings().suite_url).replace(/\/$/, '')}/system/${systemOf(domain)}`;
}
