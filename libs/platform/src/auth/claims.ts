import type { JWTPayload } from 'jose';
import type { Principal } from './principal.js';
import { authSettings } from './settings.js';

function claimAt(payload: JWTPayload, path: string): unknown {
  // A claim may itself contain dots (https://example.com/roles): the whole name goes first.
  if (Object.hasOwn(payload, path)) return payload[path];
  return path.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined), payload);
}

function words(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}

/** The principal a verified token speaks of. Scopes come from `scope` (RFC 9068) or `scp`; roles and legal entities from the configured claims. */
export function principalFrom(payload: JWTPayload): Principal {
  const { roles_claim, legal_entities_claim } = authSettings();
  const sub = payload.sub!;
  const client = payload.client_id ?? payload.azp;
  const entities = claimAt(payload, legal_entities_claim);
  return Object.freeze({
    sub,
    client_id: typeof client === 'string' ? client : sub,
    name: typeof payload.name === 'string' ? payload.name : sub,
    roles: Object.freeze(words(claimAt(payload, roles_claim))),
    scopes: Object.freeze(words(payload.scope ?? payload.scp)),
    ...(entities !== undefined && { legal_entities: Object.freeze(words(entities)) }),
  });
}
