import 'reflect-metadata';
import * as rules from '../index.js';
import type { CorrectionPlanInput, PeriodInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { adjustInvoice, correctCost, correctEntry, correctionPlan, creditLine, creditMemoLines, restatedPeriods, reverseEntry, writeOff } = demanding(rules);

const periods: PeriodInput[] = [
  { period_id: 'jan', start: '2026-01-01', end: '2026-01-31', status: 'closed' }, { period_id: 'feb', start: '2026-02-01', end: '2026-02-28', status: 'open' },
];

describe('correctEntry (COR-1)', () => {
  const entry = { id: 'e1', hours: '8', billable_hours: '6', approval_status: 'approved', task: 'T' };
  it('reverses in full and replaces, numbered and approved', () => {
    const pair = correctEntry(entry, { hours: '5' });
    expect(pair.reversal).toEqual({ hours: '-8', billable_hours: '-6', approval_status: 'approved', task: 'T', original_entry_id: 'e1', adjustment_sequence: 1 });
    expect(pair.replacement).toEqual({ hours: '5', billable_hours: '5', approval_status: 'approved', task: 'T', original_entry_id: 'e1', adjustment_sequence: 2 });
  });
  it('keeps billable hours when only something else changes', () => expect(correctEntry(entry, { task: 'U' }).replacement).toMatchObject({ hours: '8', billable_hours: '6', task: 'U' }));
  it('takes billable hours as given', () => expect(correctEntry(entry, { billable_hours: '0' }).replacement).toMatchObject({ hours: '8', billable_hours: '0' }));
  it('cancels without a replacement', () => expect(correctEntry(entry, null).replacement).toBeNull());
  it('keeps the first original through a chain', () => {
    const first = correctEntry(entry, { hours: '5' }).replacement!;
    expect(correctEntry({ ...first, id: 'e3' }, { hours: '4' })).toMatchObject({ reversal: { original_entry_id: 'e1', adjustment_sequence: 3, hours: '-5' }, replacement: { adjustment_sequence: 4 } });
  });
  it('does not reverse what was never approved', () => expect(() => reverseEntry({ ...entry, approval_status: 'submitted' })).toThrow(expect.objectContaining({ code: 'UNAPPROVED' })));
});

describe('correctionPlan (COR-2)', () => {
  const original = { entry_id: 'e1', billing_status: 'billed', billable_hours: '8', rate: '200', currency: 'USD', tax_code: 'S', tax_rate: '0.2', fx_rate: '1.1', invoice_line_id: 'il' };
  const replacement = { billable_hours: '6', rate: '210', currency: 'USD', tax_code: 'R', tax_rate: '0.1' };
  const plan = (more: Partial<CorrectionPlanInput> = {}) => correctionPlan({ original, replacement, remainder: 'none', ...more });
  const actions = (input: Partial<CorrectionPlanInput>) => plan(input).actions.map((a) => [a.action, a.net]);

  it('credits billed work at its own rate, tax and FX, then bills anew', () => {
    expect(plan()).toMatchObject({ net_billed: '1260.00', actions: [{ action: 'credit_memo_line', net: '-1600.00', rate: '200', tax_code: 'S', tax_rate: '0.2', fx_rate: '1.1', invoice_line_id: 'il' }, { action: 'billing_event', net: '1260.00', tax_code: 'R' }] });
  });
  it('nets before drafting what was never billed', () => expect(plan({ original: { ...original, billing_status: 'unbilled' } })).toMatchObject({ actions: [{ action: 'net_pair', hours: '6', net: '1260.00' }], net_billed: '1260.00' }));
  it('removes from the draft and drafts again', () => expect(actions({ original: { ...original, billing_status: 'on_draft' } })).toEqual([['remove_from_draft', '-1600.00'], ['redraft', '1260.00']]));
  it('only credits cancelled work', () => expect(plan({ replacement: null })).toMatchObject({ actions: [{ action: 'credit_memo_line' }], net_billed: '0.00' }));
  it('allows one net line when nothing but hours differs', () => {
    const same = { ...replacement, rate: '200.00', tax_code: 'S', tax_rate: '0.20' };
    expect(actions({ replacement: same, policy: 'net_adjustment' })).toEqual([['adjustment_line', '-400.00']]);
    for (const other of [{ rate: '201' }, { tax_code: 'R' }, { tax_rate: '0.1' }, { currency: 'EUR' }]) expect(() => plan({ replacement: { ...same, ...other }, policy: 'net_adjustment' })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
  });
  it('sends the hours taken off where the policy says', () => {
    expect(actions({ remainder: 'unbilled' })[2]).toEqual(['return_to_unbilled', '400.00']);
    expect(actions({ remainder: undefined })[2]).toEqual(['non_chargeable', '400.00']);
    expect(actions({ remainder: undefined, replacement: { ...replacement, billable_hours: '9' } })).toHaveLength(2);
  });
  it('has nothing to correct on written-off work', () => expect(() => plan({ original: { ...original, billing_status: 'written_off' } })).toThrow(expect.objectContaining({ rule: 'COR-2' })));
});

describe('cost and credit', () => {
  it('reverses cost at the original rate into the open period and keeps the work date (COR-3)', () => {
    const result = correctCost({ original: { work_date: '2026-01-20', hours: '8', cost_rate: '100' }, replacement: { work_date: '2026-02-03', hours: '6', cost_rate: '110' }, currency: 'USD', periods });
    expect(result).toMatchObject({ net_cost: '-140.00', postings: [
      { kind: 'reversal', amount: '-800.00', posting_date: '2026-02-01', work_date: '2026-01-20', prior_period: true }, { kind: 'replacement', amount: '660.00', posting_date: '2026-02-03', prior_period: false },
    ] });
    expect(correctCost({ original: { work_date: '2026-02-03', hours: '8', cost_rate: '100' }, replacement: null, currency: 'USD', periods }).postings).toHaveLength(1);
  });
  it('never credits more than is left of a line (COR-7)', () => {
    const line = { line_net: '100', credited: ['30', '20'], currency: 'USD' };
    expect(creditLine({ ...line, amount: '50' })).toMatchObject({ ok: true, net: '-50.00', remaining: '0.00' });
    expect(creditLine({ ...line, amount: '50.01' })).toMatchObject({ ok: false, code: 'OVERCREDIT', remaining: '50.00' });
    expect(creditLine({ ...line, amount: '-1' })).toMatchObject({ ok: false });
    expect(creditLine({ line_net: '-100', amount: '-100', currency: 'USD' })).toMatchObject({ ok: true, net: '100.00' });
    expect(creditLine({ line_net: '-100', amount: '-101', currency: 'USD' })).toMatchObject({ ok: false });
    expect(creditLine({ line_net: '-100', amount: '1', currency: 'USD' })).toMatchObject({ ok: false });
  });
  it('gives back what was paid beyond the new charge, partly paid too', () => {
    expect(adjustInvoice({ invoice_total: '100', paid: '95', adjustment: '10', currency: 'USD' })).toMatchObject({ charged: '90.00', credit: '5.00', balance: '0.00' });
    expect(adjustInvoice({ invoice_total: '100', adjustment: '101', currency: 'USD' })).toMatchObject({ ok: false, code: 'OVERCREDIT' });
  });
  it('mirrors every line of a credit memo', () => expect(creditMemoLines([{ id: 'l', quantity: '2.5', net: '10.05', tax_code: 'S' }], 'USD')).toEqual([{ original_invoice_line_id: 'l', quantity: '-2.5', net: '-10.05', tax_code: 'S' }]));
  it('writes off with reason, by another person (COR-6)', () => {
    const off = { billing_event_id: 'b', net: '100', reason: 'goodwill', approved_by: 'a', prepared_by: 'p', currency: 'USD' };
    expect(writeOff(off)).toMatchObject({ ok: true, event: { net: '-100.00', affects_realization: true, affects_utilization: false } });
    expect(writeOff({ ...off, reason: '' })).toMatchObject({ ok: false, code: 'UNAPPROVED' });
    expect(writeOff({ ...off, approved_by: 'p' })).toMatchObject({ ok: false, code: 'SOD_VIOLATION' });
  });
  it('recomputes the period of the work and flags frozen ones (COR-5)', () => expect(restatedPeriods({ work_dates: ['2026-01-31', '2026-02-01'], periods })).toMatchObject({ recompute: ['jan', 'feb'], restated: ['jan'] }));
});
