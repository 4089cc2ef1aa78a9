import 'reflect-metadata';
import { decideBilling, resolveRate, RULE_ERROR_CODES, RuleError, type RuleTrace } from './index.js';
import { REFUSALS } from './testing/refusals.js';

interface Refused {
  code: string;
  rules: string[];
}

/** The code and rules of a refusal, whether thrown or answered. */
function refusalOf(call: () => unknown): Refused {
  try {
    const { code, why } = call() as { code?: string; why?: RuleTrace[] };
    return { code: code ?? 'none', rules: (why ?? []).map((w) => w.rule) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    expect(error.detail.length).toBeGreaterThan(10);
    return { code: error.code, rules: [error.rule] };
  }
}

describe('refusals', () => {
  it.each(REFUSALS.map(([code, rule, call], i) => [`${i + 1}: ${code} by ${rule}`, code, rule, call] as const))('%s', (_name, code, rule, call) => {
    const refused = refusalOf(call);
    expect(refused.code).toBe(code);
    // An answer without a trace is told by its code alone.
    if (refused.rules.length > 0) expect(refused.rules).toContain(rule);
  });

  it('are provoked for every code of the closed list, and for no other', () => {
    expect([...new Set(REFUSALS.map(([code]) => code))].sort()).toEqual([...RULE_ERROR_CODES].sort());
  });

  it('never come with an amount of zero or NaN in their place', () => {
    for (const [code, , call] of REFUSALS.filter(([c]) => ['MISSING_RATE', 'MISSING_COST_RATE', 'AMBIGUOUS_RATE', 'FX_RATE_MISSING', 'EAC_STALE', 'PERIOD_MISSING'].includes(c))) {
      let answer: unknown;
      try {
        answer = call();
      } catch {
        continue;
      }
      expect([code, (answer as { ok: boolean }).ok, Object.keys(answer as object).filter((k) => /rate|cost|amount|revenue|progress|provision|date/.test(k))]).toEqual([code, false, []]);
    }
  });

  it('hold an entry without a price; they do not bill it at zero (RATE-5)', () => {
    const rate = resolveRate({ entry: { work_date: '2026-02-02', role: 'DEV' }, cards: [], context: {} });
    const held = decideBilling({ entry: { work_date: '2026-02-02', approval_status: 'approved' }, project: { status: 'active' }, contract_line: {}, assignment_exempt: true, rate });
    expect(held).toMatchObject({ ok: true, decision: 'held', hold_reason: 'MISSING_RATE' });
  });
});
