import { dec, type DecimalInput } from '#lib/canonical';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import type { RateBook } from './book.js';
import type { RateCardVersionInput, RateDimension, RateLineInput } from './card.js';
import { matchLine, type RateSubject } from './line-index.js';
import { lineOverride } from './override.js';
import type { RateLevel } from './precedence.js';
import { scopeIdOf, type RateContext, type RateEntry, type RateRefused, type ResolvedRate } from './context.js';

interface MatchInput {
  book: RateBook;
  level: RateLevel;
  workDate: string;
  entry: RateEntry;
  context: RateContext;
  uplifts?: Readonly<Record<string, DecimalInput>>;
}

interface Candidate {
  version: RateCardVersionInput;
  line: RateLineInput;
  matched: readonly RateDimension[];
}

/** Looks through the scopes of one level in their order. The first scope with a fitting line decides. */
export function matchInScopes(input: MatchInput): ResolvedRate | RateRefused | undefined {
  let subject: RateSubject | undefined;
  for (const scope of input.level.scopes ?? []) {
    const scopeId = scopeIdOf(scope, input.context);
    if (scopeId === undefined) continue;
    const versions = input.book.at(scope, scopeId, input.workDate);
    if (versions.length === 0) continue;
    subject ??= subjectOf(input.entry, input.context);
    const candidates: Candidate[] = [];
    for (const { version, lines } of versions) {
      const match = matchLine(lines, subject, input.level.requires);
      if (match) for (const line of match.lines) candidates.push({ version, line, matched: match.matched });
    }
    const best = mostSpecific(candidates, input.book.dimensions, input.context.currency);
    if (best.length > 1) return ambiguous(best);
    if (best.length === 1) return priced(best[0]!, input, input.entry.work_type ?? 'regular');
  }
  return undefined;
}

function subjectOf(entry: RateEntry, context: RateContext): RateSubject {
  return { worker_id: entry.worker_id, role: entry.role, grade: entry.grade, region: entry.region ?? context.region, work_type: entry.work_type ?? 'regular', skill: entry.skill, category: entry.category };
}

/** Several cards may hold at one scope: the more specific line wins, then the card in the contract's currency. */
function mostSpecific(candidates: Candidate[], order: readonly RateDimension[], currency: string | null | undefined): Candidate[] {
  if (candidates.length < 2) return candidates;
  const rank = (c: Candidate): string => order.map((d) => (c.matched.includes(d) ? '1' : '0')).join('');
  const top = candidates.reduce((best, c) => (rank(c) > best ? rank(c) : best), '');
  const equal = candidates.filter((c) => rank(c) === top);
  const inCurrency = equal.filter((c) => c.version.currency === currency);
  return inCurrency.length > 0 ? inCurrency : equal;
}

function ambiguous(lines: Candidate[]): RateRefused {
  const detail = `equally specific lines: ${lines.map((c) => `${c.version.card_version_id}/${c.line.line_id}`).sort().join(', ')}`;
  return { ok: false, code: 'AMBIGUOUS_RATE', detail, why: [why('RATE-6', detail)] };
}

function priced({ version, line, matched }: Candidate, input: MatchInput, workType: string): ResolvedRate {
  const override = lineOverride(line, input.workDate, input.context);
  const base = num(override?.rate ?? line.rate, `rate of line ${line.line_id}`);
  const named = matched.includes('work_type');
  const uplift = num(named ? '0' : (version.work_type_uplifts?.[workType] ?? input.uplifts?.[workType] ?? '0'), `uplift of ${workType}`);
  const rate = base.times(dec(1).plus(uplift));
  const trace: RuleTrace[] = [
    why('RATE-1', `version ${version.card_version_id} holds on ${input.workDate}`),
    why('RATE-2', `level ${input.level.level}`),
    why('RATE-3', `line ${line.line_id} matches ${matched.length > 0 ? matched.join(', ') : 'any work'}`, { rate: num(line.rate, 'rate') }),
  ];
  if (override) trace.push(why('RATE-4', `override from ${override.effective_from} (${override.scope_type ?? 'none'})`, { rate: base }));
  if (!uplift.isZero()) trace.push(why('RATE-8', `uplift for ${workType}`, { base, uplift, rate }));
  return {
    ok: true, rate: text(rate), base_rate: text(base), uplift: text(uplift), currency: version.currency, unit: line.unit ?? 'hour',
    unit_hours: line.unit_hours === undefined || line.unit_hours === null ? null : String(line.unit_hours),
    card_version_id: version.card_version_id, line_id: line.line_id,
    min_rate: line.min_rate === undefined || line.min_rate === null ? null : String(line.min_rate),
    max_discount: line.max_discount === undefined || line.max_discount === null ? null : String(line.max_discount),
    level: input.level.level, why: trace,
  };
}
