import type { ContractLine } from '#lib/canonical';
import { priceTime } from '#lib/rules';

/** A fixed amount of a line with the line's discount taken off (TM-1). */
export function discounted(line: ContractLine, amount: string, currency: string): { gross: string; discount: string; net: string } {
  const { gross, discount, net } = priceTime({ billable_hours: '1', rate: amount, unit: 'fixed', discount: line.discount ?? null, currency });
  return { gross, discount, net };
}

/** One unit of `amount`: what a line of an invoice shows where no quantity means anything to the client. */
export function oneOf(unit: string, line: ContractLine, amount: string, currency: string) {
  return { quantity: '1', unit, rate: amount, ...discounted(line, amount, currency) };
}
