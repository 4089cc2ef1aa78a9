import { CONTRACTS, type Domain } from '#lib/canonical';
import type { AuthSchemes } from './auth.js';
import type { VendorContext } from './context.js';
import type { Probe, SchemaDescription } from './describe.js';
import type { Failure } from './failure.js';
import type { Manifest } from './manifest.js';
import type { ReadVerb } from './read.js';
import type { VendorAnswer, VendorRequest } from './request.js';
import type { SettingsOf, VendorSettings } from './settings.js';
import { declareSettings } from './tenant.js';
import type { WriteVerb } from './write.js';

/** Everything a vendor folder says about itself. Pure data and functions: the kit owns every byte on the wire. */
export interface ConnectorDefinition<D extends VendorSettings, S = SettingsOf<D>> {
  /** Folder and system name: lower case, `netsuite`. */
  vendor: string;
  domain: Domain;
  /** For people: `Oracle NetSuite`. */
  title: string;
  /** The vendor API version spoken, as the vendor writes it. */
  apiVersion: string;
  settings: D;
  manifest: Manifest;
  auth(settings: S): AuthSchemes;
  /**
   * Pure. Null when the answer is a success (mind 200 with an error body), else the failure. Start from `classifyStatus(answer)` and
   * refine by the vendor's codes. It sees every answer whose status the request does not accept; transport errors are the kit's.
   */
  classify(answer: VendorAnswer, request: VendorRequest): Failure | null;
  /** By entity of the domain contract. */
  reads: Record<string, ReadVerb<any, S>>;
  /** By verb of the domain contract. */
  writes: Record<string, WriteVerb<any, S, any>>;
  schema?(ctx: VendorContext<S>): Promise<SchemaDescription>;
  probe?(ctx: VendorContext<S>): Promise<Probe[]>;
}

/** A definition the kit has checked; settings types are erased so that connectors can be listed together. */
export type Connector = ConnectorDefinition<VendorSettings, any>;

/** Checks a vendor's definition against its domain contract and returns it. Throws with every fault found, at import. */
export function defineConnector<const D extends VendorSettings>(definition: ConnectorDefinition<D>): Connector {
  const faults = faultsOf(definition as unknown as Connector);
  if (faults.length > 0) throw new Error(`connector ${definition.vendor}: ${faults.join('; ')}`);
  const connector = Object.freeze(definition) as unknown as Connector;
  declareSettings(connector);
  return connector;
}

function faultsOf(c: Connector): string[] {
  const contract = CONTRACTS[c.domain];
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(c.vendor)) faults.push('vendor must be lower-case letters, digits and -');
  for (const entity of Object.keys(c.reads)) {
    if (!contract.reads.some((r) => r.entity === entity)) faults.push(`read ${entity} is not in the ${c.domain} contract`);
  }
  for (const [verb, write] of Object.entries(c.writes)) {
    if (!contract.writes.some((w) => w.verb === verb)) faults.push(`write ${verb} is not in the ${c.domain} contract`);
    if (write.undo !== 'irreversible' && !contract.writes.some((w) => w.verb === write.undo)) faults.push(`undo of ${verb} names ${write.undo}, which is not in the contract`);
  }
  const m = c.manifest;
  if (!(m.limits.concurrency >= 1)) faults.push('limits.concurrency must be at least 1');
  if (!(m.requestTimeoutMs > 0)) faults.push('requestTimeoutMs must be above 0');
  if (m.settleWindowMs < 0 || m.findLagMs < 0) faults.push('settleWindowMs and findLagMs cannot be negative');
  return faults;
}
