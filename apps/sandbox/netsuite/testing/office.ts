import { type CryptoKey, SignJWT, exportSPKI, generateKeyPair } from 'jose';
import { type Desk, openDesk } from '../../kernel/testing/desk.js';
import { TOKEN_PATH, clientId } from '../src/credentials.js';
import { vendor } from '../src/index.js';
import { chart } from './chart.js';

/** A NetSuite account with the small chart and a client that is logged in. */
export interface Office extends Desk {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** SuiteQL rows of one page, their empty `links` taken off. */
  query(q: string, page?: string): Promise<Record<string, string>[]>;
  /** Creates a record and answers its internal id; throws when it is refused. */
  create(type: string, body: object): Promise<string>;
  read(type: string, id: string): Promise<any>;
  act(name: string, body: object): Promise<any>;
  seed(): Promise<void>;
  login(): Promise<void>;
  /** Sends a token request for an assertion. */
  token(assertion: string): Promise<Response>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: any;
  /** First error's detail and code. */
  detail: string;
  code: string;
}

let keys: { publicKey: CryptoKey; privateKey: CryptoKey } | undefined;

/** An ES256 assertion for the token endpoint, as a client library makes it. */
export async function assertion(url: string, over: Partial<{ alg: string; kid: string; aud: string; iss: string; scope: unknown; life: number; age: number; key: CryptoKey }> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000) - (over.age ?? 0);
  return new SignJWT({ scope: over.scope ?? ['rest_webservices'] })
    .setProtectedHeader({ typ: 'JWT', alg: over.alg ?? 'ES256', kid: over.kid ?? 'tl-cert-1' })
    .setIssuer(over.iss ?? clientId()).setAudience(over.aud ?? url + TOKEN_PATH).setIssuedAt(now).setExpirationTime(now + (over.life ?? 300))
    .sign(over.key ?? keys!.privateKey);
}

export async function openOffice(): Promise<Office> {
  keys ??= await generateKeyPair('ES256', { extractable: true });
  const pem = await exportSPKI(keys.publicKey);
  const desk = await openDesk(vendor);
  let bearer = '';
  const token = (jwt: string): Promise<Response> => fetch(desk.url + TOKEN_PATH, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: jwt }),
  });
  const office: Office = {
    ...desk, token,
    async seed() {
      await desk.control('POST', 'reset');
      await desk.control('POST', 'clock', { now: '2026-07-15T09:00:00Z' });
      await desk.control('PUT', 'tables/oauth_certificate', [{ id: 'tl-cert-1', pem }]);
      for (const [table, rows] of Object.entries(chart)) await desk.control('PUT', `tables/${table}`, rows);
      await office.login();
    },
    async login() {
      bearer = ((await (await token(await assertion(desk.url))).json()) as { access_token: string }).access_token;
    },
    async call(method, path, body, headers = {}) {
      const answer = await fetch(`${desk.url}/services/rest${path}`, {
        method, headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json = text ? JSON.parse(text) : undefined;
      const first = json?.['o:errorDetails']?.[0];
      return { status: answer.status, headers: answer.headers, text, json, detail: first?.detail ?? '', code: first?.['o:errorCode'] ?? '' };
    },
    async query(q, page = '') {
      const answer = await office.call('POST', `/query/v1/suiteql${page}`, { q }, { prefer: 'transient' });
      if (answer.status !== 200) throw new Error(answer.detail);
      return answer.json.items.map(({ links: _links, ...row }: Record<string, string>) => row);
    },
    async create(type, body) {
      const answer = await office.call('POST', `/record/v1/${type}`, body);
      if (answer.status !== 204) throw new Error(answer.detail || answer.text);
      return answer.headers.get('location')!.split('/').at(-1)!;
    },
    read: async (type, id) => (await office.call('GET', `/record/v1/${type}/${id}?expandSubResources=true`)).json,
    act: (name, body) => desk.control('POST', `actions/${name}`, body),
  };
  await office.seed();
  return office;
}

/** Bodies of a US customer, a project of it, and an invoice over lines of [quantity, rate]. */
export const customerBody = (over: object = {}): object =>
  ({ companyName: 'Initech', entityId: 'C-1001', externalId: 'tl_c1', subsidiary: { id: '1' }, currency: { id: '1' }, terms: { refName: 'NET30' }, ...over });
export const jobBody = (customer: string, over: object = {}): object =>
  ({ companyName: 'Platform', entityId: 'US01-OPP-1', externalId: 'tl_j1', parent: { id: customer }, subsidiary: { id: '1' }, ...over });
export const invoiceBody = (customer: string, lines: [number, number][], over: object = {}): object => ({
  entity: { id: customer }, tranDate: '2026-07-15', externalId: 'tl_i1',
  item: { items: lines.map(([quantity, rate]) => ({ item: { id: '401' }, quantity, rate, taxCode: { id: '301' } })) }, ...over,
});
