import { dec, newId } from '#lib/canonical';
import { appendEvents, migrate, type NewEvent, openStore } from '#lib/store';
import { rmSync } from 'node:fs';
import type { DataSource, EntityManager } from 'typeorm';
import { consumerBacklog } from '../events/backlog.js';
import { Books } from './books.js';
import { compileLibraries } from './compiled.js';
import { placesIn, withoutIds } from './crash-places.js';
import { type TestDatabase, testDatabase, until } from './database.js';
import { Lives } from './lives.js';

/** Where a story is told: a store and the books of the systems. */
export interface Told {
  ds: DataSource;
  books: Books;
}

/** What a story left behind, without the ids that differ each time. */
export interface Left<T> {
  /** What the story itself looked at in the end. */
  seen: T;
  /** One line for each document in the systems' books. */
  documents: string[];
  /** Keys asked for again with other content. */
  conflicts: string[];
  /** Journals whose debits are not their credits. */
  unbalanced: string[];
  /** What waits for a person. */
  exceptions: string[];
  /** Facts that were published. */
  events: string[];
  /** How the runs of each flow ended. */
  runs: string[];
}

/** How long a story may wait for what comes next: dozens of processes die before it, on a machine that may be busy with other things. */
export const PATIENCE_MS = 1_500_000;

/** Tells a story twice, each time in a database of its own: undisturbed, and with the process dying at every crash point of every step the story takes, once each. */
export class KillStage {
  private readonly folder: string;
  private readonly lives: Lives;

  private constructor(private readonly db: TestDatabase, folders: string[], parts: string[]) {
    this.folder = compileLibraries(process.cwd(), ['libs/rules', 'libs/clients', ...folders]);
    this.lives = new Lives(this.folder, parts);
  }

  /** @param folders what the parts need beside the libraries @param parts flows and consumers, `<file>#<export>` */
  static async open(folders: string[], parts: string[]): Promise<KillStage> {
    return new KillStage(await testDatabase(), folders, parts);
  }

  async close(): Promise<void> {
    await this.lives.end();
    await this.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The story undisturbed; what it left and where a process may die on its way. */
  undisturbed<T>(story: (told: Told) => Promise<T>): Promise<{ left: Left<T>; places: string[] }> {
    return this.told('undisturbed', async (told, word) => {
      await this.lives.begin({ ...word, crash_at: '' });
      const left = await this.leave(told, story);
      await this.lives.kill();
      return { left, places: await placesIn((sql) => told.ds.query(sql)) };
    });
  }

  /** The story, with one process after the other dying at the first of `places` it comes to that none has died at before. `unvisited`: where none came to. */
  struck<T>(places: readonly string[], story: (told: Told) => Promise<T>): Promise<{ left: Left<T>; unvisited: string[] }> {
    return this.told('struck', async (told, word) => {
      const left = new Set(places);
      let over = false;
      const dying = (async () => {
        while (!over) {
          const { gone } = await this.lives.begin({ ...word, crash_at: [...left].join(';') });
          if (over) await this.lives.kill();
          const { signal, order } = await gone;
          if (!over && (signal !== 'SIGKILL' || !left.delete(order!))) throw new Error(`a process ended (${signal}) and not at a crash point`);
        }
      })();
      const done = await Promise.race([this.leave(told, story, () => lastOf(left)), dying.then((): never => { throw new Error('no process is left'); })]);
      over = true;
      await this.lives.kill();
      await dying;
      return { left: done, unvisited: [...left] };
    });
  }

  private async told<R>(name: string, work: (told: Told, word: { database_url: string; system_url: string }) => Promise<R>): Promise<R> {
    await this.db.ds.query(`create database ${name}`);
    const url = new URL(this.db.url);
    url.pathname = `/${name}`;
    const [ds, books] = [await openStore(url.href, { poolSize: 4, applicationName: 'spec' }), new Books()];
    try {
      await migrate(ds);
      await books.start();
      return await work({ ds, books }, { database_url: url.href, system_url: books.url });
    } finally {
      await this.lives.kill();
      await books.stop();
      await ds.destroy();
    }
  }

  private async leave<T>(told: Told, story: (told: Told) => Promise<T>, visited: () => Promise<void> = async () => undefined): Promise<Left<T>> {
    const { ds, books } = told;
    const seen = await story(told);
    await visited();
    await atRest(ds);
    const lines = async (sql: string): Promise<string[]> => (await ds.query(sql)).map((row: Record<string, unknown>) => withoutIds(Object.values(row).join(' '))).sort();
    const documents = [...books.documents].map(([key, { verb, body }]) => withoutIds(`${verb} ${key} ${body}`)).sort();
    return {
      seen: JSON.parse(withoutIds(JSON.stringify(seen))), documents, conflicts: books.conflicts, unbalanced: [...books.documents].filter(([, d]) => d.verb === 'post_journal' && !balances(d.body)).map(([key]) => key),
      exceptions: await lines(`select code, business_key from exception where status in ('open', 'assigned')`), events: await lines(`select type, entity, count(*) from event group by type, entity`), runs: await lines('select distinct flow, state from process_run'),
    };
  }
}

/** What the story waits for last is there a moment before the process comes to the point behind it. */
async function lastOf(places: Set<string>): Promise<void> {
  await until('the last place is visited', async () => places.size, (n) => n === 0, 30_000).catch(() => undefined);
}

/** Waits until every run has ended and every consumer has read everything. */
export async function atRest(ds: DataSource): Promise<void> {
  const unread = async () => (await consumerBacklog(ds.manager)).filter((c) => c.events > 0);
  const open = () => ds.query(`select flow, state from process_run where state not in ('completed', 'waiting', 'failed', 'retried')`);
  await until('everything is at rest', async () => [...(await unread()), ...(await open())], (rest) => rest.length === 0, PATIENCE_MS);
}

/** Starts a run as an HTTP route would, in the caller's transaction; the worker takes it up. The id begins with the flow's name. */
export async function startBySpec(em: EntityManager, start: { flow: string; id: string; input: object }): Promise<void> {
  await appendEvents(em, [{
    type: 'spec.start' as NewEvent['type'], entity: 'spec', entity_id: newId(), entity_version: 1, partition_key: 'spec', idempotency_key: start.id, approval_status: 'approved', correlation_id: 'spec', data: { ...start },
  }]);
}

function balances(body: string): boolean {
  const { lines } = JSON.parse(body) as { lines: { debit?: string; credit?: string }[] };
  return lines.reduce((t, l) => t.plus(l.debit ?? 0).minus(l.credit ?? 0), dec(0)).isZero();
}
