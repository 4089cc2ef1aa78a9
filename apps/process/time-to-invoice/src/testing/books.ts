import type { Principal } from '#lib/platform';
import { BillingEventsController } from '../http/billing-events.controller.js';
import { ControlTotalsController } from '../http/control-totals.controller.js';
import type { ControlTotals } from '../http/control-total.dto.js';
import { BillingEvent, Invoice, InvoiceLine, Journal, TimeEntry } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import type { DataSource } from 'typeorm';
import { Not } from 'typeorm';
import { assembleCredits } from '../steps/assemble-credits.js';
import { assembleDrafts } from '../steps/assemble-drafts.js';
import { costPosted } from '../steps/cost-posted.js';
import { prepareLaborJournals } from '../steps/labor-journals.js';
import { invoicePosted } from '../steps/posted.js';
import { recordTimesheet, type RecordedTimesheet } from '../steps/record-timesheet.js';
import { releaseDraft } from '../steps/release.js';
import type { Firm, Sheet, Worked } from './firm.js';

/** What the flows do, step by step, and what then stands in the books. */
export class Books {
  private documents = 0;

  constructor(private readonly firm: Firm) {}

  private get em() {
    return this.firm.em;
  }

  record(sheet: Sheet): Promise<RecordedTimesheet> {
    return this.em.transaction((em) => recordTimesheet(em, sheet.id, sheet.version));
  }

  /** A timesheet of worker E1 on project P1 comes approved and is recorded. */
  async approve(week: string, worked: Worked[], more: { worker?: string; project?: string; status?: string; approved_at?: string; submission?: string; submitted_at?: string } = {}): Promise<Sheet> {
    const sheet = await this.firm.sheet(more.worker ?? 'E1', more.project ?? 'P1', week, worked, more.status ?? 'approved', more.approved_at, more);
    await this.record(sheet);
    return sheet;
  }

  /** It is sent back: whatever was approved no longer is. */
  reject(week: string, more: { worker?: string; project?: string } = {}): Promise<Sheet> {
    return this.approve(week, [], { ...more, status: 'rejected' });
  }

  /** Posts the labor cost of a sheet as the flow does; the ERP refuses the named periods, and `meanwhile` happens while it is asked. Returns the journals it was asked for. */
  async postCost(sheet: Sheet, refused: string[] = [], meanwhile: () => Promise<void> = async () => undefined): Promise<Awaited<ReturnType<typeof prepareLaborJournals>>> {
    const asked = await this.em.transaction((em) => prepareLaborJournals(em, sheet.id, sheet.version, 'run', refused));
    await meanwhile();
    for (const journal of asked) await this.em.transaction((em) => costPosted(em, sheet.id, journal, { system: 'netsuite', source_id: `je-${++this.documents}`, facts: {} }));
    return asked;
  }

  /** A billing run of one contract, credit memos first. Returns the ids of the documents drafted. */
  async bill(period: string, contract = 'C-1', prepared_by = 'ann'): Promise<{ credits: string[]; drafts: string[] }> {
    const request = { contract_id: this.firm.id(contract), period, prepared_by, run_id: 'run' };
    const credits = await this.em.transaction((em) => assembleCredits(em, request));
    return { credits, drafts: await this.em.transaction((em) => assembleDrafts(em, request)) };
  }

  /** Released by Bob, and the ERP says posted. */
  async post(invoiceId: string): Promise<void> {
    await this.em.transaction((em) => releaseDraft(em, invoiceId, 'bob'));
    await this.erpPosts(invoiceId);
  }

  /** Finance gives up the value of an event. */
  async writeOff(eventId: string): Promise<void> {
    await new BillingEventsController(this.em as unknown as DataSource).writeOff(eventId, { reason: 'goodwill' }, { sub: 'bob' } as Principal);
  }

  erpPosts(invoiceId: string) {
    const no = ++this.documents;
    return this.em.transaction((em) => invoicePosted(em, invoiceId, { system: 'netsuite', source_id: `doc-${no}`, number: `INV-${no}`, period: '2026-07' }));
  }

  invoice(id: string): Promise<Invoice> {
    return this.em.findOneByOrFail(Invoice, { id });
  }

  invoices(): Promise<Invoice[]> {
    return this.em.find(Invoice, { where: { status: Not('voided') }, order: { draft_key: 'ASC' } });
  }

  lines(invoiceId: string): Promise<InvoiceLine[]> {
    return this.em.find(InvoiceLine, { where: { invoice_id: invoiceId }, order: { line_no: 'ASC' } });
  }

  journals(): Promise<Journal[]> {
    return this.em.find(Journal, { order: { source_version: 'ASC', key: 'ASC' } });
  }

  entries(): Promise<TimeEntry[]> {
    return this.em.find(TimeEntry, { order: { work_date: 'ASC', source_id: 'ASC', adjustment_sequence: 'ASC' } });
  }

  /** Billing events that are not cancelled, as `date part status net`, in order of date. */
  async billing(): Promise<string[]> {
    const events = await this.em.find(BillingEvent, { where: { status: Not('cancelled') } });
    return events.map((e) => `${e.event_date.slice(5)} ${e.kind === 'credit' ? 'credit' : e.part} ${e.status} ${Number(e.net)}`).sort();
  }

  events(): Promise<BillingEvent[]> {
    return this.em.find(BillingEvent, { where: { status: Not('cancelled') }, order: { event_date: 'ASC', part: 'ASC' } });
  }

  totals(): Promise<ControlTotals> {
    return new ControlTotalsController(this.em as unknown as DataSource).totals();
  }

  async exceptions(): Promise<string[]> {
    return (await this.em.query(`select code, business_key from exception where status in ('open', 'assigned') order by 1, 2`)).map((e: { code: string; business_key: string }) => `${e.code} ${e.business_key}`);
  }
}

/** The code of the business failure that `work` ends in; undefined when it goes through. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof BusinessFailure)) throw error;
    return { code: error.code, message: error.message };
  }
}
