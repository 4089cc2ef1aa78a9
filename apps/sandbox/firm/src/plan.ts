import { keyOf, sheetOf } from './world/incidents.js';
import { plannedWeek } from './world/plan-week.js';
import type { Firm } from './world/firm-types.js';
import { monthOf } from './world/days.js';
import { closingMonths, isYear } from './world/story-calendar.js';
import { lastWeekOf } from './people/months.js';
import { SALES_PHASES } from './people/sales.js';

/** One call the story is told with, in order. */
export interface PlanStep { method: 'POST'; path: string; body: Record<string, unknown>; what: string }

/** The calendar of the story, what should come of each deal, the troubles, and the calls that tell it in order. */
export function storyPlan(firm: Firm): Record<string, unknown> {
  const planned = firm.calendar.weeks.map((monday) => ({ monday, entries: plannedWeek(firm, monday) }));
  return {
    name: firm.name, size: firm.size, span: firm.span, seed: firm.seed,
    counts: {
      workers: firm.workers.length, employees: firm.workers.filter((worker) => worker.kind === 'employee').length, contractors: firm.workers.filter((worker) => worker.kind === 'contractor').length,
      legal_entities: firm.entities.length, clients: firm.clients.length, contracts: firm.contracts.length, deals: firm.deals.length, won: firm.deals.filter((deal) => deal.outcome === 'won').length,
      timesheets: planned.reduce((sum, week) => sum + new Set(week.entries.map((entry) => keyOf(sheetOf(entry)))).size, 0),
      time_entries: planned.reduce((sum, week) => sum + week.entries.length, 0),
    },
    weeks: firm.calendar.weeks,
    months: firm.calendar.months.map((month) => ({ month, last_week: lastWeekOf(firm.calendar, month), closes: closingMonths(firm.calendar).includes(month), sells: firm.deals.some((deal) => deal.sold_in === month), fixes: fixesIn(firm, month) })),
    first_day: firm.calendar.first_day, last_day: firm.calendar.last_day, rate_change: firm.calendar.rate_change, cost_change: firm.calendar.cost_change,
    legal_entities: firm.entities.map(({ code, currency, country }) => ({ code, currency, country })),
    deals: firm.deals.map((deal) => ({
      opportunity_number: deal.number, name: deal.name, client_number: deal.client, legal_entity: deal.entity, currency: deal.currency, contract_number: deal.contract ?? null,
      start: deal.start, end: deal.end, expected: deal.outcome,
      troubles: firm.troubles.filter((trouble) => trouble.subjects.some((subject) => subject.opportunity_number === deal.number)).map((trouble) => trouble.name),
    })),
    contracts: firm.contracts.map((contract) => ({
      contract_number: contract.number, client_number: contract.client, currency: contract.currency, rate_card: contract.lines[0]!.rate_card,
      cap_amount: contract.lines[0]!.cap_amount ?? null, cap_hours: contract.lines[0]!.cap_hours ?? null, minimum: contract.lines[0]!.minimum ?? null, further: contract.further.map(({ number, kind }) => ({ line_no: number, kind })),
    })),
    amendments: firm.amendments.map(({ contract, number, month, effective, outcome, unpriced, description, price_change }) => ({ contract_number: contract, amendment_number: number, month, effective, outcome, unpriced, description, price_change: price_change ?? null })),
    troubles: firm.troubles,
    expected_exceptions: expected(firm),
    timeline: timeline(firm),
  };
}

/**
 * What people put right at the end of a month of a year, before it is billed and closed: a person nobody knows and time on days it should not be on, as soon as they come up; a price that
 * is missing, a month later. A quarter leaves all of it to whoever watches; a cap that is too low is left in both.
 */
function fixesIn(firm: Firm, month: string): string[] {
  if (!isYear(firm.calendar)) return [];
  const { months } = firm.calendar;
  const due = (name: string, subject: Record<string, string>): string | undefined => {
    if (name === 'unknown_worker') return months[0];
    if (name === 'missing_rate') return months[months.indexOf(monthOf(subject.to!)) + 1];
    return name === 'assignment_window' || name === 'terminated_worker' ? monthOf(subject.date!) : undefined;
  };
  return firm.troubles.filter((one) => one.fix && one.subjects.some((subject) => due(one.name, subject) === month)).map((one) => one.fix!);
}

/** How many troubles of each code there are. One trouble may lead to several exceptions (one per entry), never to none. */
function expected(firm: Firm): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const trouble of firm.troubles) if (trouble.exception_code) counts[trouble.exception_code] = (counts[trouble.exception_code] ?? 0) + trouble.subjects.length;
  return counts;
}

function timeline(firm: Firm): PlanStep[] {
  const call = (path: string, body: Record<string, unknown>, what: string): PlanStep => ({ method: 'POST', path, body, what });
  const { calendar } = firm;
  const closing = closingMonths(calendar);
  return [
    call('/firm/seed', { size: firm.size, seed: firm.seed, span: firm.span }, 'the firm as it stands'),
    call('/firm/sales', { phase: 'commit' }, 'deals are committed'),
    call('/firm/sales', { phase: 'slip' }, 'some slip back, one is lost'),
    call('/firm/sales', { phase: 'win' }, 'contracts are signed, deals are won'),
    call('/firm/sales', { phase: 'fix' }, 'what was forgotten on deals is put right'),
    call('/firm/staff', {}, 'people are put on the projects that are open'),
    ...calendar.weeks.flatMap((monday, n) => [
      // A month's deals are sold when the one before it is closed.
      ...calendar.months.filter((month, m) => m > 0 && n > 0 && lastWeekOf(calendar, calendar.months[m - 1]!) === calendar.weeks[n - 1] && firm.deals.some((deal) => deal.sold_in === month))
        .flatMap((month) => [...SALES_PHASES.map((phase) => call('/firm/sales', { phase, month }, `deals of ${month}: ${phase}`)), call('/firm/staff', {}, 'people are put on the projects that are open')]),
      call(`/firm/hr/${monday}`, {}, 'joiners, leavers, moves and illness of the week'),
      call(`/firm/weeks/${monday}`, { do: 'both' }, 'time is logged, handed in and approved'),
      ...calendar.months.filter((month) => lastWeekOf(calendar, month) === monday).flatMap((month) => [
        call('/firm/corrections', { when: 'before_billing', month }, 'approved time is corrected before it is billed'),
        ...(closing.includes(month) ? [
          ...(firm.amendments.some((one) => one.month === month) ? [call(`/firm/amendments/${month}`, {}, 'changes of contracts are agreed, or rejected, for the month after')] : []),
          call(`/firm/close/${month}`, {}, 'the books of the month are closed; bill the month before this'),
          call('/firm/corrections', { when: 'after_billing', month }, 'billed time is corrected'),
          call(`/firm/weeks/${monday}`, { do: 'approve', late: true }, 'late sheets are approved after the close'),
          ...(isYear(calendar) ? [call(`/firm/payments/${month}`, {}, 'clients pay what was invoiced the month before')] : []),
        ] : []),
      ]),
    ]),
    ...firm.troubles.filter((trouble) => trouble.fix && !['commercial_approval', 'legal_entity', 'rate_card', 'tax_profile', 'unknown_stage'].includes(trouble.fix))
      .map((trouble) => call(`/firm/fix/${trouble.fix}`, {}, `fix: ${trouble.description}`)),
  ];
}
