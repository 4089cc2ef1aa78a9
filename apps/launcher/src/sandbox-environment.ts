import { erpKeys } from './keys.js';

const KID = 'tl-cert-1';

/** Settings that point the four connectors at the sandbox vendors, with the sandbox's own credentials. They open nothing else. */
export function sandboxEnvironment(vendors: Record<string, string>, dataDir: string): Record<string, string> {
  const settings: Record<string, string> = {
    SALESFORCE_BASE_URL: vendors['salesforce']!, SALESFORCE_LOGIN_URL: vendors['salesforce']!, SALESFORCE_CLIENT_ID: 'throughline', SALESFORCE_CLIENT_SECRET: 'sandbox-salesforce-secret',
    KANTATA_BASE_URL: `${vendors['kantata']!}/api/v1`, KANTATA_TOKEN: 'sandbox-kantata-token',
    WORKDAY_BASE_URL: vendors['workday']!, WORKDAY_CLIENT_ID: 'throughline', WORKDAY_CLIENT_SECRET: 'sandbox-workday-secret', WORKDAY_REFRESH_TOKEN: 'sandbox-workday-refresh', WORKDAY_ISU_PASSWORD: 'sandbox-isu-password',
    NETSUITE_BASE_URL: vendors['netsuite']!, NETSUITE_CLIENT_ID: 'throughline-m2m', NETSUITE_CERTIFICATE_ID: KID, NETSUITE_PRIVATE_KEY: erpKeys(dataDir).privateKey,
  };
  // The sandbox commits at once unless a fault says otherwise: no need to wait as long as for the real ones.
  for (const vendor of ['SALESFORCE', 'KANTATA', 'WORKDAY', 'NETSUITE']) Object.assign(settings, { [`${vendor}_SETTLE_WINDOW`]: '1s', [`${vendor}_FIND_LAG`]: '200ms', [`${vendor}_TIMEOUT`]: '10s' });
  return settings;
}

/** Uploads the public key of this installation to the ERP sandbox, as an administrator does with a certificate. */
export async function seedErpKey(netsuite: string, dataDir: string): Promise<void> {
  const answer = await fetch(`${netsuite}/__sandbox/tables/oauth_certificate`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify([{ id: KID, pem: erpKeys(dataDir).publicKey }]) });
  if (!answer.ok) throw new Error(`The ERP sandbox did not take the certificate: ${answer.status} ${await answer.text()}`);
}
