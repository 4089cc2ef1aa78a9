import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as rules from '#lib/rules';
import { REFUSALS } from '../../libs/rules/src/testing/refusals.js';

const ROOT = resolve(__dirname, '../..');
/** How many rules each family has. */
const FAMILIES = { MON: 8, RATE: 10, TM: 9, FF: 7, RET: 9, MS: 8, EXP: 7, INV: 7, TAX: 7, COR: 8, REV: 19, MOD: 9, LOSS: 5, BAL: 6, GL: 7, CLS: 8, FX: 7, UTL: 14, MET: 23, REC: 5 };
/** Refusals of unusable input can come from every family. */
const EVERYWHERE = ['INVALID_INPUT', 'INVALID_POLICY', 'INVALID_CURRENCY'];
/** Exported beside the rules, and no rule of its own. */
const BESIDE = ['RuleError', 'why', 'policyAt', 'validatePolicy'];

const page = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');
const sections = page.split(/^## /m).slice(1).map((text) => ({ family: text.split(':')[0]!, text }));
const rows = [...page.matchAll(/^\| ([A-Z]+-\d+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, id, about, functions]) => ({ id: id!, about: about!, functions: functions! }));
const ruleRows = rows.filter((r) => !r.about.startsWith('`'));
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const functionsOf = (row: { functions: string }) => quoted(row.functions).filter((n) => /^\w+$/.test(n) && n !== 'Decimal');
const exported = rules as unknown as Record<string, unknown>;

describe('docs/rules.md', () => {
  it('has every rule once, in order', () => {
    expect(ruleRows.map((r) => r.id)).toEqual(Object.entries(FAMILIES).flatMap(([family, count]) => Array.from({ length: count }, (_, i) => `${family}-${i + 1}`)));
    expect(ruleRows).toHaveLength(183);
  });

  it('names for every rule a function that the library exports, or the file that keeps it', () => {
    for (const row of ruleRows) {
      expect([row.id, functionsOf(row).length > 0]).toEqual([row.id, true]);
      expect([row.id, functionsOf(row).filter((name) => name !== 'npm run lint' && typeof exported[name] !== 'function')]).toEqual([row.id, []]);
      expect([row.id, quoted(row.functions).filter((name) => name.includes('/') && !existsSync(join(ROOT, name)))]).toEqual([row.id, []]);
    }
  });

  it('leaves out no exported function', () => {
    const named = new Set(ruleRows.flatMap(functionsOf));
    expect(Object.keys(exported).filter((name) => typeof exported[name] === 'function' && !named.has(name) && !BESIDE.includes(name))).toEqual([]);
  });

  it('shows every policy with its choices and default', () => {
    const shown = [...page.matchAll(/^\| `(\w+)` \| ([A-Z]+-\d+) \| (.+) \|$/gm)].map(([, name, rule, choices]) => [name, rule, choices!.split(', ').map((c) => c.replaceAll('**', '')), /\*\*(\w+)\*\*/.exec(choices!)?.[1]]);
    const policies = Object.entries(rules.POLICY_CHOICES).map(([name, c]) => [name, c.rule, [...c.options], c.default]);
    const byName = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
    expect(shown.sort(byName)).toEqual(policies.sort(byName));
  });

  it('shows in each family the codes its rules refuse with', () => {
    const codes = new Map(sections.map(({ family, text }) => [family, quoted(/^Refuses with: (.+)$/m.exec(text)?.[1] ?? '')]));
    expect([...new Set([...codes.values()].flat())].sort()).toEqual(rules.RULE_ERROR_CODES.filter((c) => !EVERYWHERE.includes(c)).sort());
    expect(REFUSALS.filter(([code, rule]) => !EVERYWHERE.includes(code) && !codes.get(rule.split('-')[0]!)?.includes(code)).map(([code, rule]) => `${rule} ${code}`)).toEqual([]);
  });
});
