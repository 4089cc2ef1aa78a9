const ZERO_DECIMALS = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
const SYMBOLS: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', AUD: 'A$', CAD: 'C$' };

/** How many subunits make one unit: what an `_in_cents` amount is to be divided by. */
export const baseUnitOf = (currency: string): number => (ZERO_DECIMALS.has(currency) ? 1 : THREE_DECIMALS.has(currency) ? 1000 : 100);

export const symbolOf = (currency: string): string => SYMBOLS[currency] ?? currency;

/** An amount in subunits as the preformatted text that answers carry next to it: `$1,234.50`. */
export function formattedMoney(subunits: number, currency: string): string {
  const base = baseUnitOf(currency);
  const units = Math.trunc(Math.abs(subunits) / base).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const places = String(base).length - 1;
  const rest = places ? `.${String(Math.abs(subunits) % base).padStart(places, '0')}` : '';
  return `${subunits < 0 ? '-' : ''}${symbolOf(currency)}${units}${rest}`;
}

/** A written amount (`1234.5`, `$1,234.50`) in subunits, or undefined when it is none. */
export function subunitsOf(amount: unknown, currency: string): number | undefined {
  const parts = /^(-?)\D*?([\d,]+)(?:\.(\d+))?$/.exec(String(amount).trim());
  if (!parts) return undefined;
  const places = String(baseUnitOf(currency)).length - 1;
  const fraction = (parts[3] ?? '').padEnd(places, '0').slice(0, places);
  const value = Number(`${parts[2]!.replaceAll(',', '')}${fraction}`);
  return parts[1] ? -value : value;
}

/** Minutes at an hourly rate in subunits, rounded half up to whole subunits once for the whole sum. */
export const lineTotal = (lines: { minutes: number; rate: number }[]): number =>
  Math.floor((lines.reduce((sum, line) => sum + line.minutes * line.rate, 0) * 2 + 60) / 120);
