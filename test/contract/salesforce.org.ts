import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The sandbox's Salesforce in a process of its own, and its control API. */
export class SandboxOrg {
  private child!: ChildProcess;
  url!: string;

  /** Starts on ports below those the system gives to callers; tries others when somebody has them. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const base = 20_000 + Math.floor(Math.random() * 10_000);
      this.child = spawn(process.execPath, ['dist/apps/sandbox/src/main.js', '--data', 'none', '--vendors', 'salesforce', '--port-base', String(base), '--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] });
      const line = await Promise.race([once(createInterface({ input: this.child.stdout! }), 'line').then(([text]) => String(text)), once(this.child, 'exit').then(() => undefined)]);
      if (line !== undefined) {
        this.url = JSON.parse(line).vendors.salesforce;
        return;
      }
      if (attempt === 5) throw new Error('the sandbox did not start; is dist built?');
    }
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  async control<T = any>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** What a person does in the org; answers the record ids. */
  async act(name: string, ...items: object[]): Promise<string[]> {
    return (await this.control('POST', `actions/${name}`, { items })).ids;
  }

  save(type: string, fields: object, record?: string): Promise<string> {
    return this.act('save', { type, fields, ...(record ? { record } : {}) }).then(([id]) => id!);
  }

  fault(fault: object): Promise<unknown> {
    return this.control('POST', 'faults', fault);
  }

  async heal(): Promise<void> {
    await this.control('DELETE', 'faults');
  }

  /** Moves the org's clock on, so that stamps differ. */
  async pass(ms = 1_000): Promise<void> {
    await this.control('POST', 'clock', { advance_ms: ms });
  }

  async documents(type: string): Promise<any[]> {
    const all = await this.control('GET', 'documents');
    return (Array.isArray(all) ? all : all.documents).filter((d: any) => d.type === type);
  }
}

/** Credentials of the sandbox org, as a tenant would set them. */
export const orgSettings = (url: string, more: object = {}) => ({ base_url: url, client_id: 'throughline', client_secret: 'sandbox-salesforce-secret', ...more });
