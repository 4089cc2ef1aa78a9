import type { DomainContract } from '#lib/canonical';
import type { Connector } from '../define/connector.js';
import type { EffectiveManifest } from '../define/tenant.js';
import type { CapabilitiesDto } from './capabilities.dto.js';

/** What a connector declares, in the order of its domain contract. */
export function capabilitiesOf(connector: Connector, manifest: EffectiveManifest, contract: DomainContract): CapabilitiesDto {
  const { concurrency, perSecond } = manifest.limits;
  return {
    system: connector.vendor, title: connector.title, domain: connector.domain, api_version: connector.apiVersion,
    idempotency: manifest.idempotency, settle_window_ms: manifest.settleWindowMs, find_lag_ms: manifest.findLagMs,
    limits: { concurrency, ...(perSecond === undefined ? {} : { per_second: perSecond }) },
    money: manifest.money, time_zone: manifest.timeZone, webhooks: manifest.webhooks,
    reads: contract.reads.filter((r) => connector.reads[r.entity]).map((r) => {
      const verb = connector.reads[r.entity]!;
      return { entity: r.entity, route: `/v1/${r.group}/${r.path}`, feed: verb.feed, by_id: verb.one !== undefined };
    }),
    writes: contract.writes.filter((w) => connector.writes[w.verb]).map((w) => {
      const verb = connector.writes[w.verb]!;
      return { verb: w.verb, route: `/v1/${w.group}/${w.path}`, idempotency: verb.idempotency ?? manifest.idempotency, steps: 1 + (verb.nextSteps?.length ?? 0), undo: verb.undo };
    }),
  };
}
