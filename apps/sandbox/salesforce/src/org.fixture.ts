import { startVendor, type StartedVendor } from '../../kernel/src/index.js';
import { credentials } from './credentials.js';
import { vendor } from './index.js';

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** A running org for specs, with a caller that is logged in. */
export class Org {
  private token = '';

  private constructor(readonly started: StartedVendor) {}

  static async start(dataDir?: string): Promise<Org> {
    const org = new Org(await startVendor(vendor, { port: 0, dataDir }));
    await org.login();
    return org;
  }

  async login(): Promise<void> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: credentials.clientSecret });
    this.token = (await this.raw('POST', '/services/oauth2/token', form)).body.access_token;
  }

  /** A call under /services/data/v66.0. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.raw(method, path.startsWith('/services') ? path : `/services/data/v66.0${path}`, body, { authorization: `Bearer ${this.token}`, ...headers });
  }

  query(soql: string, headers?: Record<string, string>): Promise<Answer> {
    return this.call('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, headers);
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.raw(method, `/__sandbox/${path}`, body);
  }

  async raw(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const form = body instanceof URLSearchParams;
    const res = await fetch(this.started.url + path, {
      method,
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
      headers: { ...(body === undefined || form ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const text = await res.text();
    return { status: res.status, headers: res.headers, body: text === '' ? undefined : /^[[{]/.test(text) ? JSON.parse(text) : text };
  }

  stop(): Promise<void> {
    return this.started.stop();
  }
}

/** A small firm: one client, one open opportunity with two roles, one contract with a line. */
export async function seedFirm(org: Org): Promise<void> {
  const stamp = '2026-05-01T07:25:37.000Z';
  await org.control('PUT', 'tables/Account', [{ id: '0015g00000AcmeAAA1', Name: 'Acme Corp', Client_Number__c: 'C-1001', CurrencyIsoCode: 'USD', SystemModstamp: stamp }]);
  await org.control('PUT', 'tables/Contract', [{ id: '8005g00000CtrtAAA1', ContractNumber: 'CT-2026-014', AccountId: '0015g00000AcmeAAA1', Status: 'Activated', StartDate: '2026-01-01', ContractTerm: 12, SystemModstamp: stamp }]);
  await org.control('PUT', 'tables/Opportunity', [
    { id: '0065g00000OpptAAA1', Name: 'Data platform', AccountId: '0015g00000AcmeAAA1', ContractId: '8005g00000CtrtAAA1', StageName: 'Negotiation/Review', Amount: 250000.5, CloseDate: '2026-06-30', Opportunity_Number__c: 'OPP-2041', SystemModstamp: stamp },
  ]);
  await org.control('PUT', 'tables/Opportunity_Role__c', ['Senior Consultant', 'Analyst'].map((Name, i) => ({
    id: `a015g00000RoleAAA${i}`, Name, Opportunity__c: '0065g00000OpptAAA1', Quantity__c: 1, Hours__c: 100 * (i + 1), SystemModstamp: stamp,
  })));
}
