import { type ConnectorRuntime, createRuntime, EffectService, Ledger, Resolver, type RuntimeOptions } from '#lib/connector';
import type { DataSource } from 'typeorm';
import { type Desk, openDesk } from '../../../apps/sandbox/kernel/testing/desk.js';
import type { BookDocument } from './books.js';
import type { Scenario } from './scenario.js';

/** Short windows: what takes minutes at a vendor takes parts of a second here, in the same order. */
export const QUICK = { settleWindowMs: 450, findLagMs: 0, requestTimeoutMs: 4_000 } satisfies RuntimeOptions['manifest'];

/** One process of the system app. `sendings` holds when each write was let out, by the clock of this machine (ms). */
export interface Replica {
  runtime: ConnectorRuntime;
  ledger: Ledger;
  effects: EffectService;
  resolver: Resolver;
  sendings: number[];
}

/** A request of the sandbox's wire log. */
export interface WireEntry {
  method: string;
  path: string;
  status: number | null;
  write: boolean;
}

/** One sandbox of the vendor, one database, and any number of replicas of its system app. */
export class Stand {
  private replicas: Replica[] = [];
  /** Runs right before a write of any replica is let out. */
  beforeWrite: (() => Promise<void>) | undefined;

  private constructor(readonly scenario: Scenario, readonly desk: Desk, readonly db: DataSource) {}

  static async open(scenario: Scenario, db: DataSource): Promise<Stand> {
    return new Stand(scenario, await openDesk(scenario.sandbox), db);
  }

  async close(): Promise<void> {
    this.dismiss();
    await this.desk.stop();
  }

  /** Empty books with what every cell of the vendor needs, an empty ledger, nobody at work. */
  async fresh(): Promise<void> {
    this.dismiss();
    this.beforeWrite = undefined;
    await this.control('POST', 'reset');
    await this.db.query('truncate effect cascade');
    await this.scenario.fresh(this);
  }

  replica(manifest: RuntimeOptions['manifest'] = {}, settings: Record<string, unknown> = {}): Replica {
    const { connector } = this.scenario;
    const runtime = createRuntime(connector, { settings: { ...this.scenario.settings(this.desk.url), ...settings }, manifest: { ...QUICK, ...manifest } });
    const ledger = new Ledger(this.db, connector.vendor);
    const replica: Replica = { runtime, ledger, effects: new EffectService(runtime, ledger), resolver: new Resolver(runtime, ledger), sendings: [] };
    const send = runtime.write.bind(runtime);
    runtime.write = (request, beforeBytes) => send(request, async () => {
      await this.beforeWrite?.();
      await beforeBytes();
      replica.sendings.push(performance.now());
    });
    this.replicas.push(replica);
    return replica;
  }

  /** A write that setting a cell up needs: must be confirmed at once. Answers the vendor's id. */
  async written(verb: string, body: object, key: string): Promise<string> {
    const { row } = await this.replica().effects.perform({ verb, key, body, correlation_id: 'setup', actor: 'setup' });
    if (row.state !== 'confirmed') throw new Error(`setting up with ${verb} ended as ${row.state}: ${JSON.stringify(row.problem)}`);
    return row.receipt!.source_id;
  }

  documents(): Promise<BookDocument[]> {
    return this.control('GET', 'documents');
  }

  /** Requests the vendor saw since the last `forget`. */
  async wire(): Promise<WireEntry[]> {
    return this.control('GET', 'requests?last=5000');
  }

  /** Forgets the requests so far. */
  forget = (): Promise<unknown> => this.control('DELETE', 'stats');
  control = <T = any>(method: string, path: string, body?: unknown): Promise<T> => this.desk.control<T>(method, path, body);
  put = (table: string, rows: object[]): Promise<unknown> => this.control('PUT', `tables/${table}`, rows);
  rows = (table: string): Promise<Record<string, any>[]> => this.control('GET', `tables/${table}`);
  act = (action: string, body: object): Promise<any> => this.control('POST', `actions/${action}`, body);
  fault = (fault: object): Promise<{ id: string }> => this.desk.fault(fault);
  heal = (): Promise<unknown> => this.control('DELETE', 'faults');
  switch = (name: string, value: unknown): Promise<unknown> => this.control('POST', `switches/${name}`, { value });

  private dismiss(): void {
    for (const { runtime } of this.replicas) runtime.close();
    this.replicas = [];
  }
}
