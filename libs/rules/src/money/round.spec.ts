import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const { RuleError, roundMoney } = demanding(rules);

describe('roundMoney', () => {
  it('rounds halves away from zero for both signs, so a credit mirrors its invoice (MON-3)', () => {
    expect([roundMoney('2.345', 'USD'), roundMoney('-2.345', 'USD')]).toEqual(['2.35', '-2.35']);
  });

  it.each([
    ['half_even', '0.125', '0.12'],
    ['half_even', '0.135', '0.14'],
    ['half_down', '0.125', '0.12'],
    ['half_down', '0.1251', '0.13'],
    ['down', '-0.129', '-0.12'],
    ['up', '0.121', '0.13'],
  ] as const)('%s rounds %s to %s', (mode, value, expected) => expect(roundMoney(value, 'EUR', mode)).toBe(expected));

  it('uses the minor unit of the currency (MON-2)', () => {
    expect(['JPY', 'KWD', 'CLF', 'USD'].map((c) => roundMoney('1.23456', c))).toEqual(['1', '1.235', '1.2346', '1.23']);
  });

  it('never gives negative zero', () => expect(roundMoney('-0.001', 'USD')).toBe('0.00'));

  it.each([['XXX'], ['XAU'], ['usd'], ['']])('refuses currency %s', (currency) => {
    expect(() => roundMoney('1', currency)).toThrow(expect.objectContaining({ code: 'INVALID_CURRENCY', rule: 'MON-2' }));
  });

  it.each([[0.1], [Number.NaN], ['NaN'], ['Infinity'], ['abc'], [undefined]])('refuses %p rather than giving NaN', (value) => {
    expect(() => roundMoney(value as string, 'USD')).toThrow(RuleError);
  });
});
