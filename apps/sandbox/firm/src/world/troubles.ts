import type { Bends } from './bend-bookings.js';
import { UNPRICED_ROLE } from './entities.js';
import { ABSENT_CARD } from './commercial-terms.js';
import type { Deal, Firm, Trouble } from './firm-types.js';

/** Every trouble put into the firm on purpose, with the exception it should lead to and the fix a person has for it. */
export function troubles(firm: Omit<Firm, 'troubles'>, faulty: Record<string, string>, bends: Bends, cappedContracts: string[]): Trouble[] {
  const deal = (number: string | undefined): Record<string, string>[] => (number ? [{ opportunity_number: number }] : []);
  const outcome = (kind: Deal['outcome']): Record<string, string>[] => firm.deals.filter((one) => one.outcome === kind).flatMap((one) => deal(one.number));
  const stray = (why: string): Record<string, string>[] =>
    firm.incidents.strays.filter((one) => one.why === why).map(({ worker, target, date }) => ({ worker_number: worker, opportunity_number: target, date }));
  const sheets = (list: { worker: string; target: string; week: string }[]): Record<string, string>[] => list.map(({ worker, target, week }) => ({ worker_number: worker, opportunity_number: target, week }));
  const corrected = (when: string): Record<string, string>[] => firm.incidents.corrections.filter((one) => one.when === when).map((one) =>
    ({ ...sheets([one])[0]!, date: one.date, month: one.month, minutes: String(one.minutes), to_minutes: String(one.to_minutes) }));
  const account = firm.clients.find((client) => client.number === firm.deals.find((one) => one.number === faulty.tax)?.client);
  const stranger = firm.workers.filter((worker) => worker.time_email);
  const all: Trouble[] = [
    trouble('commercial_approval', 'COMMERCIAL_APPROVAL_MISSING', 'A deal is won before it is commercially approved.', deal(faulty.approval)),
    trouble('legal_entity', 'MISSING_LEGAL_ENTITY', 'A won deal and its contract do not say which legal entity delivers.', deal(faulty.entity)),
    trouble('rate_card', 'MISSING_RATE_CARD', `A contract names the rate card ${ABSENT_CARD}, which does not exist.`, deal(faulty.card)),
    trouble('tax_profile', 'INVALID_TAX', 'The account of a won deal has no tax profile.', deal(faulty.tax).map((one) => ({ ...one, client_number: account?.number ?? '' }))),
    trouble('unknown_stage', 'UNMAPPED_STATUS', 'Somebody invented a stage for an opportunity.', outcome('unknown_stage')),
    trouble('slipped', null, 'A committed deal goes back to an earlier stage; its demand is withdrawn.', outcome('slipped'), null),
    trouble('lost_after_commit', null, 'A committed deal is lost; its demand is withdrawn.', outcome('lost_after_commit'), null),
    trouble('missing_rate', 'MISSING_RATE', `Time in the role ${UNPRICED_ROLE}, which no rate card prices.`, [
      { worker_number: bends.unpriced.worker, opportunity_number: bends.unpriced.target, from: bends.unpriced.from, to: bends.unpriced.to },
    ]),
    trouble('assignment_window', 'ASSIGNMENT_WINDOW', 'Time after the end of the assignment.', stray('outside_assignment')),
    trouble('terminated_worker', 'WORKER_INACTIVE', 'Time after a leaver’s last day.', stray('after_termination')),
    trouble('unknown_worker', 'UNKNOWN_WORKER', 'The time-keeping account of a person bears an e-mail address no worker has.', stranger.map((worker) => ({ worker_number: worker.number, email: worker.time_email! }))),
    trouble('cap', 'CAP_EXCEEDED', 'More is worked than the cap of the contract allows.', cappedContracts.map((contract_number) => ({ contract_number }))),
    trouble('rejected_sheet', null, 'A timesheet is rejected, corrected and approved.', sheets(firm.incidents.misreports), null),
    trouble('correction_before_billing', null, 'Approved time is corrected before it is billed.', corrected('before_billing'), null),
    trouble('correction_after_billing', null, 'Billed time is corrected.', corrected('after_billing'), null),
    trouble('late_approval', 'PERIOD_CLOSED', 'A timesheet is approved after the books of its month were closed; it may also post into the next open period without an exception.', sheets(firm.incidents.late), null),
  ];
  return all.filter((one) => one.subjects.length > 0);
}

function trouble(name: string, exception_code: string | null, description: string, subjects: Record<string, string>[], fix: string | null = name): Trouble {
  return { name, exception_code, description, subjects, fix };
}
