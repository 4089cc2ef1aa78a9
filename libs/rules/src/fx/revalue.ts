import { dec, ZERO, type DecimalInput } from '#lib/canonical';
import { num } from '../exact.js';
import { convert, type RateQuote } from '../money/convert.js';
import { moneyText } from '../money/round.js';
import { buildJournal, type AccountRole, type Journal, type JournalHead } from '../journal/journal.js';
import { why, type RuleTrace } from '../trace.js';

/** What an item is for retranslation. By default a contract asset is monetary and a contract liability is not (FX-3, FX-4). */
export type FxItemKind = 'receivable' | 'payable' | 'contract_asset' | 'contract_liability';

export interface RevalueInput {
  kind?: FxItemKind;
  /** Open amount in the transaction currency. */
  amount: DecimalInput;
  /** Carrying amount in the functional currency now. */
  carrying: DecimalInput;
  closing_rate: DecimalInput | null | undefined;
  quote?: RateQuote;
  functional_currency: string;
  /** Override of the default for contract assets. */
  monetary?: boolean;
}

/** FX-3: retranslates a monetary item at the closing rate; `gain` is positive for the firm. Non-monetary items keep their historical amount (FX-4). */
export function revalue(input: RevalueInput): { carrying: string; gain: string; monetary: boolean; why: RuleTrace[] } {
  const kind = input.kind ?? 'receivable';
  const monetary = input.monetary ?? kind !== 'contract_liability';
  const before = num(input.carrying, 'carrying');
  if (!monetary) return { carrying: moneyText(before, input.functional_currency), gain: moneyText(ZERO, input.functional_currency), monetary, why: [why('FX-4', `${kind} is non-monetary and keeps its historical rate`)] };
  const converted = convert({ amount: input.amount, rate: input.closing_rate, rate_field: 'closing_rate', quote: input.quote, to_currency: input.functional_currency });
  const change = dec(converted.amount).minus(before);
  const gain = kind === 'payable' || kind === 'contract_liability' ? change.negated() : change;
  return { carrying: converted.amount, gain: moneyText(gain, input.functional_currency), monetary, why: [why('FX-3', 'retranslated at the closing rate', { before, closing_rate: converted.rate, after: converted.amount, gain })] };
}

export interface SettleInput {
  kind?: 'receivable' | 'payable';
  /** Amount settled in the transaction currency. */
  amount: DecimalInput;
  settlement_rate: DecimalInput | null | undefined;
  quote?: RateQuote;
  /** Functional carrying amount of what is settled. */
  carrying: DecimalInput;
  functional_currency: string;
}

/** FX-3: realized difference = settled amount at the settlement rate less carrying amount; positive is a gain. */
export function realizedDifference(input: SettleInput): { settled: string; gain: string; why: RuleTrace[] } {
  const settled = convert({ amount: input.amount, rate: input.settlement_rate, rate_field: 'settlement_rate', quote: input.quote, to_currency: input.functional_currency });
  const change = dec(settled.amount).minus(num(input.carrying, 'carrying'));
  const gain = input.kind === 'payable' ? change.negated() : change;
  return { settled: settled.amount, gain: moneyText(gain, input.functional_currency), why: [why('FX-3', 'settled less carrying', { settled: settled.amount, carrying: String(input.carrying), gain })] };
}

/** FX-3 with GL-2: a gain is Dr item / Cr fx_gain_loss for an asset; negative amounts mirror. In functional currency. */
export function fxDifferenceJournal(input: JournalHead & { item: AccountRole; gain: DecimalInput }): Journal {
  const gain = num(input.gain, 'gain');
  return buildJournal(input, { source_type: 'revaluation', purpose: 'fx_difference' }, [{ account_role: input.item, side: 'debit', amount: gain }, { account_role: 'fx_gain_loss', side: 'credit', amount: gain }], [why('FX-3', 'difference to profit or loss', { gain })]);
}

/** FX-4: revenue released from an advance uses the advance's historical rate. */
export function releaseAdvance(input: { amount: DecimalInput; historical_rate: DecimalInput | null | undefined; quote?: RateQuote; functional_currency: string }): { functional_revenue: string; rate: string; why: RuleTrace[] } {
  const converted = convert({ amount: input.amount, rate: input.historical_rate, rate_field: 'historical_rate', quote: input.quote, to_currency: input.functional_currency });
  return { functional_revenue: converted.amount, rate: converted.rate, why: [why('FX-4', 'historical rate of the advance', { amount: String(input.amount), rate: converted.rate })] };
}
