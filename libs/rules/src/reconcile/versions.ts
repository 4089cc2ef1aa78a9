import { instant } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** An approved fact as delivered: perhaps twice, perhaps late. */
export interface VersionedFact {
  key: string;
  version: number;
}

/** What applying a fact does. A new version first reverses what stands of the older one. */
export interface VersionEffect<F extends VersionedFact> {
  action: 'post' | 'reverse';
  key: string;
  version: number;
  fact: F;
}

/** Per key, the fact that stands. */
export type VersionState<F extends VersionedFact> = Readonly<Record<string, F>>;

export type VersionOutcome<F extends VersionedFact> = { outcome: 'applied' | 'duplicate' | 'stale'; /** STALE_VERSION when an older version came late. */ code: 'STALE_VERSION' | null; state: VersionState<F>; effects: VersionEffect<F>[]; why: RuleTrace[] };

/** REC-3 (10) and REC-4: applies one delivery. The same version again is a duplicate, a lower one stale: neither has an effect. */
export function applyVersion<F extends VersionedFact>(state: VersionState<F>, fact: F): VersionOutcome<F> {
  const standing = Object.hasOwn(state, fact.key) ? state[fact.key] : undefined;
  if (standing && fact.version === standing.version) return { outcome: 'duplicate', code: null, state, effects: [], why: [why('REC-3', `version ${fact.version} of ${fact.key} stands already`)] };
  if (standing && fact.version < standing.version) return { outcome: 'stale', code: 'STALE_VERSION', state, effects: [], why: [why('REC-4', `version ${fact.version} of ${fact.key} is older than ${standing.version}`)] };
  const reverse: VersionEffect<F>[] = standing ? [{ action: 'reverse', key: fact.key, version: standing.version, fact: standing }] : [];
  return { outcome: 'applied', code: null, state: { ...state, [fact.key]: fact }, effects: [...reverse, { action: 'post', key: fact.key, version: fact.version, fact }], why: [why('REC-3', standing ? `version ${fact.version} replaces ${standing.version}` : `version ${fact.version} is new`)] };
}

/** REC-3 (8): replays a log from nothing. */
export function replayVersions<F extends VersionedFact>(log: readonly F[]): { state: VersionState<F>; effects: VersionEffect<F>[]; outcomes: VersionOutcome<F>['outcome'][] } {
  let state: VersionState<F> = {};
  const effects: VersionEffect<F>[] = [];
  const outcomes: VersionOutcome<F>['outcome'][] = [];
  for (const fact of log) {
    const step = applyVersion(state, fact);
    state = step.state;
    effects.push(...step.effects);
    outcomes.push(step.outcome);
  }
  return { state, effects, outcomes };
}

/** REC-4: a late or out-of-order fact waits for its predecessor until the parking time ends, then becomes the exception OUT_OF_ORDER; it is never applied to a guess. */
export function parkingDecision(input: { sequence: number; last_applied: number; first_seen_at: string; now: string; parking_minutes?: number }): { decision: 'apply' | 'stale' | 'park' | 'exception'; code: 'STALE_VERSION' | 'OUT_OF_ORDER' | null; why: RuleTrace[] } {
  const { sequence, last_applied: last } = input;
  if (sequence === last + 1) return { decision: 'apply', code: null, why: [why('REC-4', 'next in order', { sequence })] };
  if (sequence <= last) return { decision: 'stale', code: 'STALE_VERSION', why: [why('REC-4', 'already passed', { sequence, last })] };
  const waited = (instant(input.now, 'now', 'REC-4') - instant(input.first_seen_at, 'first_seen_at', 'REC-4')) / 60_000;
  const over = waited >= (input.parking_minutes ?? 15);
  return { decision: over ? 'exception' : 'park', code: over ? 'OUT_OF_ORDER' : null, why: [why('REC-4', over ? 'predecessor did not come' : 'waits for its predecessor', { sequence, last })] };
}
