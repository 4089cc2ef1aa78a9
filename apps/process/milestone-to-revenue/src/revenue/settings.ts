import { defineSettings } from '#lib/platform';

export const revenueSettings = defineSettings('revenue', {
  us_gaap_entities: { env: 'REVENUE_US_GAAP_ENTITIES', type: 'list', default: [], doc: 'Legal entities that report under US GAAP: expected losses of service contracts are computed and shown, not posted (LOSS-5). All others follow IFRS.' },
});

/** Under which framework a legal entity reports. */
export function gaapOf(legalEntityCode: string): 'ifrs' | 'us_gaap' {
  return revenueSettings().us_gaap_entities.includes(legalEntityCode) ? 'us_gaap' : 'ifrs';
}
