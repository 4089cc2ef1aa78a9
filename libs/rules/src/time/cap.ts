import { dec, sum, ZERO, type Decimal } from '#lib/canonical';
import { RuleError } from '../error.js';
import { floorZero, min, numOr, num, text } from '../exact.js';
import { minorRound, moneyText, roundTo } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import { CAP_POLICIES, CapLevel, netOfHours, type CapEntryInput, type CapLevelInput, type CapPolicy } from './cap-level.js';

export interface ApplyCapsInput {
  entries: readonly CapEntryInput[];
  levels: readonly CapLevelInput[];
  /** Default split_hold. */
  policy?: CapPolicy;
  currency: string;
}

/** What happens to the part over the cap: held for amendment, written off, made non-billable, or billed with a warning. */
export type ExcessDecision = 'capped' | 'written_off' | 'non_billable' | 'warned';

export interface CapSplit {
  id: string;
  billed_net: string;
  billed_hours: string;
  /** The part not billed; billed + capped = net, exactly, for value and hours. */
  capped_net: string;
  capped_hours: string;
  /** Null when the entry fitted. */
  excess_decision: ExcessDecision | null;
  /** The level that had the least room; null when the entry fitted. */
  level: string | null;
  /** Room at that level before the entry, never below 0. */
  available: string | null;
  why: RuleTrace[];
}

export interface CapsResult {
  /** In order of evaluation: work date, approval instant, id. */
  entries: CapSplit[];
  billed_net: string;
  capped_net: string;
  /** Room left at the end, for levels with a single bucket. */
  levels: { level: string; available_amount: string | null; available_hours: string | null }[];
  /** Level of the first entry that did not fit. */
  exceeded_level: string | null;
  /** CAP_EXCEEDED when an entry did not fit, whatever the policy then does with the rest. */
  code: 'CAP_EXCEEDED' | null;
  why: RuleTrace[];
}

interface Split {
  net: Decimal;
  hours: Decimal;
  level: string | null;
  available: Decimal | null;
}

const EXCESS: Record<CapPolicy, ExcessDecision> = { split_hold: 'capped', fail_whole: 'capped', adjust: 'non_billable', drop: 'non_billable', write_off_excess: 'written_off', warn_only: 'warned' };

/**
 * TM-5, TM-6 and, for expenses in their own scope, EXP-7: not-to-exceed limits over entries taken in order of (work date, approval instant, id), so the order in
 * which they are given changes nothing. Hours are split to 4 digits. Reversals restore room.
 */
export function applyCaps(input: ApplyCapsInput): CapsResult {
  const policy = input.policy ?? 'split_hold';
  if (!CAP_POLICIES.includes(policy)) throw new RuleError('INVALID_POLICY', 'TM-5', `cap policy ${JSON.stringify(policy)} is not one of ${CAP_POLICIES.join(', ')}`);
  const levels = input.levels.map((l) => new CapLevel(l));
  const done = new Map<string, Split>();
  const entries = [...input.entries].sort(evaluationOrder).map((entry): CapSplit => {
    const net = num(entry.net, `net of ${entry.id}`);
    const hours = numOr(entry.hours, 0, `hours of ${entry.id}`);
    const counting = levels.filter((l) => l.counts(entry));
    const split = net.isNegative() || hours.isNegative() ? reversal(entry, net, hours, done) : fit(entry, net, hours, counting, policy, input.currency);
    for (const level of counting) level.use(entry, split.net, split.hours);
    done.set(entry.id, split);
    return result(entry.id, net, hours, split, policy, input.currency);
  });
  const exceeded = entries.find((e) => e.level !== null);
  return {
    entries,
    billed_net: moneyText(sum(entries.map((e) => e.billed_net)), input.currency),
    capped_net: moneyText(sum(entries.map((e) => e.capped_net)), input.currency),
    levels: levels.map((l) => ({ level: l.input.level, available_amount: showRoom(l.left()?.amount), available_hours: showRoom(l.left()?.hours) })),
    exceeded_level: exceeded?.level ?? null,
    code: exceeded ? 'CAP_EXCEEDED' : null,
    why: [why('TM-5', `policy ${policy}, entries by work date, approval and id`), ...(exceeded?.why ?? [])],
  };
}

function evaluationOrder(a: CapEntryInput, b: CapEntryInput): number {
  const key = (e: CapEntryInput): [string, string, string] => [e.work_date, e.approved_at ?? '', e.id];
  const [x, y] = [key(a), key(b)];
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! < y[i]! ? -1 : 1;
  return 0;
}

/** A reversal takes back what its original was billed for; without a known original it takes back all of itself. */
function reversal(entry: CapEntryInput, net: Decimal, hours: Decimal, done: Map<string, Split>): Split {
  const original = entry.reverses_id ? done.get(entry.reverses_id) : undefined;
  return original ? { net: original.net.negated(), hours: original.hours.negated(), level: null, available: null } : { net, hours, level: null, available: null };
}

function fit(entry: CapEntryInput, net: Decimal, hours: Decimal, levels: readonly CapLevel[], policy: CapPolicy, currency: string): Split {
  let best: Split = { net, hours, level: null, available: null };
  for (const level of levels) {
    const room = level.room(entry);
    const byAmount = room.amount === null ? null : splitByAmount(net, hours, floorZero(room.amount), currency);
    const byHours = room.hours === null ? null : splitByHours(net, hours, floorZero(room.hours), currency);
    for (const [split, left] of [[byAmount, room.amount], [byHours, room.hours]] as const) {
      if (split && (split.net.lt(best.net) || split.hours.lt(best.hours))) best = { ...split, level: level.input.level, available: floorZero(left!) };
    }
  }
  if (best.level === null || policy === 'split_hold' || policy === 'adjust' || policy === 'write_off_excess') return best;
  if (policy === 'warn_only') return { ...best, net, hours };
  return { ...best, net: ZERO, hours: ZERO };
}

function splitByAmount(net: Decimal, hours: Decimal, room: Decimal, currency: string): { net: Decimal; hours: Decimal } {
  if (net.lte(room)) return { net, hours };
  // Never a unit above the cap, hence down.
  const billed = minorRound(room, currency, 'down');
  return { net: billed, hours: roundTo(hours.times(billed).div(net), 4, 'down') };
}

function splitByHours(net: Decimal, hours: Decimal, room: Decimal, currency: string): { net: Decimal; hours: Decimal } {
  if (hours.lte(room)) return { net, hours };
  return { net: min(net, minorRound(netOfHours(net, room, hours), currency)), hours: room };
}

function result(id: string, net: Decimal, hours: Decimal, split: Split, policy: CapPolicy, currency: string): CapSplit {
  const over = split.level !== null;
  const numbers = { net, billed: split.net, capped: net.minus(split.net), available: split.available ?? dec(0) };
  return {
    id,
    billed_net: moneyText(split.net, currency),
    billed_hours: text(split.hours),
    capped_net: moneyText(net.minus(split.net), currency),
    capped_hours: text(hours.minus(split.hours)),
    excess_decision: over ? EXCESS[policy] : null,
    level: split.level,
    available: split.available === null ? null : text(split.available),
    why: over ? [why('TM-5', `over the cap at level ${split.level}, policy ${policy}`, numbers)] : [],
  };
}

function showRoom(room: Decimal | null | undefined): string | null {
  return room === null || room === undefined ? null : text(room);
}
