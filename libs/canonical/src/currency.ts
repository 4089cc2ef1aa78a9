/** ISO 4217 minor-unit exponents that are not 2 (rule MON-2). */
const EXPONENT: Record<string, number> = {};
for (const c of 'JPY KRW CLP ISK VND XAF XOF XPF UGX PYG RWF BIF DJF GNF KMF VUV UYI'.split(' ')) EXPONENT[c] = 0;
for (const c of 'BHD IQD JOD KWD LYD OMR TND'.split(' ')) EXPONENT[c] = 3;
for (const c of 'CLF UYW'.split(' ')) EXPONENT[c] = 4;

/** Active ISO 4217 codes with two decimals; anything absent here and above is not a currency a document may carry. */
const TWO = new Set(
  ('AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK ' +
    'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL ' +
    'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD ' +
    'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG BGN ANG').split(' '),
);

export class UnknownCurrencyError extends Error {
  constructor(readonly currency: string) {
    super(`${JSON.stringify(currency)} is not an ISO 4217 currency with a minor unit (MON-2)`);
    this.name = 'UnknownCurrencyError';
  }
}

/** Number of fraction digits of a document amount in this currency. Throws UnknownCurrencyError for XXX, XAU, lower case and typos. */
export function minorUnits(currency: string): number {
  const special = Object.hasOwn(EXPONENT, currency) ? EXPONENT[currency] : undefined;
  if (special !== undefined) return special;
  if (TWO.has(currency)) return 2;
  throw new UnknownCurrencyError(currency);
}

export function isCurrency(code: string): boolean {
  return Object.hasOwn(EXPONENT, code) || TWO.has(code);
}
