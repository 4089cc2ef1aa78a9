import { createApp, createLogger, forgetIssuers, forgetSettings, type MountedApps, mountApps, type Scope, supplySettings, useLogger } from '#lib/platform';
import { TestIssuer } from '../../../../../libs/platform/src/testing/test-issuer.js';
import { PreviewModule } from '../preview.module.js';

const PREFIX = '/experience/preview';

/** An answer with its status. */
export interface Answered {
  status: number;
  body: any;
}

/** The preview app on a free port: no database, no store, only an issuer of tokens. */
export class PreviewServer {
  /** Tokens by their scopes: signing one for every request would be most of the work. */
  private readonly bearers = new Map<string, Promise<{ authorization: string }>>();

  private constructor(
    private readonly issuer: TestIssuer,
    private readonly server: MountedApps,
  ) {}

  static async start(): Promise<PreviewServer> {
    useLogger(createLogger({ write: () => undefined }, 'error'));
    const issuer = await TestIssuer.start();
    // One caller asks more here than a person may in a minute.
    supplySettings({ 'auth.issuer': issuer.url, 'rate.person_per_minute': 1_000_000 });
    const app = await createApp(PreviewModule, { name: 'experience-preview', prefix: PREFIX, title: 'Preview', version: '1.0.0', description: 'Spec.' });
    return new PreviewServer(issuer, await mountApps([{ prefix: PREFIX, app }], { port: 0 }));
  }

  /** Sends a body; with the preview scope unless others are named, without a token for null. */
  async post(path: string, body: unknown, scopes: Scope[] | null = ['preview.read']): Promise<Answered> {
    const headers = { 'content-type': 'application/json', ...(scopes && (await this.bearer(scopes))) };
    const response = await fetch(`${this.server.url}${PREFIX}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }

  async get(path: string, scopes: Scope[] = ['preview.read']): Promise<Answered> {
    const response = await fetch(`${this.server.url}${PREFIX}/v1/${path}`, { headers: await this.bearer(scopes) });
    return { status: response.status, body: await response.json() };
  }

  private bearer(scopes: Scope[]): Promise<{ authorization: string }> {
    const key = scopes.join(' ');
    if (!this.bearers.has(key)) this.bearers.set(key, this.issuer.bearer({ scopes, expires_in_s: 3600 }));
    return this.bearers.get(key)!;
  }

  async stop(): Promise<void> {
    await this.server.close();
    await this.issuer.stop();
    forgetSettings();
    forgetIssuers();
    useLogger(undefined);
  }
}
