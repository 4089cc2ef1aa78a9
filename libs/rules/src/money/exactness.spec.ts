import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const { allocate, convert, convertCross, convertLines, roundingDifference, roundMoney } = demanding(rules);

describe('allocation', () => {
  it('mirrors by sign also where the last line takes the difference', () => {
    const last = (total: string, weights: number[]) => allocate(total, weights, { method: 'last_takes_difference' });
    expect(last('10', [3, 3, 1])).toEqual(['4', '4', '2']);
    expect(last('-10', [3, 3, 1])).toEqual(['-4', '-4', '-2']);
    expect(last('0', [1, 2])).toEqual(['0', '0']);
    expect(allocate('10', [3, 3, 1])).toEqual(['4', '4', '2']);
    expect(allocate('7', [2, 2, 1])).toEqual(['3', '3', '1']);
    expect(last('7', [2, 2, 1])).toEqual(['3', '3', '1']);
    expect(last('5', [1, 1, 1, 1])).toEqual(['1', '1', '1', '2']);
    expect(allocate('5', [1, 1, 1, 1])).toEqual(['2', '1', '1', '1']);
  });
  it('breaks ties by index among many', () => expect(allocate('3', [1, 1, 1, 1, 1])).toEqual(['1', '1', '1', '0', '0']));
  it('splits nothing into nothing', () => expect(allocate('0', [1, 0], { currency: 'USD' })).toEqual(['0.00', '0.00']));
  it('names the weight that is wrong, and why a fraction of a cent cannot be split', () => {
    expect(() => allocate('1', [1, -1])).toThrow(expect.objectContaining({ detail: 'weights[1] -1 must not be negative' }));
    expect(() => allocate('1.5', [1])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MON-5' }));
  });
});

describe('conversion explains its direction', () => {
  it('multiplies by default, divides when the source quotes the other way', () => {
    expect(convert({ amount: '100', rate: '1.25', to_currency: 'EUR' })).toEqual({ amount: '125.00', currency: 'EUR', rate: '1.25', why: [{ rule: 'MON-7', detail: 'amount times the published rate', numbers: { amount: '100', rate: '1.25', converted: '125.00' } }] });
    expect(convert({ amount: '100', rate: '1.25', to_currency: 'EUR', quote: 'source_per_target' })).toMatchObject({ amount: '80.00', why: [{ detail: 'amount divided by the published rate' }] });
  });
  it('shows both rates and the pivot of a cross rate', () => {
    const cross = { amount: '10', pivot_currency: 'EUR', to_currency: 'USD', source_rate: '2', target_rate: '3' };
    expect(convertCross(cross)).toMatchObject({ amount: '60.00', currency: 'USD', rate: '3', why: [{ rule: 'MON-7', detail: 'through EUR with 3 decimals kept', numbers: { amount: '10', source_rate: '2', pivot: '20', target_rate: '3', converted: '60.00' } }] });
    for (const pivot_decimals of [2.5, 3.5]) expect(() => convertCross({ ...cross, pivot_decimals })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY', detail: `pivot_decimals ${pivot_decimals} must be a whole number of at least 3` }));
  });
  it('shows what lines and total differ by', () => expect(convertLines({ amounts: ['0.01', '0.01', '0.01'], rate: '1.5', to_currency: 'USD' }).why).toEqual([{ rule: 'MON-8', detail: 'lines converted one by one, total is their sum', numbers: { total: '0.06', converted_total: '0.05', difference: '-0.01' } }]));
  it('a rate of nothing or less is a missing rate, and the refusal says which it was', () => {
    expect(() => convert({ amount: '1', rate: '-2', to_currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'MON-7', detail: 'exchange rate -2 is not above zero' }));
    expect(() => convert({ amount: '1', rate: null, to_currency: 'USD' })).toThrow(expect.objectContaining({ detail: 'no exchange rate was given for the conversion' }));
  });
});

describe('rounding', () => {
  it('refuses a mode that is none, and one inherited from nowhere', () => {
    for (const mode of ['sideways', 'toString']) expect(() => roundMoney('1', 'USD', mode as never)).toThrow(expect.objectContaining({ code: 'INVALID_POLICY', rule: 'MON-3', detail: `rounding mode "${mode}" is not one of half_up, half_even, half_down, down, up` }));
  });
  it('says how wide the allowance was', () => {
    const line = (actual: string) => ({ expected: '10.00', actual });
    const numbers = { difference: '0.01', absolute: '0.01', per_line: '0.01', per_document: '0.05' };
    expect(roundingDifference({ lines: [line('10.01')], currency: 'USD' }).why).toEqual([{ rule: 'MON-6', detail: 'within the allowance', numbers }]);
    expect(roundingDifference({ lines: [line('10.00'), line('10.02')], currency: 'USD' }).why[0]!.detail).toBe('line 2 differs by more than the line allowance');
    expect(roundingDifference({ lines: Array(6).fill(line('10.01')), currency: 'USD' }).why[0]!.detail).toBe('the document differs by more than the document allowance');
    expect(roundingDifference({ lines: [line('10.03')], currency: 'USD', per_line_units: 3 })).toMatchObject({ ok: true });
    expect(roundingDifference({ lines: Array(6).fill(line('10.01')), currency: 'USD', per_document_units: 6 })).toMatchObject({ ok: true });
    expect(roundingDifference({ lines: [{ expected: 'x', actual: '1' }, line('1')].slice(1), currency: 'USD' })).toMatchObject({ ok: false });
  });
});
