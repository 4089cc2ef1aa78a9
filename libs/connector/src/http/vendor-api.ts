import { CONTRACTS, type EffectView, type ReadContract, type SourcePage, type SourceRecord, type WriteContract } from '#lib/canonical';
import { type FieldError, Problem, redactText } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { inLane } from '../budget/lane.js';
import { VendorFailure } from '../define/failure.js';
import { UnreadableAnswer } from '../define/request.js';
import { Ledger } from '../effects/ledger.js';
import { Resolver } from '../effects/resolver.js';
import { type EffectOutcome, EffectService } from '../effects/service.js';
import { viewOf } from '../effects/view.js';
import { ForeignCursor } from '../read/cursor.js';
import type { ConnectorRuntime } from '../runtime.js';
import { AcceptedSchemas, schemaFingerprint } from '../schema/accepted.js';
import { schemaDrift } from '../schema/drift.js';
import { capabilitiesOf } from './capabilities.js';
import type { CapabilitiesDto } from './capabilities.dto.js';
import type { ProbeReportDto } from './probe.dto.js';
import type { SchemaReportDto } from './schema.dto.js';
import type { Caller, SystemApi } from './system-api.js';

/** The system API of one vendor at work. */
export class VendorApi implements SystemApi {
  readonly effects: EffectService;
  readonly resolver: Resolver;
  private readonly schemas: AcceptedSchemas;
  private readonly ledger: Ledger;

  constructor(readonly runtime: ConnectorRuntime, db: DataSource) {
    this.ledger = new Ledger(db, runtime.system);
    this.effects = new EffectService(runtime, this.ledger);
    this.resolver = new Resolver(runtime, this.ledger);
    this.schemas = new AcceptedSchemas(db, runtime.system);
  }

  async page(read: ReadContract, cursor: string, limit: number, caller: Caller): Promise<SourcePage> {
    return inLane(caller.lane ?? 'analytics', () => asProblem(() => this.runtime.read(read.entity, cursor, limit)));
  }

  async one(read: ReadContract, id: string, caller: Caller): Promise<SourceRecord> {
    const record = await inLane(caller.lane ?? 'delivery', () => asProblem(() => this.runtime.one(read.entity, id)));
    if (!record) throw new Problem('not_found', `${this.runtime.connector.title} has no such ${read.entity}.`);
    return record;
  }

  perform(write: WriteContract, key: string, body: object, caller: Caller): Promise<EffectOutcome> {
    const { lane, ...who } = caller;
    return inLane(lane ?? (write.group === 'transactions' ? 'finance' : 'delivery'), () => this.effects.perform({ verb: write.verb, key, body, ...who }));
  }

  async effect(key: string): Promise<EffectView> {
    const row = await this.effects.find(key);
    if (!row) throw new Problem('not_found', 'No write was asked under this key.');
    return viewOf(row);
  }

  capabilities(): CapabilitiesDto {
    return capabilitiesOf(this.runtime.connector, this.runtime.manifest, CONTRACTS[this.runtime.connector.domain]);
  }

  async schema(): Promise<SchemaReportDto> {
    const present = await this.presentSchema();
    const accepted = await this.schemas.acceptedOr(present);
    return {
      fingerprint: schemaFingerprint(present), accepted_fingerprint: accepted.fingerprint, accepted_at: new Date(accepted.accepted_at).toISOString(),
      drift: accepted.fingerprint === schemaFingerprint(present) ? [] : schemaDrift(accepted.description, present),
    };
  }

  async acceptSchema(fingerprint: string, caller: Caller): Promise<SchemaReportDto> {
    const present = await this.presentSchema();
    if (schemaFingerprint(present) !== fingerprint) throw new Problem('conflict', 'The schema has changed since it was reviewed. Read it again, then accept.');
    await this.schemas.accept(present, caller.actor);
    return this.schema();
  }

  async probe(): Promise<ProbeReportDto> {
    const { probe, title } = this.runtime.connector;
    if (!probe) throw new Problem('not_found', `${title} has no probes.`);
    try {
      const probes = await probe(this.runtime.context());
      return { ok: probes.every((p) => p.ok), probes };
    } catch (error) {
      return { ok: false, probes: [{ name: 'reach the vendor', ok: false, detail: error instanceof VendorFailure ? error.message : 'the vendor answered something that could not be read' }] };
    }
  }

  private async presentSchema() {
    const { schema, title } = this.runtime.connector;
    if (!schema) throw new Problem('not_found', `${title} does not tell its schema.`);
    return asProblem(() => schema(this.runtime.context()));
  }
}

/** Failures of a read, told to the caller: a foreign cursor is theirs, everything else is the vendor's. */
async function asProblem<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ForeignCursor) {
      const wrong: FieldError = { field: 'cursor', message: error.message, fix: 'Pass next_cursor of this route unchanged, or leave cursor out to start from the beginning.' };
      throw new Problem('validation', '1 field is not valid.', { errors: [wrong] });
    }
    if (error instanceof UnreadableAnswer) throw new Problem('vendor_unavailable', error.message, { code: 'VENDOR_UNAVAILABLE', retry_after_s: 5 });
    if (!(error instanceof VendorFailure)) throw error;
    const { failure } = error;
    const more = { code: failure.code ?? 'VENDOR_UNAVAILABLE', retry_after_s: Math.max(1, failure.retry_after_s ?? 1), cause: error };
    throw new Problem(failure.class === 'rate_limited' ? 'rate_limited' : 'vendor_unavailable', `${failure.class}: ${redactText(failure.detail)}`, more);
  }
}
