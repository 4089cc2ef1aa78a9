import type { RateCardVersion } from '#lib/canonical';
import type { RateCardVersionInput, RateScope } from './card.js';

/**
 * A rate card version as the price look-ups take it (RATE-2): under its own scope, and under `contract_line` and `project` by its code, because lines and projects
 * name cards by code. Versions without a first day price nothing.
 */
export function cardVersionInputs(record: { data: RateCardVersion; effective_from: string | null; effective_to: string | null }): RateCardVersionInput[] {
  const { data } = record;
  if (!record.effective_from) return [];
  const base = {
    card_version_id: `${data.card_code} v${data.version_no}`, rate_card_id: data.card_code, currency: data.currency, effective_from: record.effective_from, effective_to: record.effective_to,
    approval_status: data.status, kind: 'bill' as const,
    lines: data.lines.map((l) => ({ line_id: l.line_id, role: l.role ?? null, worker_id: l.worker_number ?? null, grade: l.grade ?? null, region: l.region ?? null, work_type: l.work_type ?? null, unit: l.unit as 'hour', unit_hours: l.unit_hours ?? null, rate: l.rate })),
  };
  const byCode = (scope_type: RateScope): RateCardVersionInput => ({ ...base, scope_type, scope_id: data.card_code });
  const own = data.scope_type === 'contract' ? [] : [{ ...base, scope_type: data.scope_type as RateScope, scope_id: data.scope_key ?? null }];
  return [byCode('contract_line'), byCode('project'), ...own.filter((v) => v.scope_type !== 'project')];
}
