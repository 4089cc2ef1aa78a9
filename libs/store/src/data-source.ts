import pg from 'pg';
import { DataSource } from 'typeorm';
import { Foundation1763683200001 } from './migrations/0001-foundation.js';
import { VendorSchema1763683200002 } from './migrations/0002-vendor-schema.js';
import { RollupFacts1763683200003 } from './migrations/0003-rollup-facts.js';
import { RollupMonths1763683200004 } from './migrations/0004-rollup-months.js';
import { BillingAndRevenue1763683200005 } from './migrations/0005-billing-and-revenue.js';
import { Amendments1763683200006 } from './migrations/0006-amendments.js';
import { ENTITIES } from './tables/index.js';

// Business dates stay text: a Date would move them across time zones.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export const MIGRATIONS = [Foundation1763683200001, VendorSchema1763683200002, RollupFacts1763683200003, RollupMonths1763683200004, BillingAndRevenue1763683200005, Amendments1763683200006];
/** Any constant: the advisory lock under which one replica migrates while the others wait. */
const MIGRATION_LOCK = 7_150_021;

/** A TypeORM data source over the product's tables. `name` must be unique per process. */
export function storeDataSource(url: string, options: { poolSize?: number; applicationName?: string } = {}): DataSource {
  return new DataSource({
    type: 'postgres', url, entities: ENTITIES, migrations: MIGRATIONS, migrationsTableName: 'migration', synchronize: false,
    poolSize: options.poolSize ?? 20, applicationName: options.applicationName ?? 'throughline',
    extra: { options: '-c idle_in_transaction_session_timeout=15000', connectionTimeoutMillis: 10_000, keepAlive: true },
  });
}

/** Opens the data source with listeners on every client: without them a database restart would end the process. */
export async function openStore(url: string, options?: { poolSize?: number; applicationName?: string }): Promise<DataSource> {
  const ds = storeDataSource(url, options);
  await ds.initialize();
  const pool = (ds.driver as unknown as { master: pg.Pool }).master;
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return ds;
}

/** Brings the schema up to date; safe to call from any number of replicas at once. */
export async function migrate(ds: DataSource): Promise<string[]> {
  const runner = ds.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await ds.runMigrations({ transaction: 'all' })).map((m) => m.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}
