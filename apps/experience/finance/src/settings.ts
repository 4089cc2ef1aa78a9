import { defineSettings } from '#lib/platform';

/** Settings of the finance views. */
export const financeSettings = defineSettings('finance_views', {
  group_currency: { env: 'GROUP_CURRENCY', type: 'string', default: 'USD', doc: 'ISO 4217 code of the currency in which figures of several legal entities are shown together.' },
  utilization_target: { env: 'UTILIZATION_TARGET', type: 'string', doc: 'Target utilization as a fraction, such as 0.75; figures then carry a band (green, amber, red).' },
});
