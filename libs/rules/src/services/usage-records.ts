import { inRange, sum, type DecimalInput } from '#lib/canonical';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface UsageRecordInput {
  source_ref: string;
  version: number;
  service_date: string;
  quantity: DecimalInput;
  status: string;
}

export interface UsageLine {
  source_ref: string;
  version: number;
  service_date: string;
  quantity: string;
  /** `usage`, `late` (service before the period, its own dates kept), or `delta` (a changed version of a record already invoiced). */
  kind: 'usage' | 'late' | 'delta';
}

export interface UsageRunInput {
  period_from: string;
  /** Included. */
  period_to: string;
  records: readonly UsageRecordInput[];
  /** What earlier runs invoiced: the newest version and quantity of each record. */
  invoiced: readonly { source_ref: string; version: number; quantity: DecimalInput }[];
}

/** MS-6: lines of a usage run. Late records come as dated lines of their own, changed versions as deltas, known versions not at all. */
export function usageRun(input: UsageRunInput): { lines: UsageLine[]; quantity: string; why: RuleTrace[] } {
  const newest = new Map<string, UsageRecordInput>();
  for (const r of input.records) {
    if (r.status === 'rejected' || r.status === 'received' || r.service_date > input.period_to) continue;
    const seen = newest.get(r.source_ref);
    if (!seen || r.version > seen.version) newest.set(r.source_ref, r);
  }
  const before = new Map(input.invoiced.map((i) => [i.source_ref, i]));
  const lines = [...newest.values()].sort((a, b) => (a.source_ref < b.source_ref ? -1 : 1)).flatMap((r): UsageLine[] => {
    const old = before.get(r.source_ref);
    if (old && r.version <= old.version) return [];
    const quantity = num(r.quantity, `quantity of ${r.source_ref}`).minus(old ? num(old.quantity, 'quantity') : 0);
    if (old && quantity.isZero()) return [];
    const kind = old ? 'delta' : inRange(r.service_date, input.period_from, input.period_to) ? 'usage' : 'late';
    return [{ source_ref: r.source_ref, version: r.version, service_date: r.service_date, quantity: text(quantity), kind }];
  });
  const total = sum(lines.map((l) => l.quantity));
  return { lines, quantity: text(total), why: [why('MS-6', 'validated records of the period, late ones and deltas apart', { lines: lines.length, quantity: total })] };
}

/** MS-6: before posting, rated usage must equal validated usage. */
export function reconcileUsage(input: { rated: readonly DecimalInput[]; validated: readonly DecimalInput[] }): { ok: true; why: RuleTrace[] } | { ok: false; code: 'RECON_BREAK'; difference: string; why: RuleTrace[] } {
  const rated = sum(input.rated.map((r, i) => num(r, `rated[${i}]`)));
  const validated = sum(input.validated.map((v, i) => num(v, `validated[${i}]`)));
  const difference = rated.minus(validated);
  if (difference.isZero()) return { ok: true, why: [why('MS-6', 'rated equals validated', { rated, validated })] };
  return { ok: false, code: 'RECON_BREAK', difference: text(difference), why: [why('MS-6', 'rated differs from validated', { rated, validated, difference })] };
}
