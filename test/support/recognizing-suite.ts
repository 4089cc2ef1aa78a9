import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#lib/store';
import type { DataSource } from 'typeorm';
import { Books, line } from '../../apps/process/milestone-to-revenue/src/revenue/testing/books.js';
import { chart } from '../../apps/sandbox/netsuite/testing/chart.js';
import { until } from '../../libs/process/src/testing/database.js';
import { RunningSuite } from './running-suite.js';

export const ROUTES = '/process/milestone-to-revenue/v1';

/** A journal in the ERP simulator's books; amounts as the vendor shows them. */
export interface ErpJournal {
  tran_date: string;
  period: string;
  lines: { account: string; debit?: string; credit?: string; entity?: string; department?: string; class?: string }[];
}

/** A running suite with an ERP that has accounts, open months from January 2026 on and one customer, and the store in which a spec puts what other flows would have left. */
export class RecognizingSuite {
  private constructor(readonly suite: RunningSuite, readonly ds: DataSource, readonly books: Books) {}

  static async start(months = 24): Promise<RecognizingSuite> {
    const suite = await RunningSuite.start();
    try {
      const { port, password } = JSON.parse(readFileSync(join(suite.dataDir, 'postgres/embedded.json'), 'utf8'));
      const ds = await openStore(`postgres://throughline:${password}@127.0.0.1:${port}/throughline`, { poolSize: 2, applicationName: 'recognition-spec' });
      // Before the ERP has any: the suite reads it, and would come in between.
      const books = await Books.found(ds, 2026);
      for (const [table, rows] of Object.entries(chart)) if (table !== 'accountingperiod') await putRows(suite, table, rows);
      await putRows(suite, 'accountingperiod', Array.from({ length: months }, (_, i) => month(i)));
      await putRows(suite, 'customer', [{ id: '501', entityid: 'CL1', companyname: 'Acme', subsidiary: '1', currency: '1', isinactive: 'F' }]);
      return new RecognizingSuite(suite, ds, books);
    } catch (error) {
      await suite.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.ds.destroy();
    await this.suite.stop();
  }

  get people() {
    return this.suite.people;
  }

  /** A project of a contract that the store knows, `<number>-P`, in the store and in the ERP. */
  async project(number: string, id: string): Promise<void> {
    await putRows(this.suite, 'job', [{ id, entityid: `${number}-P`, companyname: `${number}-P`, parent: '501', subsidiary: '1', currency: '1', isinactive: 'F' }]);
    await this.books.project(`${number}-P`, number, {});
    await this.ds.query(`update cross_reference set system_id = $2 where canonical_id = $1 and system = 'netsuite'`, [this.books.id(`${number}-P`), id]);
  }

  async identified(number: string): Promise<void> {
    await until(`${number} is identified`, () => this.ds.query('select 1 from performance_obligation where contract_id = $1', [this.books.id(number)]), (r) => r.length > 0, 150_000);
  }

  /** The contract is known to revenue; its project to the ERP. */
  async contract(number: string, lines: ReturnType<typeof line>[], more: Record<string, unknown> = {}): Promise<void> {
    await this.books.contract(number, lines, { ...more, project: false });
    await this.project(number, `9${number.slice(2)}`);
    await this.identified(number);
  }

  /** Fiona calculates the month of one contract, Frank approves, the ERP posts. */
  async recognize(number: string, period: string): Promise<void> {
    const run = await this.people.call<{ id: string }>('fiona', 'POST', `${ROUTES}/revenue-runs`, { legal_entity_code: 'US01', period, contract_number: number }, { 'idempotency-key': `revenue-${number}-${period}` });
    const look = () => this.people.call('fiona', 'GET', `${ROUTES}/revenue-runs/${run.id}`);
    await until('calculated', look, (r) => r.calculating === 0, 150_000);
    await this.people.call('frank', 'POST', `${ROUTES}/revenue-runs/${run.id}/approval`);
    expect(await until('posted', look, (r) => r.posting === 0, 150_000)).toMatchObject({ status: 'approved', waiting: 0, posting_waits: 0 });
  }

  async erpJournals(): Promise<{ digest: ErpJournal }[]> {
    const documents = (await (await fetch(`${this.suite.sandbox.vendors['netsuite']}/__sandbox/documents`)).json()) as { type: string; digest: ErpJournal }[];
    return documents.filter((d) => d.type === 'journalEntry');
  }

  /** The contract's journals as the ERP has them, found by the project on their lines: `date account amount`, debits positive. */
  async inTheErp(number: string): Promise<string[]> {
    return (await this.erpJournals()).filter(({ digest }) => digest.lines.some((l) => l.entity === `${number}-P`))
      .flatMap(({ digest }) => digest.lines.map((l) => `${digest.tran_date} ${l.account} ${l.debit ? Number(l.debit) : -Number(l.credit)} ${l.department} ${l.class}`.replace(' DATA AMER', ''))).sort();
  }
}

async function putRows(suite: RunningSuite, table: string, rows: object[]): Promise<void> {
  const r = await fetch(`${suite.sandbox.vendors['netsuite']}/__sandbox/tables/${table}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rows) });
  if (!r.ok) throw new Error(`${table}: ${r.status} ${await r.text()}`);
}

function month(i: number): Record<string, string> {
  const start = new Date(Date.UTC(2026, i, 1));
  const end = new Date(Date.UTC(2026, i + 1, 0));
  const name = `${start.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${start.getUTCFullYear()}`;
  return { id: String(1000 + i), periodname: name, startdate: start.toISOString().slice(0, 10), enddate: end.toISOString().slice(0, 10), closed: 'F', alllocked: 'F', arlocked: 'F', isquarter: 'F', isyear: 'F', isadjust: 'F', lastmodifieddate: '2026-01-01T00:00:00Z' };
}
