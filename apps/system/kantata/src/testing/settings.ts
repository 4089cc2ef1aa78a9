import { createRuntime } from '#lib/connector';
import { kantata } from '../connector.js';
import type { KantataSettings } from '../settings.js';

/** Settings for specs: defaults, an address that answers nothing, and what the spec wants otherwise. */
export function settingsOf(more: object = {}): KantataSettings {
  return createRuntime(kantata, { settings: { base_url: 'http://127.0.0.1/api/v1', token: 't', ...more } }).settings as KantataSettings;
}
