import { dec, plainDecimal } from '#lib/canonical';

/** The exact sum of two decimal texts. */
export const plus = (a: string, b: string): string => plainDecimal(dec(a).plus(dec(b)));

/** The same amount with the other sign. */
export const minus = (a: string): string => (a.startsWith('-') ? a.slice(1) : dec(a).isZero() ? a : `-${a}`);

/** Whether two decimal texts are the same amount. */
export const same = (a: string, b: string): boolean => dec(a).eq(dec(b));
