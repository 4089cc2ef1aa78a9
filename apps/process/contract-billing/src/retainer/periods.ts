import { addDays, addMonths, type ContractLine, monthOf, monthStart } from '#lib/canonical';
import { proratedRetainer } from '#lib/rules';
import { type LineOfContract, startOf } from '#lib/store';

/** One period of a retainer with what it grants and costs. */
export interface RetainerPeriodTerms {
  /** `YYYY-MM` of its first day. */
  period: string;
  from: string;
  /** Excluded. */
  to: string;
  included: string;
  fee: string;
  why: object[];
}

/** RET-9, MS-2: the periods of a retainer that begin up to a date: whole months of the calendar, the first and the last one prorated by days. */
export function retainerPeriods({ contract, line }: LineOfContract, until: string): RetainerPeriodTerms[] {
  const terms = line.retainer!;
  const start = startOf(contract.data, line);
  const months = Number(terms.frequency_months ?? '1');
  const periods: RetainerPeriodTerms[] = [];
  for (let full = start ? monthStart(start) : ''; start && full <= until && (!line.end || full <= line.end); full = addMonths(full, months)) {
    const next = addMonths(full, months);
    const from = full < start ? start : full;
    const to = line.end && line.end < next ? addDays(line.end, 1) : next;
    if (from > until) break;
    const share = proratedRetainer({ included_hours: terms.included, fee: terms.fee, service_from: from, service_to: to, period_from: full, period_to: next, frequency_months: months, full_first_period: terms.full_first_period && from === start && to === next, currency: contract.data.currency });
    periods.push({ period: monthOf(from), from, to, included: share.included_hours, fee: share.fee, why: share.why });
  }
  return periods;
}

/** Cap on what is carried over: support hours of a service carry nothing (MS-5). */
export function rolloverCap(line: ContractLine): string | null {
  return line.contract_type === 'retainer' ? (line.retainer!.rollover_cap ?? null) : '0';
}
