import type { SourceRecord } from '#lib/canonical';
import { type ConnectorRuntime, createRuntime } from '#lib/connector';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { workday } from '../../apps/system/workday/src/connector.js';

const PROGRAM = resolve(__dirname, '../../dist/apps/sandbox/src/main.js');
const PORT_OFFSET = 3;

/** The compiled Workday sandbox in a process of its own, and the connector against it over HTTP. */
export class WorkdayTenant {
  private constructor(private readonly program: ChildProcess, readonly url: string) {}

  static async start(): Promise<WorkdayTenant> {
    const base = (await freePort()) - PORT_OFFSET;
    const program = spawn(process.execPath, [PROGRAM, '--data', 'none', '--port-base', String(base), '--vendors', 'workday', '--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(program.stdout!), 'line')) as [string];
    return new WorkdayTenant(program, JSON.parse(line).vendors.workday);
  }

  async stop(): Promise<void> {
    const gone = once(this.program, 'exit');
    this.program.stdin!.end();
    await gone;
  }

  connect(settings: Record<string, unknown> = {}): ConnectorRuntime {
    return createRuntime(workday, {
      settings: { base_url: this.url, client_id: 'throughline', client_secret: 'sandbox-workday-secret', refresh_token: 'sandbox-workday-refresh', isu_password: 'sandbox-isu-password', ...settings },
      manifest: { limits: { concurrency: 8 } },
    });
  }

  async control<T = any>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  seed = (table: string, rows: object[]): Promise<unknown> => this.control('PUT', `tables/${table}`, rows);
  act = (action: string, body: object): Promise<{ ids: string[] }> => this.control('POST', `actions/${action}`, body);
  clock = (now: string): Promise<unknown> => this.control('POST', 'clock', { now, frozen: true });
  fault = (fault: object): Promise<unknown> => this.control('POST', 'faults', fault);
  switch = (name: string, value: unknown): Promise<unknown> => this.control('POST', `switches/${name}`, { value });

  /** Requests whose path holds the text, since the last reset of the counts. */
  async calls(path: string): Promise<number> {
    return (await this.control<{ path: string }[]>('GET', 'requests?last=500')).filter((r) => r.path.includes(path)).length;
  }
}

/** A consumer of one feed: keeps its cursor, as the intake does. */
export class Consumer {
  cursor = '';

  constructor(public runtime: ConnectorRuntime, readonly entity: string, private readonly limit = 200) {}

  /** Reads until the feed is caught up. */
  async catchUp(): Promise<SourceRecord[]> {
    const records: SourceRecord[] = [];
    for (let pages = 0; pages < 200; pages++) {
      const page = await this.runtime.read(this.entity, this.cursor, this.limit);
      records.push(...page.records);
      this.cursor = page.next_cursor;
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
