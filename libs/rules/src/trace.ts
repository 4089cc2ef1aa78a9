import type { DecimalInput } from '#lib/canonical';

/**
 * Why a result is what it is: one rule that decided, in words, with the numbers it used.
 * An invoice line, a held hour or a revenue figure is explained by its list of traces, in the order the rules applied.
 */
export interface RuleTrace {
  /** Rule id such as `RATE-2`. */
  rule: string;
  detail: string;
  /** Decimal text by name; empty when the rule decided without arithmetic. */
  numbers: Record<string, string>;
}

/** Builds one trace; numbers become decimal text. */
export function why(rule: string, detail: string, numbers: Record<string, DecimalInput> = {}): RuleTrace {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(numbers)) text[name] = String(value);
  return { rule, detail, numbers: text };
}
