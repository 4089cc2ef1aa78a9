import type { SourceRecord } from '#lib/canonical';
import type { Connector } from './define/connector.js';
import type { VendorContext } from './define/context.js';
import type { ReadVerb } from './define/read.js';
import type { VendorAnswer, VendorRequest } from './define/request.js';
import { type EffectiveManifest, givenSettings, tenantManifest, tenantSettings } from './define/tenant.js';
import { type FeedPage, readFeed } from './read/feed.js';
import { readable } from './read/readable.js';
import { identityOf, recordOf } from './read/record.js';
import { SeenSets } from './read/seen.js';
import { Remembered } from './remembered.js';
import { Sender } from './transport/sender.js';

/** What specs may set; in production everything comes from the tenant's settings. */
export interface RuntimeOptions {
  settings?: Record<string, unknown>;
  manifest?: Partial<EffectiveManifest>;
  /** Milliseconds of the epoch; the app gives the database's clock, so that replicas agree and a clock that was set loses nothing. Default: this machine's. */
  now?: () => number;
}

/** A connector at work: its settings, its one budget, its tokens and its connections. One per connector and process. */
export class ConnectorRuntime {
  readonly settings: { base_url: string };
  readonly manifest: EffectiveManifest;
  readonly sender: Sender;
  private readonly sets = new SeenSets();
  private readonly remembered = new Remembered();
  private readonly now: () => number;

  constructor(readonly connector: Connector, options: RuntimeOptions = {}) {
    this.settings = options.settings ? givenSettings(connector, options.settings) : tenantSettings(connector);
    this.manifest = { ...tenantManifest(connector), ...options.manifest };
    this.now = options.now ?? Date.now;
    this.sender = new Sender({
      vendor: connector.vendor, settings: this.settings, schemes: connector.auth(this.settings), classify: connector.classify,
      limits: this.manifest.limits, requestTimeoutMs: this.manifest.requestTimeoutMs, now: this.now,
    });
  }

  get system(): string {
    return this.connector.vendor;
  }

  /** What the vendor's asynchronous code works with: safe requests only. */
  context(): VendorContext<any> {
    return {
      settings: this.settings,
      http: { send: (request) => this.sender.safe(request) },
      now: () => new Date(this.now()),
      remember: (name, ttlMs, load) => this.remembered.get(name, ttlMs, load),
    };
  }

  /** Sends the one request of a write; `beforeBytes` runs right before anything can leave. */
  write(request: VendorRequest, beforeBytes: () => Promise<void>): Promise<VendorAnswer> {
    return this.sender.once(request, beforeBytes);
  }

  /** One page of an entity. Throws ForeignCursor, VendorFailure. */
  read(entity: string, cursor = '', limit = 200): Promise<FeedPage> {
    return readFeed({ vendor: this.system, entity, verb: this.verbOf(entity), overlapMs: this.manifest.overlapMs, sets: this.sets, now: this.now }, cursor, limit, this.context());
  }

  /** One record by vendor id; null when there is none, undefined when the vendor offers no such look-up. */
  async one(entity: string, id: string): Promise<SourceRecord | null | undefined> {
    const verb = this.verbOf(entity);
    if (!verb.one) return undefined;
    const row = await readable(entity, () => verb.one!(id, this.context()));
    return row === null ? null : recordOf(this.system, entity, verb, identityOf(verb, row, this.settings), row, this.settings);
  }

  close(): void {
    this.sender.close();
  }

  private verbOf(entity: string): ReadVerb {
    const verb = this.connector.reads[entity];
    if (!verb) throw new Error(`${this.system} does not offer ${entity}`);
    return verb;
  }
}

/** Puts a connector to work. */
export function createRuntime(connector: Connector, options: RuntimeOptions = {}): ConnectorRuntime {
  return new ConnectorRuntime(connector, options);
}
