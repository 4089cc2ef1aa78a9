import { amount, decimal, isNegative, isZero, percent, share } from './decimal';

/** Intl separates with no-break spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('amounts', () => {
  it.each([
    ['8812.5', 'GBP', 'en-GB', 'GBP 8,812.50'],
    ['10409540', 'JPY', 'en-US', 'JPY 10,409,540'],
    ['-121', 'EUR', 'de-DE', '-121,00 EUR'],
    ['43012.75', 'EUR', 'fr-FR', '43 012,75 EUR'],
  ])('%s %s in %s is %s', (text, currency, locale, shown) => expect(plain(amount(text, currency, locale))).toBe(shown));
  it('keeps digits a binary float cannot hold', () => expect(plain(amount('90071992547409931.07', 'USD', 'en-US'))).toBe('USD 90,071,992,547,409,931.07'));
  it('hides no decimal that is there', () => expect(plain(amount('30.8844', 'USD', 'en-US'))).toBe('USD 30.8844'));
  it('leaves what is no decimal as it is', () => expect(amount('(left out)', 'USD', 'en-US')).toBe('(left out)'));
});

describe('hours and shares', () => {
  it('groups and keeps decimals', () => expect(decimal('2181.25', 'en-US')).toBe('2,181.25'));
  it('shows a fraction as percent', () => expect(share('0.46368294153104279687', 'en-US')).toBe('46.4%'));
  it('shows a tax rate with all its decimals', () => expect([percent('0.0825', 'en-US'), percent('0.2', 'en-US')]).toEqual(['8.25%', '20%']));
  it('shows nothing over nothing as a dash', () => expect(share(null, 'en-US')).toBe('–'));
});

describe('signs', () => {
  it.each(['0', '0.00', '-0', '-0.0'])('%s is zero and not negative', (text) => expect([isZero(text), isNegative(text)]).toEqual([true, false]));
  it('tells a negative amount', () => expect(isNegative('-0.01')).toBe(true));
});
