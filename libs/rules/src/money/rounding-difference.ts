import { dec, type DecimalInput } from '#lib/canonical';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import { currencyDigits, moneyText } from './round.js';

export interface RoundingDifferenceInput {
  /** Ours and theirs, line by line, in the same order. */
  lines: readonly { expected: DecimalInput; actual: DecimalInput }[];
  currency: string;
  /** Units allowed per line and per document; defaults 1 and 5. */
  per_line_units?: number;
  per_document_units?: number;
}

export type RoundingDifference =
  | { ok: true; difference: string; account_role: 'rounding' | null; why: RuleTrace[] }
  | { ok: false; code: 'RECON_BREAK'; difference: string; why: RuleTrace[] };

/**
 * MON-6: a difference that the law or the ERP forces goes to account role `rounding` while it stays within one minor
 * unit per line and five per document (summed without sign, so that errors cannot hide each other). Beyond: RECON_BREAK.
 */
export function roundingDifference(input: RoundingDifferenceInput): RoundingDifference {
  const unit = dec(10).pow(-currencyDigits(input.currency));
  const perLine = unit.times(input.per_line_units ?? 1);
  const perDocument = unit.times(input.per_document_units ?? 5);
  const differences = input.lines.map((line, i) => num(line.actual, `lines[${i}].actual`).minus(num(line.expected, `lines[${i}].expected`)));
  const total = differences.reduce((a, b) => a.plus(b), dec(0));
  const absolute = differences.reduce((a, b) => a.plus(b.abs()), dec(0));
  const tooLarge = differences.findIndex((d) => d.abs().gt(perLine));
  const numbers = { difference: text(total), absolute: text(absolute), per_line: text(perLine), per_document: text(perDocument) };
  const difference = moneyText(total, input.currency);
  if (tooLarge >= 0) return { ok: false, code: 'RECON_BREAK', difference, why: [why('MON-6', `line ${tooLarge + 1} differs by more than the line allowance`, numbers)] };
  if (absolute.gt(perDocument)) return { ok: false, code: 'RECON_BREAK', difference, why: [why('MON-6', 'the document differs by more than the document allowance', numbers)] };
  return { ok: true, difference, account_role: absolute.isZero() ? null : 'rounding', why: [why('MON-6', 'within the allowance', numbers)] };
}
