import type { SourceRecord } from '#lib/canonical';
import { createRuntime, EffectService, Ledger, Resolver, type RuntimeOptions } from '#lib/connector';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { kantata } from '../../apps/system/kantata/src/connector.js';
import { MILESTONE_FIELDS } from '../conformance/vendors/kantata-books.js';
import { type SpecDatabase, specDatabase } from '../../libs/connector/src/testing/postgres.js';

const PROGRAM = resolve(__dirname, '../../dist/apps/sandbox/src/main.js');
const PORT_OFFSET = 2;
const SEEDED = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
export const FIELDS = ['Project Code', 'Legal Entity', 'Billing Method', 'Contract Number', 'ERP Project Id'];

/** A document in the sandbox's books. */
export interface BookDocument {
  type: string;
  id: string;
  effect_key: string | null;
  digest: Record<string, any>;
}

/** One replica of the system app. */
export type Replica = ReturnType<KantataAccount['replica']>;

/** The compiled Kantata sandbox in a process of its own, held to one external reference per service; a database for effects; the connector between them. */
export class KantataAccount {
  private program!: ChildProcess;
  private database!: SpecDatabase;
  private readonly replicas: { runtime: { close(): void } }[] = [];
  url!: string;
  private n = 0;

  async open(): Promise<void> {
    const base = (await freePort()) - PORT_OFFSET;
    this.program = spawn(process.execPath, [PROGRAM, '--data', 'none', '--port-base', String(base), '--vendors', 'kantata', '--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const gone = once(this.program, 'exit').then(() => { throw new Error('the sandbox did not start; is dist built?'); });
    const [line] = (await Promise.race([once(createInterface(this.program.stdout!), 'line'), gone])) as [string];
    gone.catch(() => undefined);
    this.url = JSON.parse(line).vendors.kantata;
    this.database = await specDatabase();
  }

  async close(): Promise<void> {
    for (const r of this.replicas) r.runtime.close();
    const gone = once(this.program, 'exit');
    this.program.stdin!.end();
    await gone;
    await this.database.stop();
  }

  /** Empty books but for two people, two roles, the custom fields of projects and milestones and a rate card; 6 July 2026, nine o'clock, standing still. */
  async fresh(): Promise<void> {
    await this.control('POST', 'reset');
    await this.control('POST', 'switches/strict_external_references', { value: true });
    await this.clock('2026-07-06T09:00:00Z');
    await this.put('roles', [{ id: '10', name: 'Senior Consultant' }, { id: '11', name: 'Project Manager' }]);
    await this.put('users', [{ id: '1', full_name: 'Ada Adams', email_address: 'Ada@Firm.example', role_id: '10' }, { id: '2', full_name: 'Bo Berg', email_address: 'bo@firm.example', role_id: '11' }]);
    await this.put('account_memberships', [{ id: '5', user_id: '2', permission: 'administrator' }]);
    await this.put('custom_fields', FIELDS.map((name, n) => ({ id: String(401 + n), name, subject_type: 'Workspace', value_type: 'string', unique_constraint: false })));
    await this.put('custom_fields', MILESTONE_FIELDS.map(([name, value_type], n) => ({ id: String(421 + n), name, subject_type: 'Story', value_type, unique_constraint: false })));
    await this.put('rate_card_sets', [{ id: '20', title: 'GLOBAL' }]);
    await this.put('rate_card_set_versions', [{ id: '21', rate_card_set_id: '20', effective_date: '2026-01-01', name: '2026' }, { id: '22', rate_card_set_id: '20', effective_date: '2026-07-08', name: '2026 H2' }]);
    await this.put('rate_cards', [{ id: '23', title: 'GLOBAL USD', currency: 'USD', rate_card_set_id: '20' }]);
    await this.put('rate_card_versions', [
      { id: '24', rate_card_id: '23', rate_card_set_version_id: '21', effective_date: '2026-01-01', default_rate: 9000 }, { id: '25', rate_card_id: '23', rate_card_set_version_id: '22', effective_date: '2026-07-08', default_rate: null },
    ]);
    await this.put('rate_card_roles', [{ id: '26', rate_card_version_id: '24', role_id: '10', rate: 15000 }, { id: '27', rate_card_version_id: '25', role_id: '10', rate: 16050 }]);
  }

  /** A project open for time with one task and Ada on it. */
  async running(id = '100', more: object = {}): Promise<void> {
    await this.put('workspaces', [{ id, title: 'US01-OPP-1 Alpha', currency: 'USD', status_key: '300', stage: 'project', time_trackable: true, archived: false, rate_card_id: '23', ...more }]);
    await this.put('stories', [{ id: '200', workspace_id: id, title: 'DEL Delivery', story_type: 'task', billable: true, time_trackable: true, archived: false, deleted_at: null }]);
    await this.put('workspace_resources', [{ id: '300', workspace_id: id, user_id: '1', role_id: '10', label: null }]);
  }

  replica(settings: Record<string, unknown> = {}, manifest: RuntimeOptions['manifest'] = {}) {
    const runtime = createRuntime(kantata, { settings: { base_url: `${this.url}/api/v1`, token: 'sandbox-kantata-token', ...settings }, manifest: { settleWindowMs: 300, findLagMs: 0, requestTimeoutMs: 3_000, ...manifest } });
    const ledger = new Ledger(this.database.db, 'kantata');
    const made = { runtime, ledger, effects: new EffectService(runtime, ledger), resolver: new Resolver(runtime, ledger) };
    this.replicas.push(made);
    return made;
  }

  /** Asks for a write as a process would. */
  async perform(r: Replica, verb: string, body: object, key = `${verb}:spec-${++this.n}`) {
    return { key, ...(await r.effects.perform({ verb, key, body, correlation_id: 'c-1', actor: 'spec' })) };
  }

  /** Lets the resolver work until the effect is in this state. */
  async until(r: Replica, key: string, state: string) {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
      const row = (await r.ledger.get(key))!;
      if (row.state === state) return row;
      await r.resolver.round();
      await r.resolver.idle();
    }
    throw new Error(`effect ${key} is ${JSON.stringify(await r.ledger.get(key))}, not ${state}`);
  }

  /** One record as the system API would answer it. */
  async record(r: Replica, entity: string, id: string): Promise<SourceRecord<any> | null | undefined> {
    return r.runtime.one(entity, id);
  }

  async documents(type: string): Promise<BookDocument[]> {
    return (await this.control<BookDocument[]>('GET', 'documents')).filter((d) => d.type === type);
  }

  async control<T = any>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** The API itself, as a person's script would call it. */
  async api<T = any>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}`, { method, headers: { authorization: 'Bearer sandbox-kantata-token', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  put = (table: string, rows: object[]): Promise<unknown> => this.control('PUT', `tables/${table}`, rows.map((row) => ({ ...SEEDED, ...row })));
  act = (action: string, body: object): Promise<any> => this.control('POST', `actions/${action}`, body);
  fault = (fault: object): Promise<unknown> => this.control('POST', 'faults', fault);
  clock = (now: string): Promise<unknown> => this.control('POST', 'clock', { now, frozen: true });
  pass = (ms: number): Promise<unknown> => this.control('POST', 'clock', { advance_ms: ms });

  /** Logs, hands in and approves one week of one person; answers the submission's id. */
  async week(user: string, monday: string, minutes = 480, approve = true, workspace = '100'): Promise<string> {
    const { items: [entry] } = await this.act('log_time', { entries: [{ workspace_id: workspace, user_id: user, story_id: '200', date_performed: monday, time_in_minutes: minutes }] });
    if (!entry.ok) throw new Error(entry.error);
    const { items: [sheet] } = await this.act('submit_timesheet', { sheets: [{ user_id: user, workspace_id: workspace, week: monday }] });
    if (approve) await this.act('approve_timesheet', { sheets: [{ id: sheet.id }], by: '2' });
    return sheet.id;
  }
}

/** A consumer of one feed: keeps its cursor, as the intake does. */
export class Consumer {
  cursor = '';
  pages = 0;

  constructor(private readonly r: Replica, readonly entity: string, private readonly limit = 200) {}

  /** Reads one page. */
  async page(): Promise<{ records: SourceRecord<any>[]; has_more: boolean }> {
    const page = await this.r.runtime.read(this.entity, this.cursor, this.limit);
    this.cursor = page.next_cursor;
    this.pages++;
    return page as { records: SourceRecord<any>[]; has_more: boolean };
  }

  /** Reads until the feed is caught up. */
  async catchUp(): Promise<SourceRecord<any>[]> {
    const records: SourceRecord<any>[] = [];
    for (let n = 0; n < 500; n++) {
      const page = await this.page();
      records.push(...page.records);
      if (!page.has_more) return records;
    }
    throw new Error('the walk does not end');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
