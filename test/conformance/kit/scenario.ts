import type { Connector } from '#lib/connector';
import type { FaultMatch, Vendor } from '../../../apps/sandbox/kernel/src/index.js';
import type { Offered } from './cell.js';
import type { Stand } from './stand.js';
import type { AuthCase } from './auth-case.js';
import type { ReadCase } from './read-case.js';

/** Something a person or another program does at the vendor. */
export type Deed = (stand: Stand, body: any) => Promise<unknown>;

/** A field that is stored, or only answered, otherwise than asked; `match` where it is not the first request of the write. */
export interface Echo {
  field: string;
  value: unknown;
  match?: FaultMatch;
  where?: 'answered';
}

/** One way in which a write verb is asked. */
export interface WriteCase {
  verb: string;
  /** Where a verb has several ways (a new customer, a known one). */
  way?: string;
  /** Sets up what the write needs and returns its body. */
  body(stand: Stand): Promise<object>;
  /** Documents of the books the write makes, changes or takes away, by type: counted in the sandbox. */
  makes?: Record<string, number>;
  changes?: Record<string, number>;
  removes?: Record<string, number>;
  /** The vendor requests that are the write, in order. */
  requests: FaultMatch[];
  /** Makes the vendor store something else than was asked. */
  echo: Offered<Echo>;
  /** A body this connector must refuse before a byte leaves. */
  unsendable: Offered<(body: any) => object>;
  /** Closes the accounting period the write falls into. */
  closed: Offered<Deed>;
  /** Somebody holds the record; the vendor refuses so many saves. */
  locked: Offered<(stand: Stand, body: any, times: number) => Promise<unknown>>;
  /** Deletes what the write hangs on, a moment before it arrives. `ends` says where that may end; refused unless said otherwise. */
  orphaned: Offered<{ remove: Deed; ends?: 'confirmed' | 'rejected' }>;
  /** After the commit, takes away a code that `prepare` looks up. */
  forgotten: Offered<Deed>;
  /** Puts a second document under the key of the first into the books. */
  twin: Offered<(stand: Stand, key: string) => Promise<unknown>>;
  /** Verb and body that undo what was written, for the ledger's word about it. */
  undone: Offered<(id: string, body: any) => { verb: string; body: object }>;
}

/** A change of the vendor's schema, and the object and field by which it must be told. */
export interface SchemaMove {
  /** How it stands before, where that is not how it stands anyway. */
  before?(stand: Stand): Promise<unknown>;
  change(stand: Stand): Promise<unknown>;
  object: string;
  field: string;
}

/** How a vendor's schema moves. `fill` puts data in, in two different ways. */
export interface DriftCase {
  fill(stand: Stand, way: 0 | 1): Promise<unknown>;
  added: Offered<SchemaMove>;
  removed: Offered<SchemaMove>;
  renamed: Offered<SchemaMove>;
  retyped: Offered<SchemaMove>;
}

/** A vendor that nobody has simulated yet: only what can be said of its folder is tried, and it may declare no entity and no verb. */
export interface Unsimulated {
  connector: Connector;
  /** Why there is no sandbox. */
  sandbox: string;
}

/** What a vendor declares to be tried by the kit: everything else is the same for all. */
export interface Scenario {
  connector: Connector;
  sandbox: Vendor;
  /** Settings of a tenant whose vendor is at this address. */
  settings(url: string): Record<string, unknown>;
  /** Fills empty books with what every cell needs. */
  fresh(stand: Stand): Promise<void>;
  writes: WriteCase[];
  /** Tables in which a repeated harmless request leaves a trace: event logs, tokens. */
  volatile?: string[];
  /** The vendor says how long to wait when it says 429. */
  retryAfter: boolean;
  auth: AuthCase;
  reads: ReadCase[];
  drift: DriftCase;
  /** Secrets and personal data of the scenario: no log, error, ledger row or cursor may hold them. */
  secrets: string[];
  personal: string[];
}
