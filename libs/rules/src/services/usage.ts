import { sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { floorZero, min, num, numOr, text } from '../exact.js';
import { minorRound, moneyText, roundTo, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** One price step: up to and including `up_to` blocks, counted from the first block; null is the rest. */
export interface UsageTier {
  up_to: DecimalInput | null;
  price: DecimalInput;
  /** Charged once when the tier is entered. */
  flat_fee?: DecimalInput;
}

export interface RateUsageInput {
  quantity: DecimalInput;
  /** Free quantity first; not prorated for partial periods unless stated (MS-7). */
  allowance?: DecimalInput;
  /** Units per block; quantities round up to whole blocks. Default 1. */
  block_size?: DecimalInput;
  /** `graduated` (default): each tier its own price; `volume`: all at the tier reached; `flat`: the first price. */
  mode?: 'graduated' | 'volume' | 'flat';
  tiers: readonly UsageTier[];
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface RatedUsage {
  billable_quantity: string;
  blocks: string;
  tiers: { blocks: string; price: string; amount: string }[];
  amount: string;
  why: RuleTrace[];
}

/** MS-4 and MS-7: allowance, then blocks rounded up, then the contract's tiers; one rounding at the end. */
export function rateUsage(input: RateUsageInput): RatedUsage {
  const mode = input.mode ?? 'graduated';
  if (!['graduated', 'volume', 'flat'].includes(mode)) throw new RuleError('INVALID_POLICY', 'MS-4', `usage mode ${JSON.stringify(mode)} is not one of graduated, volume, flat`);
  const billable = floorZero(num(input.quantity, 'quantity').minus(numOr(input.allowance, 0, 'allowance')));
  const size = numOr(input.block_size, 1, 'block_size');
  if (size.lte(0)) throw new RuleError('INVALID_INPUT', 'MS-4', `block_size ${size} must be above zero`);
  // Whole blocks only where blocks are sold; single units may be fractional.
  const blocks = input.block_size === undefined ? billable : roundTo(billable.div(size), 0, 'up');
  const tiers = readTiers(input.tiers);
  const parts = mode === 'graduated' ? graduated(blocks, tiers) : [mode === 'volume' ? whole(blocks, tiers) : { blocks, tier: tiers[0]! }];
  const priced = parts.map((p) => ({ ...p, amount: p.blocks.times(p.tier.price).plus(p.blocks.gt(0) ? p.tier.fee : ZERO) }));
  const amount = minorRound(sum(priced.map((p) => p.amount)), input.currency, input.rounding_mode);
  return {
    billable_quantity: text(billable), blocks: text(blocks), tiers: priced.map((p) => ({ blocks: text(p.blocks), price: text(p.tier.price), amount: text(p.amount) })), amount: moneyText(amount, input.currency),
    why: [why('MS-4', mode, { quantity: String(input.quantity), billable, blocks, amount })],
  };
}

interface Tier {
  upTo: Decimal | null;
  price: Decimal;
  fee: Decimal;
}

function readTiers(tiers: readonly UsageTier[]): Tier[] {
  if (tiers.length === 0) throw new RuleError('MISSING_RATE', 'MS-4', 'no price tiers');
  const read = tiers.map((t, i): Tier => ({ upTo: t.up_to === null ? null : num(t.up_to, `tiers[${i}].up_to`), price: num(t.price, `tiers[${i}].price`), fee: numOr(t.flat_fee, 0, `tiers[${i}].flat_fee`) }));
  read.forEach((t, i) => {
    const before = read[i - 1]?.upTo;
    if (i > 0 && (before === null || (t.upTo !== null && before !== undefined && t.upTo.lte(before)))) throw new RuleError('INVALID_INPUT', 'MS-4', 'tiers must rise, and only the last may be open');
  });
  return read;
}

function graduated(blocks: Decimal, tiers: readonly Tier[]): { blocks: Decimal; tier: Tier }[] {
  let done = ZERO;
  const parts: { blocks: Decimal; tier: Tier }[] = [];
  for (const tier of tiers) {
    const part = floorZero((tier.upTo === null ? blocks : min(blocks, tier.upTo)).minus(done));
    if (part.gt(0)) parts.push({ blocks: part, tier });
    done = done.plus(part);
  }
  if (done.lt(blocks)) throw new RuleError('MISSING_RATE', 'MS-4', `${blocks} blocks, but the last tier ends at ${done}`);
  return parts;
}

function whole(blocks: Decimal, tiers: readonly Tier[]): { blocks: Decimal; tier: Tier } {
  const tier = tiers.find((t) => t.upTo === null || blocks.lte(t.upTo));
  if (!tier) throw new RuleError('MISSING_RATE', 'MS-4', `no tier reaches ${blocks} blocks`);
  return { blocks, tier };
}

/** MS-8: a fixed price for a fixed quantity is revenue in proportion to what was used, never above the price. */
export function quantityRevenue(input: { price: DecimalInput; quantity: DecimalInput; used: DecimalInput; recognized_to_date?: DecimalInput; currency: string }): { cumulative: string; this_period: string; why: RuleTrace[] } {
  const quantity = num(input.quantity, 'quantity');
  if (quantity.lte(0)) throw new RuleError('INVALID_INPUT', 'MS-8', `quantity ${quantity} must be above zero`);
  const used = min(num(input.used, 'used'), quantity);
  const cumulative = minorRound(num(input.price, 'price').times(used).div(quantity), input.currency);
  return { cumulative: moneyText(cumulative, input.currency), this_period: moneyText(cumulative.minus(numOr(input.recognized_to_date, 0, 'recognized_to_date')), input.currency), why: [why('MS-8', 'usage in the period used', { used, quantity, cumulative })] };
}
