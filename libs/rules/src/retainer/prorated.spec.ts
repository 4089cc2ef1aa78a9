import 'reflect-metadata';
import { allocateTransactionPrice, allocationKept, applyCaps, proratedRetainer, supportHours } from '../index.js';

describe('a retainer that starts inside a period (RET-9)', () => {
  const retainer = { included_hours: '40', fee: '6200', currency: 'USD', service_from: '2026-07-12', service_to: '2026-08-01', period_from: '2026-07-01', period_to: '2026-08-01' };
  it('grants and bills the days served: 20 of 31', () => expect(proratedRetainer(retainer)).toMatchObject({ included_hours: '25.8065', fee: '4000.00' }));
  it('in full where the contract says so', () => expect(proratedRetainer({ ...retainer, full_first_period: true })).toMatchObject({ included_hours: '40', fee: '6200.00', fraction: '1' }));
  it('by the method chosen', () => expect(proratedRetainer({ ...retainer, service_from: '2026-07-16', method: 'thirty_360' })).toMatchObject({ included_hours: '20', fee: '3100.00' }));
  it('never outside its period', () => expect(() => proratedRetainer({ ...retainer, service_from: '2026-06-30' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-2' })));
});

describe('support hours of a managed service (MS-5)', () => {
  const month = { included_hours: '20', fee: '3000', overage_rate: '175', currency: 'USD' };
  it('bill what goes beyond the hours included', () => expect(supportHours({ ...month, used_hours: '23.5' })).toMatchObject({ overage: '3.5', overage_amount: '612.50', invoice_net: '3612.50', carried_out: '0' }));
  it('carry nothing over', () => expect(supportHours({ ...month, used_hours: '5' })).toMatchObject({ unused: '15', carried_out: '0', expired: '15', invoice_net: '3000.00' }));
});

describe('caps on expenses (EXP-7)', () => {
  it('hold the excess in their own scope and leave time alone', () => {
    const entries = [{ id: 'flight', work_date: '2026-07-01', net: '900', kind: 'expense' as const }, { id: 'hotel', work_date: '2026-07-02', net: '300', kind: 'expense' as const }, { id: 'work', work_date: '2026-07-01', net: '5000', hours: '25' }];
    const { entries: split, code } = applyCaps({ entries, levels: [{ level: 'expenses', cap_amount: '1000', cap_scope: 'expenses' }], currency: 'USD' });
    expect(code).toBe('CAP_EXCEEDED');
    expect(split.map((e) => [e.id, e.billed_net, e.capped_net])).toEqual([['flight', '900.00', '0.00'], ['work', '5000.00', '0.00'], ['hotel', '100.00', '200.00']]);
  });
});

describe('an allocation after inception (REV-14)', () => {
  const inception = allocateTransactionPrice({ transaction_price: '900', obligations: [{ id: 'a', ssp: '600' }, { id: 'b', ssp: '400' }], currency: 'USD' }).obligations;
  it('stays, however its amounts are written', () => expect(allocationKept({ inception, now: inception.map((o) => ({ ...o, ssp: `${o.ssp}.0` })) })).toMatchObject({ ok: true }));
  it('is not changed by a new selling price', () => expect(allocationKept({ inception, now: inception.map((o) => (o.id === 'b' ? { ...o, ssp: '500' } : o)) })).toMatchObject({ ok: false, code: 'METHOD_NOT_ALLOWED', changed: ['b'] }));
  it('nor by leaving an obligation out, or adding one', () => expect(allocationKept({ inception, now: [inception[0]!, { id: 'c', ssp: '1', allocated: '1' }] })).toMatchObject({ ok: false, changed: ['b', 'c'] }));
  it('but by a modification', () => expect(allocationKept({ inception, now: [], modification_id: 'A-1' })).toMatchObject({ ok: true }));
});
