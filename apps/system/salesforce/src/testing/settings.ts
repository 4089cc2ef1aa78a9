import { settings, type SalesforceSettings } from '../config.js';

/** Default settings with some of the org's own names, for specs. */
export function givenNames(...names: string[]): SalesforceSettings {
  const defaults = Object.fromEntries(Object.entries(settings).map(([key, d]) => [key, 'default' in d ? d.default : undefined]));
  return { ...defaults, base_url: 'https://acme.my.salesforce.com', client_id: 'app', names } as unknown as SalesforceSettings;
}
