import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { choice, floorZero, min, nonNegative, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import { type Draw, draw, type Lot } from './lots.js';

/** Use of a retainer by one approved entry. */
export interface RetainerUse {
  id: string;
  hours: DecimalInput;
}

export interface RetainerLedgerInput {
  /** In order of time. Use as one number, or entry by entry in the order in which entries draw. */
  periods: readonly { period: string; included_hours: DecimalInput; used_hours: DecimalInput | readonly RetainerUse[] }[];
  opening?: DecimalInput;
  /** Null or absent: unlimited; 0: none. */
  rollover_cap?: DecimalInput | null;
  /** `balance` (default): the cap limits what is carried in total; `addition`: what each period adds (RET-2). */
  cap_on?: 'balance' | 'addition';
  /** Carried hours die at the end of this many further periods; absent: never. */
  rollover_expiry_periods?: number | null;
}

export interface RetainerLedgerPeriod {
  period: string;
  grant: string;
  rollover_in: string;
  available: string;
  drawn: string;
  overage: string;
  expired: string;
  rollover_out: string;
  /** Which entry used which period's grant; empty when use was given as one number. `grant_period` null is the opening balance. */
  draws: Draw[];
  /** Hours of entries beyond what was available. */
  overages: { id: string; hours: string }[];
}

/** RET-1 and RET-2 over periods: oldest hours first, cap on the balance carried, expiry by age. Grants + rollover in = drawn + rollover out + expired in every period. */
export function retainerLedger(input: RetainerLedgerInput): { periods: RetainerLedgerPeriod[]; closing: string; why: RuleTrace[] } {
  choice(input.cap_on, ['balance', 'addition'], 'cap_on', 'RET-2');
  let lots: Lot[] = [{ grant_period: null, hours: nonNegative(input.opening ?? 0, 'opening'), age: 1 }];
  const periods = input.periods.map((p): RetainerLedgerPeriod => {
    const rolloverIn = balance(lots);
    const grant = nonNegative(p.included_hours, `included_hours of ${p.period}`);
    const named = Array.isArray(p.used_hours);
    const uses: { id: string; hours: Decimal }[] = (named ? (p.used_hours as RetainerUse[]) : [{ id: p.period, hours: p.used_hours as DecimalInput }]).map((u) => ({ id: u.id, hours: nonNegative(u.hours, `used_hours of ${p.period}`) }));
    const available = rolloverIn.plus(grant);
    let left: Lot[] = [...lots, { grant_period: p.period, hours: grant, age: 0 }];
    const draws: Draw[] = [];
    const overages: { id: string; hours: string }[] = [];
    for (const use of uses) {
      const drawn = draw(left, use.hours, use.id);
      left = drawn.lots;
      draws.push(...drawn.draws);
      if (drawn.short.gt(0)) overages.push({ id: use.id, hours: text(drawn.short) });
    }
    const used = sum(uses.map((u) => u.hours));
    const drawn = min(used, available);
    lots = carry(left, input);
    const out = balance(lots);
    return {
      period: p.period, grant: text(grant), rollover_in: text(rolloverIn), available: text(available), drawn: text(drawn), overage: text(floorZero(used.minus(available))),
      expired: text(available.minus(drawn).minus(out)), rollover_out: text(out), draws: named ? draws : [], overages: named ? overages : [],
    };
  });
  return { periods, closing: text(balance(lots)), why: [why('RET-2', `oldest first, cap on ${input.cap_on ?? 'balance'}`, { closing: balance(lots) })] };
}

function balance(lots: readonly Lot[]): Decimal {
  return sum(lots.map((l) => l.hours));
}

/** What survives the end of a period: not too old, and within the cap (the oldest go first when it is exceeded). */
function carry(lots: readonly Lot[], input: RetainerLedgerInput): Lot[] {
  const expiry = input.rollover_expiry_periods ?? null;
  let kept = lots.filter((l) => expiry === null || l.age < expiry);
  const cap = input.rollover_cap === null || input.rollover_cap === undefined ? null : nonNegative(input.rollover_cap, 'rollover_cap');
  if (cap !== null && input.cap_on === 'addition') kept = kept.map((l) => (l.age === 0 ? { ...l, hours: min(l.hours, cap) } : l));
  if (cap !== null && input.cap_on !== 'addition') kept = draw(kept, floorZero(balance(kept).minus(cap)), '').lots;
  return kept.filter((l) => !l.hours.isZero()).map((l) => ({ ...l, age: l.age + 1 }));
}
