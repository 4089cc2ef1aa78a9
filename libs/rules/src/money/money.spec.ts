import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const { allocate, convert, convertCross, convertLines, roundingDifference } = demanding(rules);

describe('allocate (MON-5)', () => {
  it('mirrors negative totals', () => expect(allocate('-10.00', [1, 1, 1], { currency: 'USD' })).toEqual(['-3.34', '-3.33', '-3.33']));
  it('gives ties to the lower index', () => expect(allocate('5', [30, 70])).toEqual(['2', '3']));
  it('compares remainders exactly, however small the difference', () => expect(allocate('1', ['0.3333333333333333333333333333333333', '0.3333333333333333333333333333333334', '0.3333333333333333333333333333333333'])).toEqual(['0', '1', '0']));
  it('splits in the minor unit of the currency', () => {
    expect(allocate('100', [1, 1, 1], { currency: 'JPY' })).toEqual(['34', '33', '33']);
    expect(allocate('0.010', [1, 1, 1], { currency: 'KWD' })).toEqual(['0.004', '0.003', '0.003']);
  });
  it('lets the last line take the difference where the contract says so', () => {
    expect(allocate('200.00', [1, 1, 1], { currency: 'USD', method: 'last_takes_difference' })).toEqual(['66.67', '66.67', '66.66']);
    expect(allocate('-200.00', [1, 1, 1], { currency: 'USD', method: 'last_takes_difference' })).toEqual(['-66.67', '-66.67', '-66.66']);
  });
  it.each([[[]], [[0, 0]]])('refuses weights %p', (weights) => expect(() => allocate('1', weights)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MON-5' })));
  it('refuses negative weights and totals with a fraction of a minor unit', () => {
    expect(() => allocate('1', [2, -1])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => allocate('1.005', [1], { currency: 'USD' })).toThrow(/MON-4/);
  });
});

describe('convert (MON-7, MON-8)', () => {
  it.each([[null], [undefined], [''], ['0'], ['-1']])('never converts with rate %p', (rate) => {
    expect(() => convert({ amount: '10', rate, to_currency: 'USD' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
  });
  it('rounds at the target currency', () => {
    expect(convert({ amount: '100', rate: '149.555', to_currency: 'JPY' })).toMatchObject({ amount: '14956', rate: '149.555' });
    expect(convert({ amount: '100', rate: '0.30755', to_currency: 'KWD' }).amount).toBe('30.755');
  });
  it('keeps three decimals in the pivot, or as many as asked', () => {
    const cross = { amount: '1000', pivot_currency: 'EUR', to_currency: 'USD', source_rate: '1.95583', source_quote: 'source_per_target' as const, target_rate: '6.55957' };
    expect(convertCross(cross)).toMatchObject({ pivot_amount: '511.292', amount: '3353.86' });
    expect(convertCross({ ...cross, pivot_decimals: 8 })).toMatchObject({ pivot_amount: '511.2918812', amount: '3353.85' });
    expect(() => convertCross({ ...cross, pivot_decimals: 2 })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(() => convertCross({ ...cross, target_rate: null })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
  });
  it('totals the converted lines and shows the difference to the converted total', () => {
    expect(convertLines({ amounts: ['0.01', '0.01', '0.01'], rate: '1.5', to_currency: 'USD' })).toMatchObject({ amounts: ['0.02', '0.02', '0.02'], total: '0.06', rounding_difference: '-0.01' });
  });
});

describe('roundingDifference (MON-6)', () => {
  const line = (expected: string, actual: string) => ({ expected, actual });
  it('books a forced unit per line to rounding', () => expect(roundingDifference({ lines: [line('10.00', '10.01')], currency: 'USD' })).toMatchObject({ ok: true, difference: '0.01', account_role: 'rounding' }));
  it('books nothing when there is no difference', () => expect(roundingDifference({ lines: [line('10.00', '10.00')], currency: 'USD' })).toMatchObject({ ok: true, account_role: null }));
  it('breaks above one unit on a line', () => expect(roundingDifference({ lines: [line('10.00', '10.02')], currency: 'USD' })).toMatchObject({ ok: false, code: 'RECON_BREAK' }));
  it('breaks above five units on a document, also when they cancel out', () => {
    const six = [1, 2, 3].flatMap(() => [line('1.00', '1.01'), line('1.00', '0.99')]);
    expect(roundingDifference({ lines: six, currency: 'USD' })).toMatchObject({ ok: false, code: 'RECON_BREAK', difference: '0.00' });
    expect(roundingDifference({ lines: six.slice(1), currency: 'USD' })).toMatchObject({ ok: true });
  });
  it('knows that a yen has no cents', () => expect(roundingDifference({ lines: [line('100', '101')], currency: 'JPY' })).toMatchObject({ ok: true, difference: '1' }));
});
