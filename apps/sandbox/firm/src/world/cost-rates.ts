import { addDays, later } from './days.js';
import { Dice } from './dice.js';
import type { CostRate, FirmCalendar, LegalEntity, Worker } from './firm-types.js';
import { fromMinor } from './minor.js';
import { pricesFrom } from './story-calendar.js';

/** Full cost of an hour in US cents. */
const HOUR_COST: Record<string, number> = {
  PARTNER: 19_000, PROJECT_MANAGER: 10_400, PRINCIPAL_CONSULTANT: 13_600, SENIOR_CONSULTANT: 10_100, CONSULTANT: 7_700, ANALYST: 5_900, SOLUTION_ARCHITECT: 12_200, DESIGNER: 8_300,
};
/** Cost level of a legal entity in its own minor units per hundred US cents. */
const LEVEL: Record<string, number> = { US01: 100, GB01: 74, DE01: 88, JP01: 108 };

/** Hourly cost of every worker in the entity's currency; most employees get a raise on `calendar.cost_change`. */
export function costRates(seed: string, people: Worker[], entities: LegalEntity[], calendar: FirmCalendar): CostRate[] {
  const dice = new Dice(seed, 'cost rates');
  return people.flatMap((worker) => {
    const entity = entities.find((one) => one.code === worker.entity)!;
    const level = LEVEL[entity.code]! * dice.int(93, 108) * (worker.kind === 'contractor' ? 112 : 100);
    const hourly = Math.round((HOUR_COST[worker.role]! * level) / 1_000_000);
    const first = Math.max(1, entity.decimals === 0 ? Math.round(hourly / 50) * 50 : hourly);
    const from = later(pricesFrom(calendar), worker.hired);
    const raised = worker.kind === 'employee' && from < calendar.cost_change && dice.chance(70);
    const spells: [string, string | undefined, number][] = raised
      ? [[from, addDays(calendar.cost_change, -1), first], [calendar.cost_change, undefined, first + Math.max(1, Math.round((first * dice.int(25, 55)) / 1000))]]
      : [[from, undefined, first]];
    return spells.map(([start, end, amount], n) => costRate(worker, entity, n + 1, start, end, amount));
  });
}

function costRate(worker: Worker, entity: LegalEntity, n: number, from: string, to: string | undefined, hourly: number): CostRate {
  const onCost = worker.kind === 'contractor' ? 0 : Math.round(hourly * 0.18);
  const overhead = Math.round(hourly * 0.12);
  return {
    id: `CR-${worker.number}-${n}`, worker: worker.number, entity: entity.code, currency: entity.currency, hourly: fromMinor(hourly, entity.decimals),
    salary: fromMinor(hourly - onCost - overhead, entity.decimals), on_cost: fromMinor(onCost, entity.decimals), overhead: fromMinor(overhead, entity.decimals),
    from, ...(to ? { to } : {}),
  };
}
