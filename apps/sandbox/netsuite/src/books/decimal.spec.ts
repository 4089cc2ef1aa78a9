import fc from 'fast-check';
import { compared, decimalOf, dividedBy, minus, plus, rounded, textOf, times } from './decimal.js';

const d = (text: string) => decimalOf(text)!;

describe('exact decimals', () => {
  it.each([['1.005', 2, '1.01'], ['2.345', 2, '2.35'], ['-2.345', 2, '-2.35'], ['0.5', 0, '1'], ['-0.4', 0, '0'], ['1e-3', 3, '0.001'], ['12', 2, '12']])(
    'round(%s, %i) is %s: half up, away from zero', (value, scale, result) => expect(textOf(rounded(d(value), scale))).toBe(result));

  it.each(['', '.', '1,5', 'abc', '1e9999', '--1', 'Infinity'])('%j is no number', (text) => expect(decimalOf(text)).toBeUndefined());

  it('adds and multiplies like whole numbers of the smallest unit', () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.nat(6), (a, b, scale) => {
      const [x, y] = [{ units: a, scale }, { units: b, scale }];
      expect(textOf(plus(x, y))).toBe(textOf({ units: a + b, scale }));
      expect(textOf(times(x, y))).toBe(textOf({ units: a * b, scale: scale * 2 }));
      expect(textOf(minus(plus(x, y), y))).toBe(textOf(x));
      expect(compared(x, y)).toBe(a < b ? -1 : a > b ? 1 : 0);
    }));
  });

  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.bigInt(), fc.nat(8), (units, scale) => expect(compared(d(textOf({ units, scale })), { units, scale })).toBe(0)));
  });

  it('divides to twelve digits and not by zero', () => {
    expect(textOf(dividedBy(d('1'), d('3'))!)).toBe('0.333333333333');
    expect(textOf(dividedBy(d('-2'), d('0.003'))!)).toBe('-666.666666666667');
    expect(dividedBy(d('1'), d('0'))).toBeUndefined();
  });
});
