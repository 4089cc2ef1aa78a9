import { monthOf } from './days.js';
import type { Contract, Deal, Firm, PlannedEntry } from './firm-types.js';
import { fromMinor } from './minor.js';
import { grouped, plannedWeek } from './plan-week.js';

/** What a project will have cost when it is done, as its manager sees it; amounts in the currency of its legal entity. */
export interface ProjectEstimate {
  /** Number of the deal. */
  target: string;
  effective_date: string;
  reason: string;
  currency: string;
  cost_at_completion: string;
  hours_at_completion: string;
  lines: { line_no: string; cost_at_completion: string; hours_at_completion: string }[];
}

/** What is planned of a project, by contract line: minor units and minutes. */
type Volume = Map<string, { cost: number; minutes: number }>;

const OPTIMISM = [108, 114, 120, 126];

/** Estimates that managers write in a month for projects of which a line is measured by its cost: when the project begins, when its contract has changed, and at half time, when they know more. The same whenever it is asked. */
export function estimatesOf(firm: Firm, month: string): ProjectEstimate[] {
  return firm.deals.filter((deal) => deal.outcome === 'won').flatMap((deal) => {
    const contract = firm.contracts.find((one) => one.number === deal.contract)!;
    const occasions = occasionsOf(firm, contract, deal);
    const nth = occasions.findIndex((one) => one.month === month);
    if (nth < 0) return [];
    const { reason, date } = occasions[nth]!;
    return [estimate(firm, contract, deal, OPTIMISM[Math.min(nth, OPTIMISM.length - 1)]!, reason, date)];
  });
}

/** The months in which a project's cost is estimated, in order, at most one estimate each; none where nothing is measured by cost. */
function occasionsOf({ amendments, calendar }: Firm, contract: Contract, deal: Deal): { month: string; date: string; reason: string }[] {
  const own = amendments.filter((one) => one.contract === contract.number && one.outcome === 'approved' && one.changes.some((change) => change.line.kind === 'progress') && calendar.months.includes(monthOf(one.effective)));
  const measured = contract.further.some((line) => line.kind === 'progress');
  if (!measured && own.length === 0) return [];
  const start = [deal.start, calendar.first_day, ...(measured ? [] : [own[0]!.effective])].sort().at(-1)!;
  const end = deal.end < calendar.last_day ? deal.end : calendar.last_day;
  const middle = new Date((Date.parse(start) + Date.parse(end)) / 2).toISOString().slice(0, 10);
  const all = [
    { date: start, reason: 'First estimate of the project' },
    ...own.filter((one) => one.effective > start).map((one) => ({ date: one.effective, reason: `After amendment ${one.number}: ${one.description}` })),
    { date: `${monthOf(middle)}-01`, reason: 'At half time: testing takes longer than planned' },
  ].map((one) => ({ ...one, month: monthOf(one.date) })).filter((one) => one.date >= start);
  return all.filter((one, at) => all.findIndex((other) => other.month === one.month) === at).sort((a, b) => (a.date < b.date ? -1 : 1));
}

function estimate(firm: Firm, contract: Contract, deal: Deal, percent: number, reason: string, effective_date: string): ProjectEstimate {
  const entity = firm.entities.find((one) => one.code === deal.entity)!;
  const unit = 10 ** entity.decimals;
  const volume = volumeOf(firm, contract, deal);
  const whole = [...volume.values()].reduce((sum, part) => sum + part.cost, 0);
  const lines = [...volume].map(([line_no, part]) => ({
    // What is measured and has no work planned is bought in: a tenth of the project.
    line_no, cost: Math.ceil(((part.cost || whole / 10) * percent) / 100 / unit) * unit, hours: Math.ceil(((part.minutes || 600) * percent) / 100 / 60),
  })).filter((line) => line.cost > 0);
  return {
    target: deal.number, effective_date, reason, currency: entity.currency,
    cost_at_completion: fromMinor(lines.reduce((sum, line) => sum + line.cost, 0), entity.decimals), hours_at_completion: String(lines.reduce((sum, line) => sum + line.hours, 0)),
    lines: lines.map((line) => ({ line_no: line.line_no, cost_at_completion: fromMinor(line.cost, entity.decimals), hours_at_completion: String(line.hours) })),
  };
}

/** Planned work of a project at its people's cost, by the line that covers its task; what lies beyond the story in proportion. */
function volumeOf(firm: Firm, contract: Contract, deal: Deal): Volume {
  const further = [...contract.further, ...firm.amendments.filter((one) => one.contract === contract.number && one.outcome === 'approved').flatMap((one) => one.changes.flatMap(({ action, line }) => (action === 'Add' ? [line] : [])))];
  const volume: Volume = new Map([['1', { cost: 0, minutes: 0 }], ...further.filter((line) => line.kind === 'progress' || line.task_codes.length > 0).map((line) => [String(line.number), { cost: 0, minutes: 0 }] as const)]);
  const lineOf = (task: string): string => String(further.find((line) => line.task_codes.includes(task))?.number ?? 1);
  const days = (from: string, to: string): number => Math.max(1, (Date.parse(to) - Date.parse(from)) / 86_400_000);
  const beyond = deal.end > firm.calendar.last_day ? days(deal.start, deal.end) / days(deal.start, firm.calendar.last_day) : 1;
  const rates = new Map(firm.cost_rates.map((rate) => [rate.id, Math.round(Number(rate.hourly) * 10 ** (firm.entities.find((one) => one.code === rate.entity)?.decimals ?? 2))]));
  for (const entry of plannedOn(firm).get(deal.number) ?? []) {
    const rate = firm.cost_rates.find((one) => one.worker === entry.worker && one.from <= entry.date && (one.to ?? '9999') >= entry.date);
    const part = volume.get(lineOf(entry.task))!;
    part.cost += Math.round((entry.minutes * (rate ? rates.get(rate.id)! : 0) * beyond) / 60);
    part.minutes += Math.round(entry.minutes * beyond);
  }
  return volume;
}

const plans = new WeakMap<Firm, Map<string, PlannedEntry[]>>();

/** Everything planned in the story by deal, worked out once per firm. */
function plannedOn(firm: Firm): Map<string, PlannedEntry[]> {
  const plan = plans.get(firm) ?? grouped(firm.calendar.weeks.flatMap((monday) => plannedWeek(firm, monday)), (entry) => entry.target);
  plans.set(firm, plan);
  return plan;
}
