import type { Choices } from '../policy/chosen.js';
import type { Refusals } from '../refusal/refusals.js';
import { measureAsInvoiced, measurePointInTime, measureStraightLine } from './measure-dates.js';
import { measureProgress, measureRecovery } from './measure-progress.js';
import type { RevenueLine } from './revenue-schedule-answer.dto.js';
import { MEASURES, type PreviewObligation } from './revenue-schedule.dto.js';

/** What all measures of a request share. */
export interface MeasureContext {
  currency: string;
  policy: Choices<'straight_line_method' | 'rounding_mode' | 'gaap'>;
}

/** The measure of an obligation and its lines. A price is needed by every measure but as invoiced. */
export function scheduleObligation(o: PreviewObligation, price: string | null, field: string, context: MeasureContext, refusals: Refusals): { measure: string | null; lines: RevenueLine[] } {
  const named = MEASURES.filter((m) => o[m] !== undefined);
  if (named.length > 1) refusals.add(field, 'METHOD_NOT_ALLOWED', 'REV-3', `${named.join(' and ')} are given`, 'Send one measure for an obligation; progress has one measure.');
  const [measure] = named;
  if (named.length !== 1 || measure === undefined) return { measure: null, lines: [] };
  const before = o.recognized_to_date ?? '0';
  if (measure === 'as_invoiced') return { measure, lines: measureAsInvoiced(o.as_invoiced!, before, field, context, refusals) };
  if (price === null) {
    refusals.add(`${field}.price`, 'INVALID_INPUT', 'REV-13', 'the obligation has no price', 'Send its price, or a transaction_price to allocate and its ssp.');
    return { measure, lines: [] };
  }
  if (o.straight_line && o.recognized_to_date !== undefined) refusals.add(`${field}.recognized_to_date`, 'INVALID_INPUT', 'REV-8', 'a straight-line schedule begins with nothing recognized', 'Leave it out; send the whole schedule from its start.');
  if (o.straight_line) return { measure, lines: measureStraightLine(o.straight_line, price, field, context, refusals) };
  if (o.point_in_time) return { measure, lines: measurePointInTime(o.point_in_time, price, before, field, context, refusals) };
  if (o.cost_recovery) return { measure, lines: measureRecovery(o.cost_recovery, price, before, field, context, refusals) };
  return { measure, lines: measureProgress(o, price, field, context, refusals) };
}
