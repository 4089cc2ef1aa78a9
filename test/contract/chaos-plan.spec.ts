import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CRASH_POINTS, killPlan } from '../chaos/plan.mjs';

const LIBS = resolve(__dirname, '../../libs');

/** Names of all crash points in production code. */
function namedInCode(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return namedInCode(path);
    if (!entry.name.endsWith('.ts') || entry.name.endsWith('.spec.ts')) return [];
    return [...readFileSync(path, 'utf8').matchAll(/crashPoint\('([^']+)'/g)].map(([, name]) => name!);
  });
}

describe('what the chaos command kills at', () => {
  it('is every crash point that production code names, and no other', () => {
    expect([...CRASH_POINTS].sort()).toEqual([...new Set(namedInCode(LIBS))].sort());
  });

  it('is the same for the same seed, and something else for another', () => {
    expect(killPlan(200, 7)).toEqual(killPlan(200, 7));
    expect(killPlan(200, 7)).not.toEqual(killPlan(200, 8));
  });

  it('comes to every point within a hundred kills, and to random moments as well', () => {
    const plan = killPlan(100, 7) as { how: string; point?: string }[];
    expect(new Set(plan.flatMap((p) => (p.point ? [p.point.split(':')[0]] : [])))).toEqual(new Set(CRASH_POINTS));
    expect(plan.filter((p) => p.how !== 'point').length).toBeGreaterThan(40);
  });
});
