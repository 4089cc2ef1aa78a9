/** Allowed moves per entity (glossary). A state with no list is final. */
export const STATE_MACHINES = {
  approval: { draft: ['submitted'], submitted: ['approved', 'rejected', 'recalled'], rejected: ['draft'], recalled: ['draft'], approved: ['reopened'], reopened: ['draft', 'submitted'] },
  client: { prospect: ['active', 'inactive'], active: ['on_hold', 'inactive', 'merged'], on_hold: ['active', 'inactive'], inactive: ['active'], merged: [] },
  opportunity: { open: ['qualified', 'committed', 'closed_won', 'closed_lost'], qualified: ['open', 'committed', 'closed_won', 'closed_lost'], committed: ['qualified', 'closed_won', 'closed_lost'], closed_won: [], closed_lost: ['open', 'qualified'] },
  engagement: { proposed: ['active', 'cancelled'], active: ['on_hold', 'completed', 'cancelled'], on_hold: ['active', 'cancelled'], completed: ['closed', 'cancelled'], closed: [], cancelled: [] },
  contract: { draft: ['approved', 'cancelled'], approved: ['signed', 'cancelled'], signed: ['active'], active: ['completed', 'suspended', 'terminated'], suspended: ['active', 'terminated'], completed: ['closed'], closed: [], terminated: [], cancelled: [] },
  project: {
    provisional: ['pending_setup', 'cancelled'], pending_setup: ['approved', 'cancelled'], approved: ['active', 'cancelled'], active: ['on_hold', 'completed'],
    on_hold: ['active', 'completed'], completed: ['active', 'closed'], closed: [], cancelled: [],
  },
  worker: { pre_hire: ['active', 'terminated'], active: ['on_leave', 'terminated'], on_leave: ['active', 'terminated'], terminated: ['active'] },
  resource_request: { draft: ['open', 'cancelled'], open: ['proposed', 'partially_filled', 'filled', 'cancelled'], proposed: ['filled', 'open', 'cancelled'], partially_filled: ['filled', 'cancelled'], filled: [], cancelled: [] },
  assignment: { proposed: ['confirmed', 'declined', 'cancelled'], confirmed: ['in_progress', 'changed', 'completed', 'cancelled'], in_progress: ['completed', 'changed', 'cancelled'], changed: ['confirmed', 'cancelled'], completed: [], declined: [], cancelled: [] },
  timesheet: { draft: ['submitted'], submitted: ['approved', 'rejected', 'recalled'], rejected: ['draft', 'submitted'], recalled: ['draft', 'submitted'], approved: ['posted', 'correction_requested'], posted: ['correction_requested'], correction_requested: ['draft', 'submitted', 'approved'] },
  amendment: { draft: ['submitted', 'approved'], submitted: ['approved', 'rejected', 'draft'], approved: ['applied', 'rejected', 'submitted'], rejected: ['draft'], applied: ['superseded', 'approved'], superseded: [] },
  milestone: { planned: ['in_progress', 'completed', 'accepted', 'cancelled'], in_progress: ['planned', 'completed', 'accepted', 'cancelled'], completed: ['accepted', 'rejected', 'in_progress'], rejected: ['in_progress', 'completed', 'cancelled'], accepted: ['in_progress'], cancelled: ['planned'] },
  expense_report: { draft: ['submitted'], submitted: ['approved', 'rejected', 'recalled'], rejected: ['draft', 'submitted'], recalled: ['draft', 'submitted'], approved: ['reimbursed', 'rejected', 'recalled'], reimbursed: ['rejected'] },
  billing_schedule_line: { scheduled: ['due', 'invoiced', 'skipped', 'cancelled'], due: ['scheduled', 'invoiced', 'cancelled'], invoiced: ['due'], skipped: [], cancelled: [] },
  usage_record: { received: ['validated', 'rejected'], validated: ['rated', 'rejected'], rated: ['invoiced', 'validated'], invoiced: [], rejected: [] },
  estimate: { submitted: ['approved', 'rejected'], approved: ['superseded'], rejected: [], superseded: [] },
  obligation: { unsatisfied: ['partially_satisfied', 'satisfied', 'cancelled'], partially_satisfied: ['satisfied', 'cancelled'], satisfied: ['partially_satisfied'], cancelled: [] },
  revenue_event: { calculated: ['approved', 'cancelled'], approved: ['posted', 'cancelled'], posted: ['reversed'], reversed: [], cancelled: [] },
  revenue_schedule_line: { planned: ['ready', 'posted', 'held', 'cancelled'], ready: ['posted', 'held', 'planned', 'cancelled'], held: ['planned', 'ready', 'cancelled'], posted: ['reversed'], reversed: [], cancelled: [] },
  time_billing: { not_eligible: [], unbilled: ['on_draft', 'held', 'written_off', 'reversed'], held: ['unbilled', 'written_off', 'reversed'], on_draft: ['billed', 'unbilled', 'reversed'], billed: ['credited', 'unbilled', 'written_off', 'reversed'], credited: [], written_off: ['reversed'], reversed: [] },
  billing_event: { raised: ['validated', 'held', 'ready', 'capped', 'deferred', 'written_off', 'cancelled'], validated: ['ready', 'held', 'capped', 'deferred', 'cancelled'], ready: ['on_draft', 'held', 'capped', 'deferred', 'written_off', 'cancelled'], held: ['ready', 'capped', 'deferred', 'written_off', 'cancelled'], capped: ['ready', 'held', 'written_off', 'cancelled'], deferred: ['ready', 'held', 'capped', 'cancelled'], on_draft: ['invoiced', 'ready', 'cancelled'], invoiced: ['credited', 'ready'], credited: [], written_off: ['cancelled'], cancelled: [] },
  invoice: { draft: ['in_review', 'approved', 'voided'], in_review: ['approved', 'voided', 'draft'], approved: ['released', 'draft'], released: ['posted', 'approved'], posted: ['partially_paid', 'paid', 'credited', 'disputed', 'voided'], partially_paid: ['paid', 'credited', 'posted', 'disputed'], paid: ['credited', 'partially_paid', 'posted'], disputed: ['posted', 'partially_paid', 'paid', 'credited', 'voided'], credited: [], voided: [] },
  journal: { prepared: ['validated', 'rejected'], validated: ['submitted', 'rejected'], submitted: ['posted', 'rejected'], posted: ['reversed'], rejected: ['prepared'], reversed: [] },
  period: { future: ['open'], open: ['soft_closed', 'closed'], soft_closed: ['closed', 'open'], closed: ['open', 'locked'], locked: [] },
  effect: { planned: ['sent', 'exception'], sent: ['confirmed', 'rejected', 'uncertain', 'planned'], uncertain: ['confirmed', 'planned', 'exception', 'rejected'], exception: ['confirmed', 'planned', 'rejected'], rejected: ['planned'], confirmed: ['compensated'], compensated: [] },
  exception: { open: ['assigned', 'resolved', 'waived'], assigned: ['open', 'resolved', 'waived'], resolved: ['replayed', 'closed', 'open'], replayed: ['closed', 'open'], closed: ['open'], waived: ['open'] },
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type Machine = keyof typeof STATE_MACHINES;

export class IllegalTransitionError extends Error {
  constructor(readonly machine: string, readonly from: string, readonly to: string) {
    super(`${machine}: ${from} -> ${to} is not a legal transition`);
    this.name = 'IllegalTransitionError';
  }
}

/** True when the move is legal; staying in a state always is. Unknown states are never legal. */
export function canTransition(machine: Machine, from: string, to: string): boolean {
  const moves = STATE_MACHINES[machine] as Record<string, readonly string[]>;
  return Object.hasOwn(moves, from) && (from === to || moves[from]!.includes(to));
}

/** True when `to` can be reached in one or more legal moves: a feed may skip the states between two reads. */
export function canReach(machine: Machine, from: string, to: string): boolean {
  const moves = STATE_MACHINES[machine] as Record<string, readonly string[]>;
  const seen = new Set<string>([from]);
  const queue = [from];
  while (queue.length > 0) {
    const state = queue.shift()!;
    if (state === to) return Object.hasOwn(moves, to);
    for (const next of moves[state] ?? []) if (!seen.has(next)) queue.push((seen.add(next), next));
  }
  return false;
}

/** Returns `to`, or throws IllegalTransitionError. */
export function transition<S extends string>(machine: Machine, from: string, to: S): S {
  if (!canTransition(machine, from, to)) throw new IllegalTransitionError(machine, from, to);
  return to;
}

export function states(machine: Machine): string[] {
  return Object.keys(STATE_MACHINES[machine]);
}
