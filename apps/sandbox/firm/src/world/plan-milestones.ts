import { addDays, earlier, later, weekday } from './days.js';
import { Dice } from './dice.js';
import type { Deal, Firm } from './firm-types.js';
import { grouped } from './plan-week.js';
import type { MilestoneTerm, SignedLine } from './terms.js';

export type MilestoneTrouble = 'late_acceptance' | 'rejected_evidence' | 'moved_date';
export type MilestoneAct =
  | { do: 'plan' | 'reject' | 'reopen'; date: string }
  | { do: 'reschedule'; date: string; to: string }
  | { do: 'complete'; date: string }
  | { do: 'accept'; date: string; evidence: string };

/** A milestone somebody means to reach, with what people do about it in order. */
export interface PlannedMilestone {
  /** Number of the deal in whose project it lies. */
  target: string;
  contract: string;
  line: string;
  code: string;
  name: string;
  currency: string;
  planned: string;
  weight: number;
  amount?: string;
  acceptance_required: boolean;
  earns: boolean;
  task_codes: string[];
  trouble: MilestoneTrouble | null;
  acts: MilestoneAct[];
}

const NAMES = ['Concept signed off', 'Design complete', 'Build complete', 'Pilot live', 'Roll-out complete', 'Handover'];
/** Troubles in the order in which milestones have them; most have none. */
const TROUBLES: (MilestoneTrouble | null)[] = [null, 'late_acceptance', 'rejected_evidence', 'moved_date', null];

/** The milestones of signed contracts, in the project of the contract's first deal. The same terms and seed give the same plan; contracts without milestones give none. */
export function plannedMilestones(firm: Pick<Firm, 'seed' | 'deals' | 'calendar'>, signed: readonly SignedLine[]): PlannedMilestone[] {
  const lines = [...signed].filter((line) => line.milestones.length > 0).sort((a, b) => (`${a.contract} ${a.line}` < `${b.contract} ${b.line}` ? -1 : 1));
  const firstDeals = new Map([...grouped(firm.deals.filter((deal) => deal.outcome === 'won' && deal.contract), (deal) => deal.contract!)].map(([contract, deals]) => [contract, deals[0]!]));
  const offset = new Dice(firm.seed, 'milestone troubles').int(0, 1);
  let nth = 0;
  return lines.flatMap((line) => {
    const deal = firstDeals.get(line.contract);
    if (!deal) return [];
    return [...line.milestones].sort((a, b) => a.seq - b.seq).map((term, at) => planned(firm, line, term, at, deal, TROUBLES[(nth++ + offset) % TROUBLES.length]!));
  });
}

function planned(firm: Pick<Firm, 'seed' | 'calendar'>, line: SignedLine, term: MilestoneTerm, at: number, deal: Deal, trouble: MilestoneTrouble | null): PlannedMilestone {
  const dice = new Dice(firm.seed, `milestone ${line.contract} ${line.line} ${term.code}`);
  const from = later(deal.start, firm.calendar.first_day);
  const date = workday(term.bill_date ?? spread(from, earlier(deal.end, addDays(from, 150)), (at + 1) / line.milestones.length));
  const required = trouble === 'late_acceptance' || trouble === 'rejected_evidence' || dice.chance(70);
  const covered = line.task_codes.length > 0 ? line.task_codes : dice.pick([['DEL'], ['DEL'], ['DEL', 'PM'], []]);
  return {
    target: deal.number, contract: line.contract, line: line.line, code: term.code, name: NAMES[at % NAMES.length]!, currency: line.currency, planned: date, weight: Math.max(1, Math.round(Number(term.percent ?? term.amount ?? 1))),
    ...(term.amount ? { amount: term.amount } : {}), acceptance_required: required, earns: line.earns_by_milestone, task_codes: covered, trouble, acts: acts(dice, line, term, from, date, required, trouble),
  };
}

/** Planned at the start; done around the date it was planned for; accepted some days later, where somebody has to. */
function acts(dice: Dice, line: SignedLine, term: MilestoneTerm, from: string, planned: string, required: boolean, trouble: MilestoneTrouble | null): MilestoneAct[] {
  const due = trouble === 'moved_date' ? workday(addDays(planned, 14)) : planned;
  const done = later(from, workday(addDays(due, -dice.int(0, 4))));
  const evidence = `acceptance-${line.contract}-${term.code}.pdf`;
  const accepted = (after: string, days: number): MilestoneAct[] => (required ? [{ do: 'accept', date: workday(addDays(after, days)), evidence }] : []);
  return [
    { do: 'plan', date: from },
    ...(trouble === 'moved_date' ? [{ do: 'reschedule', date: workday(later(from, addDays(planned, -7))), to: due } as const] : []),
    { do: 'complete', date: done },
    ...(trouble === 'rejected_evidence'
      ? [{ do: 'reject', date: workday(addDays(done, 3)) } as const, { do: 'reopen', date: workday(addDays(done, 4)) } as const, { do: 'complete', date: workday(addDays(done, 11)) } as const, ...accepted(addDays(done, 11), 3)]
      : accepted(done, trouble === 'late_acceptance' ? dice.int(21, 30) : dice.int(2, 6))),
  ];
}

const spread = (from: string, to: string, share: number): string => addDays(from, Math.round(((Date.parse(to) - Date.parse(from)) / 86_400_000) * share));

/** The day itself, or the Monday after a weekend. */
const workday = (date: string): string => addDays(date, weekday(date) > 4 ? 7 - weekday(date) : 0);
