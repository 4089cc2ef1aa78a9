import { addDays, mondayOf } from './days.js';
import { Dice } from './dice.js';
import { PM_ROLE, PRACTICES } from './entities.js';
import type { CostCenter, FirmCalendar, LegalEntity, Office, OrgMove, Worker } from './firm-types.js';
import { personName } from './people-names.js';
import type { Size } from './sizes.js';
import { isYear } from './story-calendar.js';

/** How often each role stands in a team of a hundred, project managers and partners aside. */
const ROLE_WEIGHTS: [role: string, weight: number, title: string][] = [
  ['PRINCIPAL_CONSULTANT', 9, 'Principal Consultant'], ['SENIOR_CONSULTANT', 32, 'Senior Consultant'], ['CONSULTANT', 30, 'Consultant'],
  ['ANALYST', 14, 'Analyst'], ['SOLUTION_ARCHITECT', 9, 'Solution Architect'], ['DESIGNER', 6, 'Designer'],
];

/** One cost center per legal entity and practice: `CC-2100` is the first practice of the second entity. */
export function costCenters(entities: LegalEntity[]): CostCenter[] {
  return entities.flatMap((entity, e) => PRACTICES.map((practice, p) => ({
    code: `CC-${e + 1}${p + 1}00`, name: `${entity.code} ${practice.name}`, entity: entity.code, practice: practice.code,
  })));
}

/** The people of the firm, with those who come, go, work part time or are on leave in the story's stretch of time. */
export function workers(size: Size, seed: string, entities: LegalEntity[], offices: Office[], centers: CostCenter[], calendar: FirmCalendar): Worker[] {
  const dice = new Dice(seed, 'workers');
  const all = entities.flatMap((entity) => staffOf(entity, size, dice, offices, centers));
  const ordinary = dice.shuffled(all.filter((worker) => worker.role !== PM_ROLE && worker.role !== 'PARTNER'));
  const take = (count: number): Worker[] => ordinary.splice(0, count);
  // In a year people come and go all the time; in a quarter they come first.
  const [coming, going] = isYear(calendar) ? [0.85, 0.8] : [0.55, 0.5];
  for (const worker of take(size.hires)) worker.hired = mondayOf(addDays(calendar.first_day, dice.int(7, Math.floor(spanDays(calendar) * coming))));
  for (const worker of take(size.leavers)) worker.terminated = addDays(mondayOf(addDays(calendar.last_day, -dice.int(8, Math.floor(spanDays(calendar) * going)))), 2);
  for (const worker of take(1)) worker.on_leave_from = mondayOf(addDays(calendar.first_day, Math.floor(spanDays(calendar) * 0.45)));
  for (const worker of take(size.part_timers)) worker.fte = dice.pick([50, 60, 80, 80]);
  for (const worker of take(size.contractors)) Object.assign(worker, { kind: 'contractor', hired: addDays(calendar.first_day, -dice.int(20, 200)) });
  number(all);
  for (const worker of all) {
    const boss = all.find((other) => other.entity === worker.entity && other.role === (worker.role === PM_ROLE ? 'PARTNER' : PM_ROLE) && other !== worker)
      ?? all.find((other) => other.role === PM_ROLE && other.entity === worker.entity && other !== worker);
    if (boss && worker.role !== 'PARTNER') worker.manager = boss.number;
  }
  return all;
}

/** People who change practice inside the story. */
export function orgMoves(size: Size, seed: string, people: Worker[], centers: CostCenter[], calendar: FirmCalendar): OrgMove[] {
  const dice = new Dice(seed, 'moves');
  const steady = people.filter((worker) => worker.kind === 'employee' && !worker.terminated && !worker.on_leave_from && worker.hired < calendar.first_day && worker.role !== PM_ROLE);
  return dice.shuffled(steady).slice(0, size.moves).map((worker, n) => {
    const date = calendar.weeks[Math.floor(calendar.weeks.length * (isYear(calendar) ? (n + 1) / (size.moves + 1) : 0.5))]!;
    const center = dice.pick(centers.filter((one) => one.entity === worker.entity && one.practice !== worker.practice));
    return { worker: worker.number, date, practice: center.practice, cost_center: center.code };
  });
}

function staffOf(entity: LegalEntity, size: Size, dice: Dice, offices: Office[], centers: CostCenter[]): Worker[] {
  const count = size.staff[entity.code] ?? 0;
  const managers = Math.max(1, Math.ceil(((size.won[entity.code] ?? 0) + 2) / 4.5));
  const partners = Math.floor(count / 15);
  const own = offices.filter((office) => office.entity === entity.code);
  return Array.from({ length: count }, (_, n): Worker => {
    const { first, last } = personName(entity.code, n);
    const role = n < managers ? [PM_ROLE, 0, 'Project Manager'] as const
      : n < managers + partners ? ['PARTNER', 0, 'Partner'] as const : dice.weighted(ROLE_WEIGHTS, ([, weight]) => weight)!;
    const practice = n < count / 2 ? PRACTICES[n % PRACTICES.length]! : dice.pick(PRACTICES);
    return {
      number: '', kind: 'employee', first_name: first, last_name: last, email: '', entity: entity.code, office: dice.pick(own).code,
      practice: practice.code, region: entity.region, cost_center: centers.find((center) => center.entity === entity.code && center.practice === practice.code)!.code,
      role: role[0], title: role[2], fte: 100, hired: `20${dice.int(14, 25)}-${String(dice.int(1, 12)).padStart(2, '0')}-01`,
    };
  });
}

/** Worker numbers by kind, and an e-mail address nobody else has. */
function number(all: Worker[]): void {
  const taken = new Set<string>();
  let employees = 1000;
  let contractors = 2000;
  for (const worker of all) {
    worker.number = worker.kind === 'employee' ? `E-${++employees}` : `K-${++contractors}`;
    const plain = `${worker.first_name}.${worker.last_name}`.toLowerCase();
    let address = plain;
    for (let n = 2; taken.has(address); n++) address = `${plain}${n}`;
    taken.add(address);
    worker.email = `${address}@meridian-partners.example`;
  }
}

const spanDays = (calendar: FirmCalendar): number => (Date.parse(calendar.last_day) - Date.parse(calendar.first_day)) / 86_400_000;
