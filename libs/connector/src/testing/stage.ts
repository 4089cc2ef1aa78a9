import { type RuntimeOptions, ConnectorRuntime, EffectService, Ledger, Resolver } from '../index.js';
import { acme } from './acme-connector.js';
import { AcmeServer } from './acme-server.js';
import { type SpecDatabase, specDatabase } from './postgres.js';

/** Everything a spec of effects needs: the vendor, a database, a service and a resolver (stepped by hand). */
export class Stage {
  readonly server = new AcmeServer();
  database!: SpecDatabase;
  private n = 0;

  async open(): Promise<void> {
    await this.server.start();
    this.database = await specDatabase();
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.database.stop();
  }

  /** One replica of the system app. */
  replica(manifest: RuntimeOptions['manifest'] = {}) {
    const runtime = new ConnectorRuntime(acme, { settings: { base_url: this.server.url, secret: 's' }, manifest });
    const ledger = new Ledger(this.database.db, 'acme');
    return { runtime, ledger, effects: new EffectService(runtime, ledger), resolver: new Resolver(runtime, ledger) };
  }

  key(): string {
    return `project:spec-${++this.n}`;
  }

  /** Lets the resolver work until the effect is in one of these states. */
  async until(replica: ReturnType<Stage['replica']>, key: string, ...states: string[]) {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((r) => setTimeout(r, 50))) {
      const row = (await replica.ledger.get(key))!;
      if (states.includes(row.state)) return row;
      await replica.resolver.round();
      await replica.resolver.idle();
    }
    throw new Error(`effect ${key} is ${JSON.stringify(await replica.ledger.get(key))}, not ${states.join(' or ')}`);
  }
}

export { ask, projectBody } from './ask.js';
