import type { EffectView, ReadContract, SourcePage, SourceRecord, WriteContract } from '#lib/canonical';
import type { Lane } from '../budget/lane.js';
import type { EffectOutcome } from '../effects/service.js';
import type { CapabilitiesDto } from './capabilities.dto.js';
import type { ProbeReportDto } from './probe.dto.js';
import type { SchemaReportDto } from './schema.dto.js';

/** Who asks, for what run, in which lane. */
export interface Caller {
  actor: string;
  correlation_id: string;
  run_id?: string;
  /** From `x-priority`; without it the route's own lane holds. */
  lane?: Lane;
}

/** Everything the routes of a system API delegate to. Failures are Problems. */
export interface SystemApi {
  page(read: ReadContract, cursor: string, limit: number, caller: Caller): Promise<SourcePage>;
  one(read: ReadContract, id: string, caller: Caller): Promise<SourceRecord>;
  perform(write: WriteContract, key: string, body: object, caller: Caller): Promise<EffectOutcome>;
  effect(key: string): Promise<EffectView>;
  capabilities(): CapabilitiesDto;
  schema(): Promise<SchemaReportDto>;
  acceptSchema(fingerprint: string, caller: Caller): Promise<SchemaReportDto>;
  probe(): Promise<ProbeReportDto>;
}
