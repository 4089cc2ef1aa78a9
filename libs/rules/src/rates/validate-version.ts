import { RuleError } from '../error.js';
import { num } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import type { RateCardVersionInput } from './card.js';
import { lineKey } from './line-index.js';

export interface VersionProblem {
  code: 'AMBIGUOUS_RATE' | 'INVALID_INPUT';
  detail: string;
}

export type VersionCheck = { ok: true; why: RuleTrace[] } | { ok: false; code: 'AMBIGUOUS_RATE' | 'INVALID_INPUT'; problems: VersionProblem[]; why: RuleTrace[] };

/**
 * RATE-6: may this version be approved? Refuses two lines with one key, an overlap with another approved version of the
 * same card, a day or month rate without `unit_hours`, an end before the start, and negative rates.
 */
export function validateRateCardVersion(input: { version: RateCardVersionInput; others?: readonly RateCardVersionInput[] }): VersionCheck {
  const { version } = input;
  const problems: VersionProblem[] = [...duplicateKeys(version), ...overlaps(version, input.others ?? []), ...badLines(version)];
  if (version.effective_to && version.effective_to < version.effective_from) problems.push({ code: 'INVALID_INPUT', detail: `effective_to ${version.effective_to} is before effective_from ${version.effective_from}` });
  if (problems.length === 0) return { ok: true, why: [why('RATE-6', 'every line has its own key and no other version holds on the same dates')] };
  const code = problems.some((p) => p.code === 'AMBIGUOUS_RATE') ? 'AMBIGUOUS_RATE' : 'INVALID_INPUT';
  return { ok: false, code, problems, why: problems.map((p) => why('RATE-6', p.detail)) };
}

function duplicateKeys(version: RateCardVersionInput): VersionProblem[] {
  const first = new Map<string, string>();
  const problems: VersionProblem[] = [];
  for (const line of version.lines) {
    const key = lineKey(line);
    const seen = first.get(key);
    if (seen === undefined) first.set(key, line.line_id);
    else problems.push({ code: 'AMBIGUOUS_RATE', detail: `lines ${seen} and ${line.line_id} are for the same work` });
  }
  return problems;
}

function overlaps(version: RateCardVersionInput, others: readonly RateCardVersionInput[]): VersionProblem[] {
  return others
    .filter((o) => o.card_version_id !== version.card_version_id && o.rate_card_id === version.rate_card_id && o.scope_type === version.scope_type && (o.scope_id ?? '') === (version.scope_id ?? '') && o.currency === version.currency)
    .filter((o) => (!o.effective_to || o.effective_to >= version.effective_from) && (!version.effective_to || version.effective_to >= o.effective_from))
    .map((o) => ({ code: 'AMBIGUOUS_RATE' as const, detail: `version ${o.card_version_id} holds on some of the same dates` }));
}

function badLines(version: RateCardVersionInput): VersionProblem[] {
  const problems: VersionProblem[] = [];
  for (const line of version.lines) {
    try {
      if (num(line.rate, `rate of line ${line.line_id}`).isNegative()) problems.push({ code: 'INVALID_INPUT', detail: `line ${line.line_id} has a negative rate` });
      if ((line.unit === 'day' || line.unit === 'month') && !(line.unit_hours && num(line.unit_hours, 'unit_hours').gt(0))) problems.push({ code: 'INVALID_INPUT', detail: `line ${line.line_id} is per ${line.unit} and must state unit_hours` });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      problems.push({ code: 'INVALID_INPUT', detail: error.detail });
    }
  }
  return problems;
}
