import { dec, isCurrency, minorUnits } from '#lib/canonical';

/** Document amount at the currency's minor unit; digits beyond it are kept, never rounded away. Throws when it is no number. */
export function amount(text: string | undefined, currency: string): string {
  const exact = dec(text ?? '0');
  const places = isCurrency(currency) ? minorUnits(currency) : 0;
  return exact.decimalPlaces() > places ? exact.toFixed() : exact.toFixed(places);
}

/** Fraction of a tax rate as NetSuite shows it: `8.25%` is 0.0825; without the sign it is a fraction already. */
export function fraction(rate: string): string {
  const text = rate.trim();
  return text.endsWith('%') ? dec(text.slice(0, -1).trim()).div(100).toFixed() : dec(text).toFixed();
}
