import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import type { Deal } from '../world/firm-types.js';
import { addDays } from '../world/days.js';
import { lastWeekOf } from './months.js';
import { storyInstant } from '../world/story-calendar.js';
import type { Stage, StepResult } from './step.js';

export const SALES_PHASES = ['commit', 'slip', 'win', 'fix'] as const;
export type SalesPhase = (typeof SALES_PHASES)[number];

export const COMMITTED = 'Negotiation/Review';
/** A stage no sales process knows. */
export const ODD_STAGE = 'Verbal Commitment';

type Move = { action: 'move_stage' | 'close_won' | 'close_lost'; item: Record<string, unknown> };

/** The deals a phase is about: those of a month, or those sold before the story. */
const inWave = (month: string | undefined) => (deal: Deal): boolean => deal.sold_in === month;

/** When a phase takes place: before the story, or in the first days of the month, when the books of the one before are closed. */
function waveInstant({ firm }: Stage, month: string | undefined, days: number, hour: string): string {
  if (!month) return storyInstant(firm.calendar, days, `${hour}:00:00.000`);
  const before = firm.calendar.months[firm.calendar.months.indexOf(month) - 1]!;
  return `${addDays(lastWeekOf(firm.calendar, before), 10)}T${hour}:00:00.000Z`;
}

/** Deals reach the stage before signature; some are lost before that, and one is given a stage of somebody's own. */
export async function commitDeals(stage: Stage, month?: string): Promise<StepResult> {
  await storyTime(stage.desks, waveInstant(stage, month, -19, '10'));
  return moveDeals(stage, 'commit', month, (deal, row): Move | undefined => {
    if (row.StageName !== deal.stage) return undefined;
    const opportunity = deal.number;
    if (deal.outcome === 'lost') return { action: 'close_lost', item: { opportunity, reason: 'Budget withdrawn' } };
    if (deal.outcome === 'unknown_stage') return { action: 'move_stage', item: { opportunity, stage: ODD_STAGE } };
    if (deal.outcome === 'open' || deal.direct) return undefined;
    return { action: 'move_stage', item: { opportunity, stage: COMMITTED, fields: { Commercial_Approval__c: 'Submitted' } } };
  });
}

/** Some committed deals go back to an earlier stage, and one is lost. */
export async function slipDeals(stage: Stage, month?: string): Promise<StepResult> {
  await storyTime(stage.desks, waveInstant(stage, month, -12, month ? '13' : '10'));
  return moveDeals(stage, 'slip', month, (deal, row): Move | undefined => {
    if (row.StageName !== COMMITTED) return undefined;
    const opportunity = deal.number;
    if (deal.outcome === 'slipped') return { action: 'move_stage', item: { opportunity, stage: earlierStage(deal), fields: { CloseDate: addDays(stage.firm.calendar.last_day, 60) } } };
    return deal.outcome === 'lost_after_commit' ? { action: 'close_lost', item: { opportunity, reason: 'Lost to a competitor' } } : undefined;
  });
}

/** Contracts are signed and the deals are won. One of them has not been approved commercially. */
export async function winDeals(stage: Stage, month?: string): Promise<StepResult> {
  const { firm, desks } = stage;
  await storyTime(desks, waveInstant(stage, month, -5, month ? '15' : '09'));
  const due = new Set(firm.deals.filter(inWave(month)).map((deal) => deal.contract));
  const status = new Map((await desks.salesforce.rows('Contract')).map((row) => [String(row.ContractNumber), row.Status]));
  const unsigned = firm.contracts.filter((contract) => due.has(contract.number) && status.get(contract.number) === 'Draft');
  if (unsigned.length) await desks.salesforce.act('activate_contract', { items: unsigned.map((contract) => ({ contract: contract.number, signed_date: contract.signed })) });
  return moveDeals(stage, 'win', month, (deal, row): Move | undefined => {
    if (deal.outcome !== 'won' || (row.StageName !== COMMITTED && row.StageName !== deal.stage)) return undefined;
    return { action: 'close_won', item: {
      opportunity: deal.number, contract: deal.contract, close_date: addDays(month ? deal.start : firm.calendar.first_day, -5), fields: { Commercial_Approval__c: deal.approval_missing ? 'Submitted' : 'Approved' },
    } };
  });
}

/** Any early stage that is not the one the deal began in, so that it can be told apart. */
export const earlierStage = (deal: Deal): string => (deal.stage === 'Needs Analysis' ? 'Qualification' : 'Needs Analysis');

async function moveDeals(stage: Stage, name: string, month: string | undefined, wish: (deal: Deal, row: BookRow) => Move | undefined): Promise<StepResult> {
  const { firm, desks, report } = stage;
  const rows = new Map((await desks.salesforce.rows('Opportunity')).map((row) => [String(row.Opportunity_Number__c), row]));
  const moves = firm.deals.filter(inWave(month)).flatMap((deal) => {
    const row = rows.get(deal.number);
    const move = row && wish(deal, row);
    return move ? [move] : [];
  });
  report(name, 0, moves.length);
  for (const action of ['close_lost', 'move_stage', 'close_won'] as const) {
    const items = moves.filter((move) => move.action === action).map((move) => move.item);
    if (items.length) await desks.salesforce.act(action, { items });
  }
  report(name, moves.length, moves.length);
  return { done: moves.length, total: moves.length, details: { moved: moves.map((move) => move.item.opportunity) } };
}
