import 'reflect-metadata';
import { dec, sum } from '#lib/canonical';
import { BillingEvent, Invoice } from '#lib/store';
import fc from 'fast-check';
import { In } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { failureOf, Books } from '../testing/books.js';
import { Firm, type Sheet, type Worked } from '../testing/firm.js';
import { releaseDraft } from '../steps/release.js';
import { voidDraft } from '../steps/redraft.js';

jest.setTimeout(600_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const CAP = '1500';
const WEEKS = ['2026-07-06', '2026-07-27', '2026-08-03'];
const nth = fc.nat({ max: 5 });
const sheetNo = fc.nat({ max: 3 });
const worked = fc.array(fc.record({ day: fc.nat({ max: 6 }), quarters: fc.integer({ min: 1, max: 36 }), kind: fc.constantFrom('DEV', 'DEV', 'LEAD', 'ARTIST', 'unbillable'), id: fc.nat({ max: 3 }) }), { maxLength: 4, size: 'max' });
/** What people, the PSA and the ERP do to time and invoices, in any order. */
const approval = fc.record({ do: fc.constant('approve' as const), sheet: sheetNo, worked });
const step = fc.oneof(
  { weight: 5, arbitrary: approval },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reject' as const, 'look again' as const, 'post cost' as const), sheet: sheetNo }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('bill' as const, 'bill and post' as const), month: fc.constantFrom('2026-07', '2026-08') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'release' as const, 'erp posts' as const, 'erp posts' as const, 'return' as const, 'write off' as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('end booking' as const, 'extend booking' as const, 'price artists' as const, 'close July' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Plays a history and keeps count of what the PSA has as approved. */
class Story {
  readonly books: Books;
  private readonly sheets = new Map<number, Sheet>();
  private readonly approved = new Map<number, Worked[]>();

  constructor(private readonly firm: Firm) {
    this.books = new Books(firm);
  }

  async play(s: Step): Promise<void> {
    const { books, firm } = this;
    switch (s.do) {
      case 'approve': {
        const unique = [...new Map(s.worked.map((w) => [w.id, w])).values()];
        const list = unique.map((w): Worked => ({ id: `${s.sheet}.${w.id}`, date: `${WEEKS[s.sheet % 3]!.slice(0, 8)}${String(Number(WEEKS[s.sheet % 3]!.slice(8)) + Math.min(w.day, s.sheet % 3 === 1 ? 4 : 6)).padStart(2, '0')}`, hours: String(w.quarters / 4), ...(w.kind === 'unbillable' ? { class: 'non_billable' } : { role: w.kind }) }));
        this.sheets.set(s.sheet, await books.approve(WEEKS[s.sheet % 3]!, list, { worker: s.sheet === 3 ? 'E2' : 'E1' }));
        this.approved.set(s.sheet, list);
        return;
      }
      case 'reject':
        if (!this.sheets.has(s.sheet)) return;
        this.sheets.set(s.sheet, await books.reject(WEEKS[s.sheet % 3]!, { worker: s.sheet === 3 ? 'E2' : 'E1' }));
        this.approved.delete(s.sheet);
        return;
      case 'look again':
        if (this.sheets.has(s.sheet)) await books.record(this.sheets.get(s.sheet)!);
        return;
      case 'post cost':
        if (this.sheets.has(s.sheet)) await books.postCost(this.sheets.get(s.sheet)!);
        return;
      case 'bill':
        await books.bill(s.month);
        return;
      case 'bill and post':
        await books.bill(s.month);
        return this.postAll();
      case 'release': {
        const draft = await this.pick(['draft'], s.nth);
        if (draft) await firm.em.transaction((em) => releaseDraft(em, draft.id, 'bob'));
        return;
      }
      case 'erp posts': {
        const released = await this.pick(['released'], s.nth);
        if (released) await books.erpPosts(released.id);
        return;
      }
      case 'return': {
        const draft = await this.pick(['draft'], s.nth);
        if (draft) await firm.em.transaction((em) => voidDraft(em, draft));
        return;
      }
      case 'write off': {
        const open = await firm.em.find(BillingEvent, { where: { status: In(['ready', 'held', 'capped']), kind: 'time' }, order: { event_date: 'ASC', source_id: 'ASC', part: 'ASC' } });
        if (open.length > 0) await books.writeOff(open[s.nth % open.length]!.id);
        return;
      }
      case 'end booking': case 'extend booking':
        await firm.put('assignment', 'E1:P1:2026-01-01', { end: s.do === 'end booking' ? '2026-07-31' : '2026-12-31' });
        return;
      case 'price artists':
        await firm.card('STD', { DEV: '100', LEAD: '199.99', ARTIST: '77.77' });
        return;
      case 'close July':
        await firm.period('US01', '2026-07', 'closed');
    }
  }

  private async pick(status: string[], n: number): Promise<Invoice | undefined> {
    const found = await this.firm.em.find(Invoice, { where: { status: In(status) }, order: { draft_key: 'ASC' } });
    return found[n % Math.max(found.length, 1)];
  }

  private async postAll(): Promise<void> {
    for (const status of ['draft', 'released'] as const) while (await this.pick([status], 0)) await this.play({ do: status === 'draft' ? 'release' : 'erp posts', nth: 0 });
  }

  /** Everything comes to rest: all cost is posted, all is billed and posted. */
  async settle(): Promise<void> {
    for (const sheet of this.sheets.values()) {
      await this.books.record(sheet);
      await this.books.postCost(sheet);
    }
    await this.postAll();
    for (const month of ['2026-07', '2026-08']) await this.play({ do: 'bill and post', month } as Step);
  }

  async check(): Promise<void> {
    const totals = await this.books.totals();
    expect(totals.totals.filter((t) => !t.holds)).toEqual([]);
    const approvedHours = sum([...this.approved.values()].flat().map((w) => w.hours));
    expect(totals.hours.approved).toBe(approvedHours.toFixed());
    await this.checkInvoices();
    const live = await this.firm.em.find(BillingEvent, { where: { status: In(['ready', 'on_draft', 'invoiced', 'credited']) } });
    expect(sum(live.map((e) => e.net)).lte(CAP)).toBe(true);
    const twice = await this.firm.em.query(`select source_id from time_entry e where kind <> 'reversal' and not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id) group by source_id having count(*) > 1`);
    expect(twice).toEqual([]);
  }

  private async checkInvoices(): Promise<void> {
    for (const invoice of await this.books.invoices()) {
      const lines = await this.books.lines(invoice.id);
      const events = await this.firm.em.findBy(BillingEvent, { invoice_id: invoice.id });
      expect([dec(invoice.subtotal).toFixed(), dec(invoice.total).toFixed()]).toEqual([sum(lines.map((l) => l.net)).toFixed(), dec(invoice.subtotal).plus(invoice.tax_total).toFixed()]);
      expect(sum(events.map((e) => e.net)).abs().toFixed()).toBe(dec(invoice.subtotal).toFixed());
      expect(lines.flatMap((l) => l.billing_event_ids).sort()).toEqual(events.map((e) => e.id).sort());
    }
    const over = await this.firm.em.query(
      `select c.original_invoice_id from invoice c join invoice_line l on l.invoice_id = c.id where c.kind = 'credit_memo' and c.status <> 'voided'
       group by c.original_invoice_id, l.original_line_no having sum(l.net) > (select net from invoice_line o where o.invoice_id = c.original_invoice_id and o.line_no = l.original_line_no)`);
    expect(over).toEqual([]);
  }

  async checkCost(): Promise<void> {
    const posted = (await this.books.journals()).filter((j) => j.status === 'posted').flatMap((j) => (j.lines as { account_role: string; debit: string; credit: string }[]).filter((l) => l.account_role === 'labor_cost').map((l) => dec(l.debit).minus(l.credit)));
    expect(sum(posted).toFixed()).toBe(sum((await this.books.entries()).map((e) => e.cost_amount ?? '0')).toFixed());
    expect((await this.books.entries()).filter((e) => e.costing_status !== 'posted')).toEqual([]);
    const totals = await this.books.totals();
    expect(sum(totals.totals.map((t) => t.ready)).toFixed()).toBe('0');
  }
}

it('hold whatever happens to time and invoices, and in whatever order', async () => {
  await Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    await firm.worker('E2', { cost: '61.37' });
    await firm.card('STD', { DEV: '100', LEAD: '199.99' });
    await firm.amend('C-1', { cap_amount: CAP });
    await fc.assert(
      fc.asyncProperty(fc.tuple(approval, approval, approval, approval), fc.array(step, { minLength: 6, maxLength: 20, size: 'max' }), (first, then) =>
        firm.undone(async () => {
          const story = new Story(firm);
          for (const s of [...first, ...then]) await story.play(s);
          await story.check();
          await story.settle();
          await story.check();
          await story.checkCost();
        })),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 12) },
    );
  });
});

it('show what was lost when an event goes missing', () =>
  Firm.trial(db.ds, async (firm) => {
    await firm.worker('E1');
    const books = new Books(firm);
    await books.approve(WEEKS[0]!, [{ date: WEEKS[0]!, hours: '8' }]);
    await firm.em.query(`update billing_event set status = 'cancelled'`);
    expect(await books.totals()).toMatchObject({ holds: false, totals: [{ currency: 'USD', period: '2026-07', approved: '800', ready: '0', difference: '800', holds: false }] });
    expect(await failureOf(books.bill('2026-07'))).toBeUndefined();
  }));
