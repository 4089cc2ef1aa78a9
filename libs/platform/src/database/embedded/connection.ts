import pg from 'pg';
import { OWNER } from './cluster.js';

/** Address of a database of the embedded server. */
export function urlOf(port: number, password: string, database: string = OWNER): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The folder of the cluster that answers on this port with this password, or undefined if none does. */
export async function clusterAt(port: number, password: string): Promise<string | undefined> {
  try {
    return await withClient(urlOf(port, password, 'postgres'), async (c) => (await c.query<{ data_directory: string }>('show data_directory')).rows[0]!.data_directory);
  } catch {
    return undefined;
  }
}

/** Makes our database if it is not there. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  await withClient(urlOf(port, password, 'postgres'), async (c) => {
    const found = await c.query('select 1 from pg_database where datname = $1', [OWNER]);
    if (!found.rowCount) await c.query(`create database ${OWNER}`);
  });
}
