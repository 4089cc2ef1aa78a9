import { readFileSync } from 'node:fs';

interface Credentials {
  token_endpoint: string;
  demo_user_grant: string;
  people: { username: string; password: string; scopes: string[] }[];
  clients: { client_id: string; client_secret: string; scopes: string[] }[];
}

/** The demo's people at the suite's own APIs: each call is made with that person's token, from the provider's token endpoint. */
export class People {
  private readonly tokens = new Map<string, { value: string; until: number }>();

  constructor(private readonly base: string, private readonly credentialsFile: string) {}

  /** Calls a route of the suite as a person. Throws with the problem's words when it refuses. */
  async call<T = any>(who: string, method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.token(who).then((token) => fetch(`${this.base}${path}`, {
        method, headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, body: body ? JSON.stringify(body) : undefined, signal: AbortSignal.timeout(120_000),
      })).catch((error: unknown) => {
        if (attempt >= 60) throw error;
        return undefined;
      });
      if (answer && (answer.status === 429 || answer.status === 503) && attempt < 30) await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
      else if (answer) {
        const text = await answer.text();
        if (answer.ok) return (text ? JSON.parse(text) : undefined) as T;
        throw new Error(`${who}: ${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
      } else await pause(Math.min(2000, 200 * attempt));
    }
  }

  async token(who: string): Promise<string> {
    const kept = this.tokens.get(who);
    if (kept && kept.until > Date.now()) return kept.value;
    const credentials = JSON.parse(readFileSync(this.credentialsFile, 'utf8')) as Credentials;
    const person = credentials.people.find((p) => p.username === who);
    const client = credentials.clients.find((c) => c.client_id === (person ? 'throughline-demo' : who));
    if (!client) throw new Error(`There is no demo person or client ${who} in ${this.credentialsFile}`);
    const grant: Record<string, string> = person
      ? { grant_type: credentials.demo_user_grant, username: who, password: person.password, scope: person.scopes.join(' ') }
      : { grant_type: 'client_credentials', scope: client.scopes.join(' ') };
    const answer = await fetch(credentials.token_endpoint, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}` },
      body: new URLSearchParams(grant),
    });
    const body = (await answer.json()) as { access_token?: string; expires_in?: number; error_description?: string };
    if (!body.access_token) throw new Error(`No token for ${who}: ${body.error_description ?? answer.status}`);
    this.tokens.set(who, { value: body.access_token, until: Date.now() + ((body.expires_in ?? 300) - 30) * 1000 });
    return body.access_token;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
