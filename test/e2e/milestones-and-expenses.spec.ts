import type { Milestone } from '#lib/canonical';
import { supplySettings } from '#lib/platform';
import { perDiem } from '#lib/rules';
import { appendEvents, BillingScheduleLine, changeEvent, ExpenseLine, recordByKey } from '#lib/store';
import { recordExpenses } from '../../apps/process/contract-billing/src/expense/record-expenses.js';
import { until } from '../../libs/process/src/testing/database.js';
import { ContractFirm } from '../support/contract-firm.js';

jest.setTimeout(900_000);
let f: ContractFirm;
beforeAll(async () => {
  f = await ContractFirm.found();
}, 900_000);
afterAll(() => f.close());

const lawsHold = async () => expect((await f.totals()).totals.filter((t) => !t.holds)).toEqual([]);

describe('milestones', () => {
  const terms = { contract_type: 'milestone', amount: '5000', billing_method: 'milestone', billing_schedule: [{ seq: '1', trigger: 'milestone', milestone_code: 'M1', bill_date: '2026-07-31', amount: '5000' }] };
  /** The PSA's word on milestone M1 of a contract, with its event, as intake brings it. */
  const says = (k: string, change: Partial<Milestone>) => f.t.db.ds.transaction(async (em) => {
    const key = `P-${k}:M1`;
    const before = await recordByKey(em, 'milestone', key);
    const after = await f.firm.put('milestone', key, { project_id: f.firm.id(`P-${k}`), code: 'M1', name: 'Design', acceptance_required: true, billing_trigger: true, revenue_trigger: false, task_codes: [], planned_date: '2026-07-31', status: 'planned', ...change });
    if (!before) await f.firm.link(key, 'kantata', 'milestone', `story-${k}`);
    await appendEvents(em, [changeEvent(before, after)]);
  });
  const accepted = { status: 'accepted', accepted_at: '2026-07-20', acceptance_evidence: 'acceptance.pdf' };
  const told = (k: string) => f.t.system.calls.filter((c) => c.question === 'ask' && c.verb === 'set_milestone_status' && (c.body as { milestone_source_id: string }).milestone_source_id === `story-${k}`).map((c) => (c.body as { billing_status: string }).billing_status);

  it('FF-01: 8 h at a cost of 100 cost 800 and bill nothing; the accepted milestone bills 5,000; completed no more, it is credited', async () => {
    const k = await f.sign([terms]);
    await f.dues(k, '2026-07-01');
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '8' }], '100');
    expect(await f.billing(k)).toEqual([]);
    await says(k, accepted);
    await f.eventually(k, ['milestone 07-20 ready 5000']);
    const [draft] = await f.bill(k, '2026-07');
    expect((await f.post(draft!)).body).toMatchObject({ subtotal: '5000', lines: [{ account_role: 'contract_liability', description: `P-${k}, Milestone M1, Design, accepted 2026-07-20` }] });
    await lawsHold();
    await says(k, { status: 'in_progress', accepted_at: undefined, acceptance_evidence: undefined });
    await f.eventually(k, ['credit 07-20 ready -5000', 'milestone 07-20 invoiced 5000']);
    const [memo] = await f.bill(k, '2026-07');
    expect([memo!.kind, Number(memo!.subtotal)]).toEqual(['credit_memo', 5000]);
    await f.post(memo!);
    await until('the PSA is told', async () => told(k), (t) => t.includes('credited'));
    expect(told(k)).toEqual(['ready', 'on_draft', 'invoiced', 'credited']);
    expect(Number((await f.t.rows(`select sum(cost_amount) as c from time_entry where contract_id = $1`, [f.firm.id(k)]))[0]!['c'])).toBe(800);
    expect(await f.exceptions(k)).toEqual([]);
    await lawsHold();
  });

  it('FF-5: without evidence it is held and shown; it goes on by itself when the evidence comes', async () => {
    const k = await f.sign([terms]);
    await f.dues(k, '2026-07-01');
    await says(k, { ...accepted, acceptance_evidence: undefined });
    await f.eventually(k, ['milestone 07-20 held 5000']);
    expect(await f.exceptions(k)).toEqual(['MILESTONE_GATE']);
    await lawsHold();
    await says(k, accepted);
    await f.eventually(k, ['milestone 07-20 ready 5000']);
    expect(await f.exceptions(k)).toEqual([]);
  });

  it('whose acceptance is withdrawn leaves the draft, and cannot be released meanwhile', async () => {
    const k = await f.sign([terms]);
    await f.dues(k, '2026-07-01');
    await says(k, accepted);
    await f.eventually(k, ['milestone 07-20 ready 5000']);
    const [draft] = await f.bill(k, '2026-07');
    await says(k, { status: 'completed', accepted_at: undefined });
    await expect(f.post(draft!)).rejects.toThrow();
    await until('the draft is gone', () => f.t.rows('select status from invoice where id = $1', [draft!.id]), (r) => r[0]!['status'] === 'voided');
    expect(await f.billing(k)).toEqual([]);
    await says(k, accepted);
    await f.eventually(k, ['milestone 07-20 ready 5000']);
    await lawsHold();
  });

  it('FF-7: moved, it re-dates its schedule line; done before the schedule is known, it bills when the schedule comes', async () => {
    const k = await f.sign([terms]);
    await says(k, { planned_date: '2026-08-15' });
    await f.dues(k, '2026-07-01');
    const date = async () => (await f.em.findOneByOrFail(BillingScheduleLine, { contract_id: f.firm.id(k) })).bill_date;
    await until('the line is re-dated', date, (d) => d === '2026-08-15');
    const early = await f.sign([terms]);
    await says(early, accepted);
    await f.dues(early, '2026-07-01');
    await f.eventually(early, ['milestone 07-20 ready 5000']);
  });
});

describe('expenses', () => {
  const line = (expense: object = {}) => ({ contract_type: 'expense', included_classes: ['expense'], expense });
  let n = 0;
  /** An approved expense report of one worker, with its event. */
  const report = (k: string, lines: Record<string, unknown>[], status = 'approved', key = `X-${k}`) => f.t.db.ds.transaction(async (em) => {
    const worker = `W-${k}`;
    if (!f.firm.ids.has(worker)) await f.firm.worker(worker, { projects: [`P-${k}`], cost: '90' });
    const before = await recordByKey(em, 'expense_report', key);
    const data = { worker_id: f.firm.id(worker), project_id: f.firm.id(`P-${k}`), status, approved_at: '2026-07-20T09:00:00Z', no: ++n, lines: lines.map((l, i) => ({ source_id: `${k}-${i}`, source_version: '1', date: '2026-07-10', category: 'Travel', currency: 'USD', reimbursable_to_worker: true, billable_to_client: true, ...l })) };
    const after = await f.firm.put('expense_report', key, data);
    await appendEvents(em, [changeEvent(before, after)]);
    return `post-expense-report:${after.id}:${after.version}`;
  });
  const journals = async (k: string) => f.t.system.calls.filter((c) => c.question === 'ask' && c.verb === 'post_journal' && c.key.includes(f.firm.id(`X-${k}`))).map((c) => (c.body as { lines: { account_role: string; debit: string; credit: string }[] }).lines.map((l) => `${l.account_role} ${l.debit} ${l.credit}`));

  it('EXP-02: 12 miles at 10 bill 120.00 and cost 7.20; EXP-01, EXP-20: a per diem less meals bills its result', async () => {
    const k = await f.sign([line()]);
    const trip = { days: '5', rate: { lodging: '150', meals: '75', incidentals: '5' }, currency: 'USD' };
    const perTrip = perDiem({ ...trip, meals_provided: { breakfast: '3', lunch: '2' }, reductions: { breakfast: '0.3', lunch: '0.3' } }).payable;
    const perDay = perDiem({ ...trip, meals_provided: { breakfast: '3' }, reductions: { breakfast: '0.3' } }).payable;
    expect((await f.t.ended(await report(k, [{ amount: '7.20', quantity: '12', unit_price: '10', category: 'Mileage' }, { amount: perTrip, category: 'Per diem' }, { amount: perDay, category: 'Per diem' }])))['state']).toBe('completed');
    expect(await f.billing(k)).toEqual(['expense 07-10 ready 1037.5', 'expense 07-10 ready 1082.5', 'expense 07-10 ready 120']);
    expect(await journals(k)).toEqual([['expense_cost 2127.2 0', 'expense_payable 0 2127.2']]);
    const [draft] = await f.bill(k, '2026-07');
    expect((await f.lines(draft!)).map((l) => [Number(l.quantity), l.unit, Number(l.unit_price), Number(l.net), l.account_role]).sort()).toEqual([[1, 'expense', 1037.5, 1037.5, 'contract_asset'], [1, 'expense', 1082.5, 1082.5, 'contract_asset'], [12, 'unit', 10, 120, 'contract_asset']]);
    await f.post(draft!);
    await lawsHold();
  });

  it('EXP-03: 10 h at 150 and an expense of 200: billed at cost 1,700 against 1,100, not billable 1,500 against 1,100', async () => {
    await f.firm.card('K150', { DEV: '150' });
    for (const [billable, billed] of [[true, 1700], [false, 1500]] as const) {
      const k = await f.sign([{ rate_card_code: 'K150', included_classes: ['time'] }, line()]);
      expect((await f.t.ended(await report(k, [{ amount: '200', billable_to_client: billable }])))['state']).toBe('completed');
      await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '10' }], '90');
      const [draft] = await f.bill(k, '2026-07');
      const [cost] = await f.t.rows('select (select sum(cost_amount) from time_entry where contract_id = $1) + (select sum(cost_amount) from expense_line where contract_id = $1) as c', [f.firm.id(k)]);
      expect([Number(draft!.subtotal), Number(cost!['c'])]).toEqual([billed, 1100]);
    }
    await lawsHold();
  });

  it('EXP-1, EXP-2, EXP-4: foreign currency at the rate of its date, less recoverable tax, over policy split, plus markup', async () => {
    const k = await f.sign([line({ markup: '0.1' })]);
    await f.firm.rate('EUR', 'USD', '2026-07-10', '1.2');
    expect((await f.t.ended(await report(k, [{ amount: '120', currency: 'EUR', recoverable_tax: '20', policy_limit: '80', reimbursable_to_worker: false }])))['state']).toBe('completed');
    expect(await f.billing(k)).toEqual(['expense 07-10 ready 105.6']);
    expect(await journals(k)).toEqual([['expense_cost 120 0', 'recoverable_tax 24 0', 'expense_payable 0 144']]);
    await lawsHold();
  });

  it('EXP-7: beyond the cap of the line they are capped', async () => {
    const k = await f.sign([line({ cap_amount: '250' })]);
    await f.t.ended(await report(k, [{ amount: '200' }, { amount: '100' }]));
    await f.eventually(k, ['expense 07-10 ready 200', 'expense 07-10 ready 50', 'expense over_cap 07-10 capped 50']);
    expect(await f.exceptions(k)).toEqual(['CAP_EXCEEDED']);
    await lawsHold();
  });

  it('above the threshold without a receipt its cost is posted and its bill is held and shown; it goes on when the receipt comes', async () => {
    supplySettings({ 'contract_billing.receipt_thresholds': ['USD=75'] });
    try {
      const k = await f.sign([line()]);
      await f.firm.rate('EUR', 'USD', '2026-07-10', '1.2');
      await f.t.ended(await report(k, [{ amount: '75' }, { amount: '75.01' }, { amount: '200', receipt_ref: 'r1' }, { amount: '90', currency: 'EUR' }, { amount: '400', billable_to_client: false }]));
      expect(await f.billing(k)).toEqual(['expense 07-10 ready 108', 'expense 07-10 ready 200', 'expense 07-10 ready 75']);
      expect(await f.exceptions(k)).toEqual(['MISSING_RECEIPT']);
      expect(await journals(k)).toEqual([['expense_cost 858.01 0', 'expense_payable 0 858.01']]);
      await f.t.ended(await report(k, [{ amount: '75' }, { amount: '75.01', receipt_ref: 'r2' }, { amount: '200', receipt_ref: 'r1' }, { amount: '90', currency: 'EUR' }, { amount: '400', billable_to_client: false }]));
      expect(await f.billing(k)).toEqual(['expense 07-10 ready 108', 'expense 07-10 ready 200', 'expense 07-10 ready 75', 'expense 07-10 ready 75.01']);
      expect(await f.exceptions(k)).toEqual([]);
      expect(await journals(k)).toHaveLength(1);
      await lawsHold();
    } finally {
      supplySettings({ 'contract_billing.receipt_thresholds': [] });
    }
  });

  it('corrected on a draft they leave it; corrected after posting they are credited and billed anew; sent back, all of it is reversed', async () => {
    const k = await f.sign([line()]);
    await f.t.ended(await report(k, [{ amount: '200' }]));
    const [draft] = await f.bill(k, '2026-07');
    await f.t.ended(await report(k, [{ amount: '150' }]));
    await until('the draft is gone', () => f.t.rows('select status from invoice where id = $1', [draft!.id]), (r) => r[0]!['status'] === 'voided');
    expect(await f.billing(k)).toEqual(['expense 07-10 ready 150']);
    await f.post((await f.bill(k, '2026-07'))[0]!);
    await f.t.ended(await report(k, [{ amount: '120' }]));
    expect(await f.billing(k)).toEqual(['credit 07-10 ready -150', 'expense 07-10 invoiced 150', 'expense 07-10 ready 120']);
    await lawsHold();
    await f.t.ended(await report(k, [{ amount: '120' }], 'rejected'));
    expect(await f.billing(k)).toEqual(['credit 07-10 ready -150', 'expense 07-10 invoiced 150']);
    expect((await f.em.find(ExpenseLine, { where: { contract_id: f.firm.id(k) }, order: { adjustment_sequence: 'ASC' } })).map((l) => Number(l.cost_amount))).toEqual([200, -200, 150, -150, 120, -120]);
    expect((await journals(k)).flat()).toEqual(['expense_cost 200 0', 'expense_payable 0 200', 'expense_cost 0 50', 'expense_payable 50 0', 'expense_cost 0 30', 'expense_payable 30 0', 'expense_cost 0 120', 'expense_payable 120 0']);
    await lawsHold();
  });

  it('on two reports recorded at one moment, a line is billed once', async () => {
    const k = await f.sign([line()]);
    await f.firm.worker(`W-${k}`, { projects: [`P-${k}`], cost: '90' });
    const lines = [{ source_id: `${k}-0`, source_version: '1', date: '2026-07-10', category: 'Travel', amount: '200', currency: 'USD', reimbursable_to_worker: true, billable_to_client: true }];
    const [old, anew] = await Promise.all(['X', 'Y'].map((of) => f.firm.put('expense_report', `${of}-${k}`, { worker_id: f.firm.id(`W-${k}`), project_id: f.firm.id(`P-${k}`), status: 'approved', approved_at: '2026-07-20T09:00:00Z', lines })));
    let second: Promise<unknown> | undefined;
    await f.t.db.ds.transaction(async (em) => {
      await recordExpenses(em, old!.id, old!.version);
      second = f.t.db.ds.transaction((other) => recordExpenses(other, anew!.id, anew!.version));
      // Long enough for the other to have looked, had it not waited for this one.
      await Promise.race([second, new Promise((r) => setTimeout(r, 1_000))]);
    });
    await second;
    expect(await f.billing(k)).toEqual(['expense 07-10 ready 200']);
    await lawsHold();
  });
});
