import { between, dice } from './dice.mjs';

/** Every named crash point of production code (libs/process and libs/connector); a spec checks that none is missing here. */
export const CRASH_POINTS = [
  'start.before-commit', 'consumer.before-commit', 'consumer.after-commit', 'tx.before-commit', 'tx.after-commit',
  'effect.before-ask', 'effect.after-told', 'effect.after-record', 'run.before-finish', 'run.after-finish',
  'effect.after-plan', 'effect.after-prepare', 'effect.after-find', 'effect.after-sent', 'effect.after-answer', 'effect.before-settle', 'effect.after-settle',
  'resolver.after-find', 'resolver.after-replan', 'resolver.after-resolve', 'resume.before-commit',
];

/** How long a process may live that waits for its crash point; one that never gets there is killed anyway. */
export const POINT_MS = 4_000;

/**
 * How each life of the suite ends, drawn from the seed: half at a random moment of its work, one in ten while it is still starting, the others at a named crash point.
 * @returns [{ how: 'working' | 'starting', afterMs } | { how: 'point', point: 'effect.after-sent:7' }]
 */
export function killPlan(kills, seed) {
  const random = dice(seed);
  let points = 0;
  return Array.from({ length: kills }, () => {
    const draw = random();
    if (draw < 0.1) return { how: 'starting', afterMs: between(random, 0, 700) };
    if (draw < 0.6) return { how: 'working', afterMs: between(random, 50, 1_800) };
    // In turn, so that each point has its share however few kills there are.
    return { how: 'point', point: `${CRASH_POINTS[points++ % CRASH_POINTS.length]}:${1 + Math.floor(random() * 8)}` };
  });
}
