import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, numOr } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface LineNetInput {
  quantity: DecimalInput;
  /** May carry more digits than the minor unit (MON-4). */
  unit_price: DecimalInput;
  /** The price is for this many units; default 1. */
  base_quantity?: DecimalInput;
  allowances?: readonly DecimalInput[];
  charges?: readonly DecimalInput[];
  currency: string;
  rounding_mode?: RoundingMode;
}

/** INV-3: `net = qty x price / base_qty - allowances + charges`, rounded once. */
export function lineNet(input: LineNetInput): { net: string; why: RuleTrace[] } {
  const net = netOf(input);
  return { net: moneyText(net, input.currency), why: [why('INV-3', 'quantity times price, less allowances, plus charges', { quantity: String(input.quantity), unit_price: String(input.unit_price), net })] };
}

/** lineNet as a Decimal. */
export function netOf(input: LineNetInput): Decimal {
  const base = numOr(input.base_quantity, 1, 'base_quantity');
  if (base.lte(0)) throw new RuleError('INVALID_INPUT', 'INV-3', `base_quantity ${base} must be above zero`);
  const all = (list: readonly DecimalInput[] | undefined, field: string): Decimal => sum((list ?? []).map((v, i) => num(v, `${field}[${i}]`)));
  const price = num(input.quantity, 'quantity').times(num(input.unit_price, 'unit_price')).div(base);
  return minorRound(price.minus(all(input.allowances, 'allowances')).plus(all(input.charges, 'charges')), input.currency, input.rounding_mode);
}
