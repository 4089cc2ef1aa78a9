import { addDays, daysBetween, dec, type Decimal, sum, ZERO } from '#lib/canonical';
import { financingComponent, type RuleTrace } from '#lib/rules';
import type { DescribedObligation } from './obligations.js';

/**
 * REV-18: is anything paid more than a year before or after it is delivered? Each line of a dated schedule is held against the day on which the
 * same share of the work is delivered, if it is delivered evenly. Flagged, never computed.
 */
export function financingFlags(obligations: readonly DescribedObligation[]): { flagged: boolean; why: RuleTrace[] } {
  const why = obligations.filter((o) => o.component === 'fixed' && o.start && o.end).flatMap((o) => o.lines.flatMap((line) => {
    const dated = (line.billing_schedule ?? []).filter((s) => s.bill_date && s.amount);
    const total = sum(dated.map((s) => s.amount!));
    if (total.lte(0)) return [];
    let before = ZERO;
    return dated.flatMap((s) => {
      const middle = before.plus(dec(s.amount!).div(2)).div(total);
      before = before.plus(s.amount!);
      const delivered = dayAt(o.start!, middle.times(daysBetween(o.start!, o.end!)));
      const judged = financingComponent({ transfer_date: delivered, payment_date: s.bill_date! });
      return judged.flagged ? judged.why : [];
    });
  }));
  return { flagged: why.length > 0, why };
}

/** The first day by which that many days have passed. */
function dayAt(start: string, passed: Decimal): string {
  let days = 0;
  while (dec(days).lt(passed)) days += 1;
  return addDays(start, days);
}
