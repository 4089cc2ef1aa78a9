import { dec, sum } from '#lib/canonical';
import { checkSchedule, instalments, milestoneAmounts, RuleError } from '#lib/rules';
import type { LineOfContract } from '#lib/store';

/** One line of a billing schedule as the terms want it. */
export interface WantedLine {
  seq: string;
  trigger: string;
  bill_date: string | null;
  milestone_code: string | null;
  amount: string;
}

export type Wanted = { ok: true; lines: WantedLine[] } | { ok: false; code: 'OVERBOOKED_SCHEDULE' | 'INVALID_TERMS'; detail: string };

/** FF-1, FF-2: the schedule of a line with its amounts; fractions are of the line's amount and the last line is the balance; lines that say neither amount nor fraction are equal instalments. It sums to the line or is refused. */
export function wantedLines({ contract, line }: LineOfContract): Wanted {
  const terms = line.billing_schedule ?? [];
  const currency = contract.data.currency;
  const equal = terms.every((t) => t.amount === undefined && t.pct === undefined);
  const byFraction = terms.some((t) => t.amount === undefined);
  if (byFraction && !line.amount) return { ok: false, code: 'INVALID_TERMS', detail: 'a schedule in fractions needs the amount of the line' };
  const bad = terms.find((t) => (t.trigger === 'milestone' ? !t.milestone_code : !t.bill_date));
  if (bad) return { ok: false, code: 'INVALID_TERMS', detail: `schedule line ${bad.seq} has no ${bad.trigger === 'milestone' ? 'milestone code' : 'bill date'}` };
  const fee = line.amount ?? sum(terms.map((t) => t.amount!)).toFixed();
  try {
    const amounts = equal
      ? instalments({ total: fee, count: terms.length, currency }).amounts.map((amount, i) => ({ id: terms[i]!.seq, amount }))
      : byFraction
      ? milestoneAmounts({ fee, currency, milestones: terms.map((t) => ({ id: t.seq, amount: t.amount ?? null, pct: t.pct ?? null })) }).amounts
      : terms.map((t) => ({ id: t.seq, amount: t.amount! }));
    const negative = amounts.find((a) => dec(a.amount).isNegative());
    if (negative) return { ok: false, code: 'OVERBOOKED_SCHEDULE', detail: `the lines before ${negative.id} are above the amount ${fee} of the line` };
    const lines = terms.map((t, i): WantedLine => ({ seq: t.seq, trigger: t.trigger, bill_date: t.bill_date ?? null, milestone_code: t.milestone_code ?? null, amount: amounts[i]!.amount }));
    const checked = checkSchedule({ line_amount: fee, currency, lines: lines.map((l, i) => ({ seq: i + 1, bill_date: l.bill_date ?? '', amount: l.amount, status: 'scheduled' })) });
    if (!checked.ok) return { ok: false, code: 'OVERBOOKED_SCHEDULE', detail: `the schedule differs by ${checked.difference} from the amount ${fee} of the line` };
    return { ok: true, lines };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { ok: false, code: error.rule === 'FF-1' ? 'OVERBOOKED_SCHEDULE' : 'INVALID_TERMS', detail: error.detail };
  }
}
