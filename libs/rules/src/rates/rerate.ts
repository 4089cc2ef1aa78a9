import { sum, type DecimalInput } from '#lib/canonical';
import { choice, num, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** What is kept on an entry when it is approved, so that its price can be explained and repeated (RATE-9). */
export interface RateSnapshot {
  rate: string;
  currency: string | null;
  unit: string;
  unit_hours: string | null;
  card_version_id: string | null;
  line_id: string | null;
  rule: string;
}

/** RATE-9: the snapshot of a resolved rate. */
export function rateSnapshot(resolved: { rate: string; currency: string | null; unit: string; unit_hours: string | null; card_version_id: string | null; line_id: string | null; level: string }): RateSnapshot {
  const { rate, currency, unit, unit_hours, card_version_id, line_id, level } = resolved;
  return { rate, currency, unit, unit_hours, card_version_id, line_id, rule: `RATE-2:${level}` };
}

export interface RerateEntry {
  id: string;
  billing_status: string;
  billable_hours: DecimalInput;
  /** Price per hour now on the entry, and the one that the new card version gives. */
  old_rate: DecimalInput;
  new_rate: DecimalInput;
}

export interface RerateInput {
  entries: readonly RerateEntry[];
  currency: string;
  /** The contract line's `retroactive_rates`; `bill` also adjusts billed entries. Default: unbilled entries only. */
  retroactive_rates?: 'unbilled_only' | 'bill';
  rounding_mode?: RoundingMode;
}

export interface RerateResult {
  /** Unbilled entries that take the new rate. */
  rerated: { id: string; rate: string }[];
  /** Adjustment billing events for billed entries. */
  adjustments: { entry_id: string; kind: 'adjustment'; quantity: string; rate_delta: string; net: string; currency: string }[];
  adjustment_total: string;
  unchanged: string[];
  why: RuleTrace[];
}

/** RATE-9 and RATE-10: an explicit re-rate run. Billed entries never re-rate; a retroactive version may add `(new - old) x hours` events. */
export function rerate(input: RerateInput): RerateResult {
  const bill = choice(input.retroactive_rates, ['unbilled_only', 'bill'], 'retroactive_rates', 'RATE-10') === 'bill';
  const result: RerateResult = { rerated: [], adjustments: [], adjustment_total: '', unchanged: [], why: [] };
  for (const entry of input.entries) {
    const delta = num(entry.new_rate, 'new_rate').minus(num(entry.old_rate, 'old_rate'));
    if (entry.billing_status === 'unbilled' || entry.billing_status === 'held') {
      result.rerated.push({ id: entry.id, rate: text(num(entry.new_rate, 'new_rate')) });
    } else if (entry.billing_status === 'billed' && bill && !delta.isZero()) {
      const hours = num(entry.billable_hours, 'billable_hours');
      const net = minorRound(delta.times(hours), input.currency, input.rounding_mode);
      result.adjustments.push({ entry_id: entry.id, kind: 'adjustment', quantity: text(hours), rate_delta: text(delta), net: moneyText(net, input.currency), currency: input.currency });
      result.why.push(why('RATE-10', `entry ${entry.id} was billed at the old rate`, { delta, hours, net }));
    } else {
      result.unchanged.push(entry.id);
    }
  }
  result.adjustment_total = moneyText(sum(result.adjustments.map((a) => a.net)), input.currency);
  result.why.unshift(why('RATE-9', 'only entries not yet on an invoice take the new rate', { rerated: result.rerated.length, unchanged: result.unchanged.length }));
  return result;
}
