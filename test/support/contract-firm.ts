import 'reflect-metadata';
import type { ContractLine } from '#lib/canonical';
import { startIn, startRun } from '#lib/process';
import { BillingEvent, changeEvent, appendEvents, Invoice, InvoiceLine, recordById } from '#lib/store';
import type { DataSource } from 'typeorm';
import { contractDues } from '../../apps/process/contract-billing/src/flows/contract-dues.flow.js';
import { postExpenseReport } from '../../apps/process/contract-billing/src/flows/post-expense-report.flow.js';
import { onBillingFacts, onExpenseReport } from '../../apps/process/contract-billing/src/triggers.js';
import { MILESTONE_BILLING_PARTS } from '../../apps/process/milestone-to-revenue/src/billing/parts.js';
import { onExpensesRecorded, onTakenBack } from '../../apps/process/time-to-invoice/src/consumers.js';
import { billingRun } from '../../apps/process/time-to-invoice/src/flows/billing-run.flow.js';
import { postTimesheet } from '../../apps/process/time-to-invoice/src/flows/post-timesheet.flow.js';
import { releaseInvoice } from '../../apps/process/time-to-invoice/src/flows/release-invoice.flow.js';
import { ControlTotalsController } from '../../apps/process/time-to-invoice/src/http/control-totals.controller.js';
import { releaseDraft } from '../../apps/process/time-to-invoice/src/steps/release.js';
import { onTimesheet } from '../../apps/process/time-to-invoice/src/triggers.js';
import { testEngine, type TestEngine } from '../../libs/process/src/testing/engine.js';
import { until } from '../../libs/process/src/testing/database.js';
import { view } from '../../libs/process/src/testing/scripted-system.js';
import { Firm, line, type Worked } from '../../libs/store/src/testing/firm.js';

export const PARTS = [contractDues, postExpenseReport, onExpenseReport, onBillingFacts, ...MILESTONE_BILLING_PARTS, postTimesheet, billingRun, releaseInvoice, onTimesheet, onTakenBack, onExpensesRecorded];

/** The billing flows of three apps over one store and a scripted ERP, and a firm that signs contracts of every kind. */
export class ContractFirm {
  private n = 0;

  private constructor(readonly t: TestEngine, readonly firm: Firm) {}

  static async found(): Promise<ContractFirm> {
    const t = await testEngine(PARTS);
    return new ContractFirm(t, await Firm.found(t.db.ds.manager));
  }

  get em() {
    return this.t.db.ds.manager;
  }

  close(): Promise<void> {
    return this.t.close();
  }

  /** A contract of its own with one project, whose lines start on 2026-07-01 unless they say otherwise. Returns its number. */
  async sign(lines: Partial<ContractLine>[], more: Record<string, unknown> = {}): Promise<string> {
    const number = `K-${++this.n}`;
    await this.firm.contract(number, lines.map((l, i) => line({ line_no: String(i + 1), start: '2026-07-01', included_classes: [], ...l })), more);
    await this.firm.link(number, 'salesforce', 'contract', `800-${number}`);
    await this.firm.project(`P-${number}`, number);
    return number;
  }

  /** New terms for a line, told as intake tells them. */
  async amend(number: string, at: number, change: Partial<ContractLine>): Promise<void> {
    await this.t.db.ds.transaction(async (em) => {
      const before = (await recordById(em, this.firm.id(number)))!;
      const after = await this.firm.put('contract', number, { lines: before.data['lines'].map((l: ContractLine, i: number) => (i === at ? { ...l, ...change } : l)) });
      await appendEvents(em, [changeEvent(before, after)]);
    });
  }

  /** Approved time of a worker of the contract's own. */
  async work(number: string, week: string, worked: Worked[], cost = '60'): Promise<void> {
    const worker = `W-${number}`;
    if (!this.firm.ids.has(worker)) await this.firm.worker(worker, { cost, projects: [`P-${number}`] });
    const sheet = await this.firm.sheet(worker, `P-${number}`, week, worked);
    await startRun({ flow: postTimesheet, id: `sheet:${sheet.id}:${sheet.version}`, input: { timesheet_id: sheet.id, version: sheet.version, project_id: this.firm.id(`P-${number}`), natural_key: `${worker}:${week}` }, correlation_id: 'c' });
    await this.t.ended(`sheet:${sheet.id}:${sheet.version}`);
  }

  /** Everything that falls due up to a day. */
  async dues(number: string, through: string): Promise<Record<string, any>> {
    const id = `dues:${number}:${through}:${++this.n}`;
    await startRun({ flow: contractDues, id, input: { contract_id: this.firm.id(number), contract_number: number, through }, correlation_id: 'c' });
    return this.t.ended(id);
  }

  /** A billing run of the month, dues included; the drafts it made. */
  async bill(number: string, period: string): Promise<Invoice[]> {
    const id = `bill:${number}:${period}:${++this.n}`;
    await startRun({ flow: billingRun, id, input: { billing_run: id, contract_id: this.firm.id(number), contract_number: number, period, prepared_by: 'ann', by_terms: true }, correlation_id: 'c' });
    const run = await this.t.ended(id);
    if (run['state'] !== 'completed') throw new Error(`the billing run is ${run['state']}: ${JSON.stringify(run['error'])}`);
    return Promise.all([...run['result'].credit_memos, ...run['result'].invoices].map((i: string) => this.em.findOneByOrFail(Invoice, { id: i })));
  }

  /** Released by Bob and posted by the ERP. Returns what the ERP was asked for. */
  async post(invoice: Invoice): Promise<{ verb: string; body: any }> {
    const key = `${invoice.kind === 'credit_memo' ? 'credit-memo' : 'invoice'}:${invoice.draft_key}:1`;
    const number = `INV-${++this.n}`;
    this.t.system.answers(key, { status: 201, effect: view(key, 'confirmed', { receipt: { source_id: number, number, status: 'posted', facts: {} } }) });
    const id = `release:${invoice.id}`;
    await this.t.db.ds.transaction(async (em) => {
      await releaseDraft(em, invoice.id, 'bob');
      await startIn(em, { flow: releaseInvoice, id, input: { invoice_id: invoice.id, draft_key: invoice.draft_key, contract_id: invoice.contract_id }, correlation_id: 'c' });
    });
    const run = await this.t.ended(id);
    if (run['state'] !== 'completed') throw new Error(`the release is ${run['state']}: ${JSON.stringify(run['error'])}`);
    const [call] = this.t.system.callsFor(key);
    return { verb: call!.verb!, body: call!.body };
  }

  /** Live billing events as `kind part date status net`, by kind and date. */
  async billing(number: string): Promise<string[]> {
    const events = await this.em.findBy(BillingEvent, { contract_id: this.firm.id(number) });
    return events.filter((e) => e.status !== 'cancelled').map((e) => `${e.kind}${e.part === 'billable' ? '' : ` ${e.part}`} ${e.event_date.slice(5)} ${e.status} ${Number(e.net)}`).sort();
  }

  lines(invoice: Invoice): Promise<InvoiceLine[]> {
    return this.em.find(InvoiceLine, { where: { invoice_id: invoice.id }, order: { line_no: 'ASC' } });
  }

  /** Open exceptions about a contract, by code. */
  async exceptions(text: string): Promise<string[]> {
    return (await this.t.rows(`select code from exception where status in ('open', 'assigned') and (business_key like $1 or message like $1) order by 1`, [`%${text}%`])).map((e) => e['code']);
  }

  async totals() {
    return new ControlTotalsController(this.t.db.ds as DataSource).totals();
  }

  /** Waits until the live events of a contract are these. */
  async eventually(number: string, events: string[]): Promise<void> {
    await until(`the events of ${number} are ${events.join(', ')}`, () => this.billing(number), (e) => JSON.stringify(e) === JSON.stringify(events));
  }
}
