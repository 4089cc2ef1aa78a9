import { startVendor, type StartedVendor } from '../../kernel/src/index.js';
import { vendor as kantata } from '../../kantata/src/index.js';
import { vendor as netsuite } from '../../netsuite/src/index.js';
import { vendor as salesforce } from '../../salesforce/src/index.js';
import { vendor as workday } from '../../workday/src/index.js';
import { Desk, openDesks, type BookRow, type Desks, type VendorUrls } from '../src/desk.js';
import { startFirm, type SizeName, type SpanName, type StartedFirm } from '../src/index.js';

/** The four vendors and the firm on free ports, with short calls, for specs. */
export class City {
  private constructor(private readonly vendors: StartedVendor[], readonly firm: StartedFirm, readonly desks: Desks) {}

  static async start(size: SizeName, seed = 'spec', span: SpanName = 'quarter'): Promise<City> {
    const started = await Promise.all([salesforce, kantata, workday, netsuite].map((vendor) => startVendor(vendor, { port: 0 })));
    const [sales, projects, people, ledger] = started.map((one) => one.url) as [string, string, string, string];
    const urls: VendorUrls = { salesforce: sales, kantata: projects, workday: people, netsuite: ledger };
    return new City(started, await startFirm({ port: 0, urls, size, seed, span }), openDesks(urls));
  }

  async stop(): Promise<void> {
    await Promise.all([this.firm.stop(), ...this.vendors.map((vendor) => vendor.stop())]);
  }

  /** A call at the firm's server; throws with its words when it refuses. */
  async call<T = any>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const answer = await fetch(this.firm.url + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(said)}`);
    return said as T;
  }

  /** Everything up to won and repaired deals, with every project opened and staffed. */
  async sold(): Promise<void> {
    await this.call('POST', '/firm/seed', {});
    for (const phase of ['commit', 'slip', 'win', 'fix']) await this.call('POST', '/firm/sales', { phase });
    await this.openProjects();
    await this.call('POST', '/firm/staff', {});
  }

  /** Stands in for whoever sets projects up: a workspace that takes time, with two tasks, for every deal that is won and complete. */
  async openProjects(keep: (opportunityNumber: string) => boolean = () => true): Promise<void> {
    const deals = (await this.desks.salesforce.rows('Opportunity', { StageName: 'Closed Won', Commercial_Approval__c: 'Approved' })).filter((row) => row.Legal_Entity__c && keep(String(row.Opportunity_Number__c)));
    const id = (row: BookRow): string => `4${String(row.Opportunity_Number__c).slice(4)}`;
    await this.desks.kantata.addMissing('workspaces', deals.map((row) => ({
      id: id(row), title: `${row.Legal_Entity__c}-${row.Opportunity_Number__c} ${row.Name}`, currency: row.CurrencyIsoCode, status_key: '300', stage: 'project', time_trackable: true, archived: false,
    })));
    await this.desks.kantata.addMissing('stories', deals.flatMap((row) => ['DEL Delivery', 'PM Project management'].map((title, n) => ({
      id: `${id(row)}${n}`, workspace_id: id(row), title, story_type: 'task', state: 'started', billable: true, time_trackable: true,
    }))));
  }

  /** All rows of the tables, as text: equal only when nothing changed. */
  async books(desk: Desk, ...tables: string[]): Promise<string> {
    return JSON.stringify(await Promise.all(tables.map((table) => desk.rows(table))));
  }
}
