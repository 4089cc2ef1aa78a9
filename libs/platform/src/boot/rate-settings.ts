import { defineSettings } from '../config/registry.js';

/** How much one caller may ask of one app. */
export const rateSettings = defineSettings('rate', {
  person_per_minute: { env: 'RATE_LIMIT_PER_MINUTE', type: 'integer', default: 3_000, min: 1, doc: 'Requests a signed-in person may send per minute to one app.' },
  service_per_minute: { env: 'RATE_LIMIT_SERVICE_PER_MINUTE', type: 'integer', default: 600_000, min: 1, doc: 'Requests a service (role service) may send per minute to one app.' },
  address_per_minute: { env: 'RATE_LIMIT_ADDRESS_PER_MINUTE', type: 'integer', default: 3_000, min: 1, doc: 'Requests without sign-in (public routes) one address may send per minute to one app.' },
  failed_tokens_per_minute: { env: 'RATE_LIMIT_FAILED_TOKENS_PER_MINUTE', type: 'integer', default: 100, min: 1, doc: 'Refused tokens one address may send per minute before it has to wait.' },
});
