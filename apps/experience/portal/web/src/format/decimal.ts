// Amounts, rates and hours come as decimal text and are shown from the text: Intl takes it exactly, no binary float is made of it.

const DECIMAL = /^-?\d+(?:\.(\d+))?$/;
type Exact = Intl.StringNumericLiteral;

function places(text: string): number {
  return DECIMAL.exec(text)?.[1]?.replace(/0+$/, '').length ?? 0;
}

/** Amount with its currency and grouping. All decimals it has are shown, at least those of the currency. Text that is no decimal stays as it is. */
export function amount(text: string, currency: string, locale?: string): string {
  if (!DECIMAL.test(text)) return text;
  const style = { style: 'currency', currency, currencyDisplay: 'code' } as const;
  const own = new Intl.NumberFormat(locale, style).resolvedOptions().minimumFractionDigits ?? 2;
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: Math.max(own, Math.min(places(text), 10)) }).format(text as Exact);
}

/** Number without a unit, such as hours, with grouping and all its decimals. */
export function decimal(text: string, locale?: string): string {
  if (!DECIMAL.test(text)) return text;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: Math.min(places(text), 10) }).format(text as Exact);
}

/** Fraction as percent with one decimal: `0.46368` is 46.4 %. */
export function share(text: string | null | undefined, locale?: string): string {
  if (text === null || text === undefined || !DECIMAL.test(text)) return '–';
  return new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(text as Exact);
}

/** A rate as percent with all its decimals: `0.0825` is 8.25 %. */
export function percent(text: string, locale?: string): string {
  if (!DECIMAL.test(text)) return text;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: Math.max(0, Math.min(places(text) - 2, 10)) }).format(text as Exact);
}

/** True for zero however it is written. */
export function isZero(text: string): boolean {
  return /^-?0+(?:\.0+)?$/.test(text);
}

/** True below zero. */
export function isNegative(text: string): boolean {
  return text.startsWith('-') && !isZero(text);
}
