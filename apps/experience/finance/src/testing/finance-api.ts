import { createApp, createLogger, forgetIssuers, forgetSettings, mountApps, type Scope, supplySettings, useLogger } from '#lib/platform';
import { useStore } from '#lib/store';
import { TestIssuer } from '../../../../../libs/platform/src/testing/test-issuer.js';
import { testDatabase, type TestDatabase } from '../../../../../libs/process/src/testing/database.js';
import { Facts } from '../../../../../libs/store/src/rollups/testing/facts.js';
import { FinanceModule } from '../finance.module.js';

export interface FinanceApi {
  db: TestDatabase;
  facts: Facts;
  get(path: string, token?: { scopes?: Scope[]; legal_entities?: string[] }): Promise<{ status: number; body: any }>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The finance views over HTTP with a database of their own, and facts to fill it with. */
export async function financeApi(): Promise<FinanceApi> {
  const db = await testDatabase();
  useStore(db.ds);
  useLogger(createLogger({ write: () => undefined }, 'error'));
  const issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url });
  const app = await createApp(FinanceModule, { name: 'experience-finance', prefix: '/experience/finance', title: 'Finance', version: '1.0.0', description: 'Spec.' });
  const server = await mountApps([{ prefix: '/experience/finance', app }], { port: 0 });
  return {
    db, facts: new Facts(db.ds),
    get: async (path, token = {}) => {
      const response = await fetch(`${server.url}/experience/finance/v1/${path}`, { headers: await issuer.bearer({ scopes: ['experience.read'], ...token }) });
      return { status: response.status, body: await response.json() };
    },
    clear: () => db.ds.query('truncate time_entry, billing_event, invoice, canonical_record, event, event_partition, event_consumer, rollup_worker_day, rollup_worker_month, rollup_unit_month, rollup_project_month, rollup_month cascade'),
    close: async () => {
      await server.close();
      await issuer.stop();
      await db.close();
      forgetSettings();
      forgetIssuers();
      useLogger(undefined);
    },
  };
}
