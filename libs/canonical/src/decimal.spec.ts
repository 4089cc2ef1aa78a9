import 'reflect-metadata';
import { dec, plainDecimal } from './index.js';

describe('plainDecimal', () => {
  it.each([['1250.5000', '1250.5'], ['100', '100'], ['100.00', '100'], ['0.10', '0.1'], ['-7.500', '-7.5'], ['0.00', '0'], ['-0.00', '0'], ['0.0000000001', '0.0000000001'], ['123456789012345.1234567890', '123456789012345.123456789'], [7, '7']])('%s is %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text);
  });
  it('keeps the zeros of whole numbers and every digit of an intermediate', () => {
    expect(plainDecimal('1000.0')).toBe('1000');
    expect(plainDecimal(dec(1).div(3))).toBe(`0.${'3'.repeat(40)}`);
  });
  it('refuses what is no exact number', () => {
    expect(() => plainDecimal(0.1)).toThrow(/MON-1/);
    expect(() => plainDecimal('')).toThrow();
  });
});
