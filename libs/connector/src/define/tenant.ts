import { defineSettings, type SettingDescriptor, type SettingsReader, Secret } from '#lib/platform';
import type { Connector } from './connector.js';
import type { Manifest } from './manifest.js';

const DEFAULT_OVERLAP_MS = 60_000;

/** A manifest with every value filled in. */
export type EffectiveManifest = Manifest & { overlapMs: number };

interface Readers {
  own: SettingsReader<Record<string, SettingDescriptor>>;
  limits: () => Record<string, unknown>;
}

const readers = new WeakMap<Connector, Readers>();

/** The settings every vendor has besides its own: a tenant's word over the manifest. */
function limitSettings(prefix: string, m: Manifest) {
  return {
    concurrency: { env: `${prefix}_CONCURRENCY`, type: 'integer', default: m.limits.concurrency, min: 1, doc: 'Requests to the vendor under way at once, over all callers of this process.' },
    per_second: { env: `${prefix}_PER_SECOND`, type: 'number', ...(m.limits.perSecond === undefined ? {} : { default: m.limits.perSecond }), min: 0.01, doc: 'Requests started per second; none = no limit of ours.' },
    timeout: { env: `${prefix}_TIMEOUT`, type: 'duration_ms', default: m.requestTimeoutMs, min: 1, doc: 'How long the vendor may take to answer.' },
    settle_window: { env: `${prefix}_SETTLE_WINDOW`, type: 'duration_ms', default: m.settleWindowMs, min: 0, doc: 'After an unknown outcome, how long a commit may still arrive late.' },
    find_lag: { env: `${prefix}_FIND_LAG`, type: 'duration_ms', default: m.findLagMs, min: 0, doc: 'How long the vendor’s search may not show a commit yet.' },
    overlap: { env: `${prefix}_OVERLAP`, type: 'duration_ms', default: m.overlapMs ?? DEFAULT_OVERLAP_MS, min: 0, doc: 'How far back a delta read looks again for records that show up late.' },
  } as const satisfies Record<string, SettingDescriptor>;
}

/** Makes a connector's settings known to the platform: read at boot, listed in the configuration reference. */
export function declareSettings(connector: Connector): void {
  const prefix = connector.vendor.toUpperCase().replaceAll('-', '_');
  readers.set(connector, {
    own: defineSettings(connector.vendor, connector.settings),
    limits: defineSettings(`${connector.vendor}.limits`, limitSettings(prefix, connector.manifest)),
  });
}

/** The tenant's values of a connector's settings. Throws SettingsError when something required is missing. */
export function tenantSettings(connector: Connector): { base_url: string } {
  return readers.get(connector)!.own() as unknown as { base_url: string };
}

/** The manifest with the tenant's overrides applied. */
export function tenantManifest(connector: Connector): EffectiveManifest {
  const v = readers.get(connector)!.limits() as { concurrency: number; per_second?: number; timeout: number; settle_window: number; find_lag: number; overlap: number };
  return {
    ...connector.manifest, limits: { concurrency: v.concurrency, ...(v.per_second === undefined ? {} : { perSecond: v.per_second }) },
    requestTimeoutMs: v.timeout, settleWindowMs: v.settle_window, findLagMs: v.find_lag, overlapMs: v.overlap,
  };
}

/** Settings given in code (specs): plain text where a secret is wanted is wrapped, defaults fill the rest. */
export function givenSettings(connector: Connector, given: Record<string, unknown>): { base_url: string } {
  const values: Record<string, unknown> = {};
  for (const [key, d] of Object.entries(connector.settings) as [string, SettingDescriptor][]) {
    const value = given[key] ?? d.default;
    values[key] = d.secret && typeof value === 'string' ? new Secret(value) : value;
  }
  return values as { base_url: string };
}
