import { defineSettings } from '../config/registry.js';

/** How metrics may be read. */
export const metricsSettings = defineSettings('metrics', {
  public: { env: 'METRICS_PUBLIC', type: 'boolean', default: false, doc: 'Whether GET /metrics answers without a token (only where the network keeps strangers out).' },
});
