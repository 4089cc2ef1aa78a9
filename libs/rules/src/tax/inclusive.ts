import { dec, type DecimalInput } from '#lib/canonical';
import { choice, num } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import { taxCategory } from './category.js';

export interface TaxInclusiveInput {
  /** Amount with tax. */
  gross: DecimalInput;
  /** Fraction, 0.20. */
  tax_rate: DecimalInput;
  zero_reason?: string | null;
  currency: string;
  /** Which side is rounded; the other is the difference. Default tax_first. */
  order?: 'tax_first' | 'net_first';
  rounding_mode?: RoundingMode;
}

/** TAX-4: takes the tax out of an inclusive amount. `tax_first`: `tax = round(gross x r / (1 + r))`; `net_first`: `net = round(gross / (1 + r))`. */
export function taxInclusive(input: TaxInclusiveInput): { gross: string; net: string; tax: string; why: RuleTrace[] } {
  const { currency, rounding_mode: mode } = input;
  const gross = minorRound(num(input.gross, 'gross'), currency, mode);
  const { tax_rate: rate } = taxCategory({ tax_rate: input.tax_rate, zero_reason: input.zero_reason }, 'amount');
  const whole = dec(1).plus(rate);
  const netFirst = choice(input.order, ['tax_first', 'net_first'], 'order', 'TAX-4') === 'net_first';
  const net = netFirst ? minorRound(gross.div(whole), currency, mode) : gross.minus(minorRound(gross.times(rate).div(whole), currency, mode));
  const tax = gross.minus(net);
  return { gross: moneyText(gross, currency), net: moneyText(net, currency), tax: moneyText(tax, currency), why: [why('TAX-4', netFirst ? 'net first' : 'tax first', { gross, rate, net, tax })] };
}
