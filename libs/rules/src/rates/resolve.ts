import { dec, type DecimalInput } from '#lib/canonical';
import { day, num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import { RateBook } from './book.js';
import type { RateCardVersionInput, RateDimension, RateUnit } from './card.js';
import type { RateAssignment, RateContext, RateEntry, RateRefused, ResolvedRate } from './context.js';
import { matchInScopes } from './match.js';
import { rateLevels, type RateLevel, type RatePrecedence } from './precedence.js';

export interface RatePolicy {
  precedence?: RatePrecedence | readonly RateLevel[];
  /** Order of dimensions for RATE-3. Ignored when a RateBook is given, which has its own. */
  dimensions?: readonly RateDimension[];
  /** Uplifts for work types of cards that state none (RATE-8). */
  work_type_uplifts?: Readonly<Record<string, DecimalInput>>;
}

export interface ResolveRateInput {
  entry: RateEntry;
  assignment?: RateAssignment | null;
  cards: readonly RateCardVersionInput[] | RateBook;
  context: RateContext;
  policy?: RatePolicy;
}

/**
 * RATE-1..8: the price of a piece of work by its work date. The first level of the precedence that has a price wins;
 * inside it the most specific line. No match is MISSING_RATE, never zero; zero is a price only if a line says 0.
 */
export function resolveRate(input: ResolveRateInput): ResolvedRate | RateRefused {
  const { entry, context, policy = {} } = input;
  const workDate = day(entry.work_date, 'work_date');
  const book = input.cards instanceof RateBook ? input.cards : new RateBook(input.cards, policy.dimensions);
  for (const level of rateLevels(policy.precedence)) {
    const found =
      level.from === 'override' ? fromOverride(entry, context, level) : level.from === 'assignment' ? fromAssignment(input, level) : matchInScopes({ book, level, workDate, entry, context, uplifts: policy.work_type_uplifts });
    if (found) return found;
  }
  const detail = `no approved rate for ${entry.role ?? entry.worker_id ?? 'the work'} on ${workDate}`;
  return { ok: false, code: 'MISSING_RATE', detail, why: [why('RATE-5', detail)] };
}

function fromOverride(entry: RateEntry, context: RateContext, level: RateLevel): ResolvedRate | undefined {
  const o = entry.override;
  if (!o || (o.approval_status ?? 'approved') !== 'approved' || !o.approved_by || !o.reason) return undefined;
  const rate = num(o.rate, 'override.rate');
  return flat(level, text(rate), o.currency ?? context.currency ?? null, 'hour', null, why('RATE-2', `approved manual override by ${o.approved_by}: ${o.reason}`, { rate }));
}

function fromAssignment(input: ResolveRateInput, level: RateLevel): ResolvedRate | undefined {
  const a = input.assignment;
  if (a?.bill_rate_override === undefined || a.bill_rate_override === null || a.bill_rate_override === '') return undefined;
  const base = num(a.bill_rate_override, 'assignment.bill_rate_override');
  const workType = input.entry.work_type ?? 'regular';
  const uplift = num(input.policy?.work_type_uplifts?.[workType] ?? '0', `uplift of ${workType}`);
  const rate = base.times(dec(1).plus(uplift));
  const found = flat(level, text(rate), a.currency ?? input.context.currency ?? null, a.unit ?? 'hour', a.unit_hours ?? null, why('RATE-2', `rate of the assignment ${a.assignment_id ?? ''}`.trim(), { rate: base }));
  if (uplift.isZero()) return found;
  return { ...found, base_rate: text(base), uplift: text(uplift), why: [...found.why, why('RATE-8', `uplift for ${workType}`, { base, uplift, rate })] };
}

function flat(level: RateLevel, rate: string, currency: string | null, unit: RateUnit, unitHours: DecimalInput | null, trace: RuleTrace): ResolvedRate {
  return {
    ok: true, rate, base_rate: rate, uplift: '0', currency, unit, unit_hours: unitHours === null ? null : String(unitHours),
    card_version_id: null, line_id: null, min_rate: null, max_discount: null, level: level.level, why: [trace],
  };
}
