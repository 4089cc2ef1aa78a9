import { XMLParser } from 'fast-xml-parser';
import { startVendor, type StartedVendor } from '../../kernel/src/index.js';
import { credentials } from './credentials.js';
import { vendor } from './index.js';

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** A running tenant for specs. The clock stands at 1 May 2026, 12:00 UTC unless a spec moves it. */
export class Tenant {
  private token = '';

  private constructor(readonly started: StartedVendor) {}

  static async start(): Promise<Tenant> {
    const tenant = new Tenant(await startVendor(vendor, { port: 0 }));
    await tenant.control('POST', 'clock', { now: '2026-05-01T12:00:00Z', frozen: true });
    await tenant.login();
    return tenant;
  }

  async login(): Promise<Answer> {
    const answer = await this.raw('POST', `/ccx/oauth2/${credentials.tenant}/token`, new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credentials.refreshToken }), {
      authorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
    });
    this.token = answer.body?.access_token ?? '';
    return answer;
  }

  rest(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.raw(method, `/ccx/api/${path}`, body, { authorization: `Bearer ${this.token}` });
  }

  report(name: string, query = 'format=json', headers: Record<string, string> = { authorization: `Basic ${Buffer.from(`${credentials.isu}:${credentials.isuPassword}`).toString('base64')}` }): Promise<Answer> {
    return this.raw('GET', `/ccx/service/customreport2/acme_ps/ISU_Throughline/${name}?${query}`, undefined, headers);
  }

  /** Get_Workers with this inner XML; the answer's body element as parsed, without prefixes. */
  async getWorkers(inner: string, password = credentials.isuPassword, operation = 'Get_Workers_Request'): Promise<Answer> {
    const envelope = `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:bsvc="urn:com.workday/bsvc"><soapenv:Header>
      <wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><wsse:UsernameToken><wsse:Username>${credentials.isu}</wsse:Username>
      <wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">${password}</wsse:Password></wsse:UsernameToken></wsse:Security>
      </soapenv:Header><soapenv:Body><bsvc:${operation} bsvc:version="v44.2">${inner}</bsvc:${operation}></soapenv:Body></soapenv:Envelope>`;
    const answer = await this.raw('POST', '/ccx/service/acme_ps/Human_Resources/v44.2', envelope, { 'content-type': 'text/xml' });
    const parsed = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, parseTagValue: false, isArray: (name) => ['Worker', 'Worker_Organization_Data', 'ID'].includes(name) }).parse(answer.body);
    const body = parsed.Envelope.Body;
    return { ...answer, body: body.Get_Workers_Response ?? body.Fault };
  }

  /** Worker numbers a call finds. */
  async found(criteria: string, filter = ''): Promise<string[]> {
    const { body } = await this.getWorkers(`<bsvc:Request_Criteria>${criteria}</bsvc:Request_Criteria><bsvc:Response_Filter>${filter}</bsvc:Response_Filter>`);
    return (body.Response_Data?.Worker ?? []).map((w: any) => w.Worker_Data.Worker_ID);
  }

  /** Worker_Data of one employee as of a day. */
  async worker(id: string, asOf: string): Promise<any> {
    const { body } = await this.getWorkers(`<bsvc:Request_References bsvc:Skip_Non_Existing_Instances="1"><bsvc:Worker_Reference><bsvc:ID bsvc:type="Employee_ID">${id}</bsvc:ID></bsvc:Worker_Reference></bsvc:Request_References>
      <bsvc:Response_Filter><bsvc:As_Of_Effective_Date>${asOf}</bsvc:As_Of_Effective_Date></bsvc:Response_Filter>`);
    return body.Response_Data?.Worker[0].Worker_Data;
  }

  act(name: string, body: unknown): Promise<Answer> {
    return this.control('POST', `actions/${name}`, body);
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.raw(method, `/__sandbox/${path}`, body);
  }

  async raw(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const asIs = body instanceof URLSearchParams || typeof body === 'string';
    const res = await fetch(this.started.url + path, { method, body: body === undefined ? undefined : asIs ? body : JSON.stringify(body), headers: { ...(body === undefined || asIs ? {} : { 'content-type': 'application/json' }), ...headers } });
    const text = await res.text();
    return { status: res.status, headers: res.headers, body: text === '' ? undefined : /^[[{]/.test(text) ? JSON.parse(text) : text };
  }

  stop(): Promise<void> {
    return this.started.stop();
  }
}

/** A manager, two consultants (one part time, one contingent without e-mail), their organizations. */
export async function seedStaff(tenant: Tenant): Promise<void> {
  const person = { hire_date: '2024-01-15', company: 'US01', cost_center: 'CC-2100', business_unit: 'DATA', region: 'AMER', location: 'LOC-NYC', fte_percent: 100, scheduled_weekly_hours: 40, entered_at: '2024-01-10T09:00:00.000Z' };
  await tenant.control('PUT', 'tables/worker', [
    { ...person, id: 'a'.repeat(32), worker_id: 'E-1001', kind: 'employee', first_name: 'Mona', last_name: 'Manager', email: 'mona@acme-ps.example', business_title: 'Practice Lead', job_profile: 'PARTNER' },
    { ...person, id: 'b'.repeat(32), worker_id: 'E-1002', kind: 'employee', first_name: 'Carl', last_name: 'O\'Neil & Sons', email: 'carl@acme-ps.example', business_title: 'Consultant', job_profile: 'CONSULTANT', manager: 'E-1001', fte_percent: 80, scheduled_weekly_hours: 32 },
    { ...person, id: 'c'.repeat(32), worker_id: 'K-2001', kind: 'contingent', first_name: 'Kim', last_name: 'Contractor', business_title: 'Analyst', job_profile: 'ANALYST', manager: 'E-1001' },
  ]);
  await tenant.control('PUT', 'tables/organization', [{ id: 'd'.repeat(32), type: 'COMPANY', code: 'US01', name: 'Acme US Inc' }, { id: 'e'.repeat(32), type: 'BUSINESS_UNIT', code: 'DATA', name: 'Data & AI' }]);
  await tenant.control('PUT', 'tables/location', [{ id: 'LOC-NYC', name: 'New York', country: 'United States of America' }]);
}
