import { generateKeyPairSync } from 'node:crypto';
import type { SourceRecord } from '#lib/canonical';
import { createRuntime, EffectService, Ledger, Resolver, type RuntimeOptions } from '#lib/connector';
import { type Desk, openDesk } from '../../apps/sandbox/kernel/testing/desk.js';
import { vendor } from '../../apps/sandbox/netsuite/src/index.js';
import { chart } from '../../apps/sandbox/netsuite/testing/chart.js';
import { netsuite } from '../../apps/system/netsuite/src/connector.js';
import { type SpecDatabase, specDatabase } from '../../libs/connector/src/testing/postgres.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = {
  public: keys.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  private: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
};

/** A document in the sandbox's books. */
export interface BookDocument {
  type: string;
  id: string;
  effect_key: string | null;
  digest: Record<string, any>;
}

/** A NetSuite account on loopback, a database for effects, and the connector between them. */
export class NetsuiteAccount {
  desk!: Desk;
  database!: SpecDatabase;
  private n = 0;

  async open(): Promise<void> {
    this.desk = await openDesk(vendor);
    this.database = await specDatabase();
  }

  async close(): Promise<void> {
    await this.desk.stop();
    await this.database.stop();
  }

  /** Empty books with the small chart, on 15 July 2026. */
  async fresh(): Promise<void> {
    const { control } = this.desk;
    await control('POST', 'reset');
    await control('POST', 'clock', { now: '2026-07-15T09:00:00Z' });
    await control('PUT', 'tables/oauth_certificate', [{ id: 'tl-cert-1', pem: pem.public }]);
    for (const [table, rows] of Object.entries(chart)) await control('PUT', `tables/${table}`, rows);
    await control('PUT', 'tables/term', [{ id: '9', name: 'Net 30', daysuntilnetdue: '30', isinactive: 'F' }]);
  }

  /** Settings of a tenant of this account. */
  given(over: Record<string, unknown> = {}): Record<string, unknown> {
    return { base_url: this.desk.url, client_id: 'throughline-m2m', certificate_id: 'tl-cert-1', private_key: pem.private, ...over };
  }

  /** One replica of the system app, with short windows. */
  replica(settings: Record<string, unknown> = {}, manifest: RuntimeOptions['manifest'] = {}) {
    const runtime = createRuntime(netsuite, { settings: this.given(settings), manifest: { settleWindowMs: 300, findLagMs: 0, requestTimeoutMs: 3_000, ...manifest } });
    const ledger = new Ledger(this.database.db, 'netsuite');
    return { runtime, ledger, effects: new EffectService(runtime, ledger), resolver: new Resolver(runtime, ledger) };
  }

  key(kind: string): string {
    return `${kind}:spec-${++this.n}`;
  }

  /** Asks for a write as a process would. */
  async perform(r: ReturnType<NetsuiteAccount['replica']>, verb: string, body: object, key = this.key(verb)) {
    return { key, ...(await r.effects.perform({ verb, key, body, correlation_id: 'c-1', actor: 'spec' })) };
  }

  /** Lets the resolver work until the effect is in this state. */
  async until(r: ReturnType<NetsuiteAccount['replica']>, key: string, state: string) {
    for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
      const row = (await r.ledger.get(key))!;
      if (row.state === state) return row;
      await r.resolver.round();
      await r.resolver.idle();
    }
    throw new Error(`effect ${key} is ${JSON.stringify(await r.ledger.get(key))}, not ${state}`);
  }

  async documents(type: string): Promise<BookDocument[]> {
    return (await this.desk.control<BookDocument[]>('GET', 'documents')).filter((d) => d.type === type);
  }

  /** Everything a feed has, page by page, from a cursor. */
  async walk(r: ReturnType<NetsuiteAccount['replica']>, entity: string, cursor = '', limit = 2): Promise<{ records: SourceRecord<any>[]; cursor: string; pages: number }> {
    const records: SourceRecord<any>[] = [];
    for (let pages = 1; ; pages++) {
      const page = await r.runtime.read(entity, cursor, limit);
      records.push(...page.records);
      cursor = page.next_cursor;
      if (!page.has_more) return { records, cursor, pages };
    }
  }

  rows(table: string): Promise<Record<string, any>[]> {
    return this.desk.control('GET', `tables/${table}`);
  }
}
