import type { Assignment, ContractLine, ExceptionCode, Task, TimeEntryData } from '#lib/canonical';
import { decideBilling, laborCost, priceTime, resolveRate, type RateBook, type RuleTrace } from '#lib/rules';
import { type BillingTerms, lineFor, rateCardOn } from '#lib/store';
import { assignmentOn, costRateOn, employedOn, type Person } from './people.js';

/** What is known about one approved entry before anything is written: its line, price, cost, and what stands in the way. */
export interface Assessment {
  line?: ContractLine;
  assignment?: Assignment;
  role?: string;
  billable_class: string;
  bill?: { rate: string; unit: string; currency: string; quantity: string; gross: string; discount: string; fee: string; net: string; why: RuleTrace[] };
  cost?: { rate: string; currency: string; amount: string };
  /** `ready | held | none`: none makes cost only. */
  billing: 'ready' | 'held' | 'none';
  hold_reason?: string;
  decision: string;
  faults: { code: ExceptionCode; message: string }[];
  why: RuleTrace[];
}

/** Prices and judges one entry (RATE-1…9, TM-1, TM-8, TM-9, GL-1). Pure over what was loaded; the same facts give the same answer. */
export function assessEntry(input: { entry: TimeEntryData; terms: BillingTerms; person: Person; task?: Task; book: RateBook }): Assessment {
  const { entry, terms, person, task, book } = input;
  const { project, contract, client } = terms;
  const internal = project.data.type !== 'billable';
  const billableClass = internal && entry.billable_class !== 'absence' ? 'internal' : entry.billable_class;
  const assignment = assignmentOn(person, entry.work_date, entry.role);
  const role = entry.role ?? assignment?.role ?? person.worker.data.role;
  const faults: Assessment['faults'] = [];
  const who = `${person.worker.data.worker_number} on ${entry.work_date}`;
  if (!employedOn(person.worker.data, entry.work_date)) faults.push({ code: 'WORKER_INACTIVE', message: `Time of ${who} lies outside the employment` });

  const cost = costRateOn(person, entry.work_date);
  if (!cost.ok) faults.push({ code: cost.code, message: `No cost rate for ${who}` });
  const costed = cost.ok ? { rate: cost.rate, currency: cost.currency, amount: laborCost({ hours: entry.hours, cost_rate: cost.rate, currency: cost.currency }).cost } : undefined;

  const line = lineFor(contract?.data, task, entry.work_date);
  const bills = billableClass === 'billable' && line?.contract_type === 'time_and_materials';
  const resolved = bills && contract
    ? resolveRate({
        entry: { work_date: entry.work_date, worker_id: person.worker.data.worker_number, role, region: person.worker.data.region, work_type: entry.work_type },
        assignment: assignment?.bill_rate_override ? { bill_rate_override: assignment.bill_rate_override, currency: contract.data.currency } : null, cards: book,
        context: { contract_id: contract.data.contract_number, contract_line_id: rateCardOn(line, entry.work_date), project_id: project.data.rate_card_code, client_id: client?.data.client_number, legal_entity_id: project.legal_entity_code, region: project.data.region, practice: project.data.practice, currency: contract.data.currency },
      })
    : undefined;
  if (resolved && !resolved.ok) faults.push({ code: resolved.code, message: `No price for role ${role ?? 'unknown'} of ${who}: ${resolved.detail}` });

  const decided = decideBilling({
    entry: { work_date: entry.work_date, approval_status: 'approved', billable_class: billableClass }, project: { status: project.status ?? '' }, contract_line: line ?? null,
    assignment: assignment ?? null, assignment_exempt: internal || billableClass !== 'billable', rate: resolved ?? null,
  });
  const base: Assessment = { line, assignment, role, billable_class: billableClass, cost: costed, billing: 'none', decision: 'non_billable', faults, why: decided.why };
  if (!decided.ok) faults.push({ code: decided.code, message: `${decided.detail} (${who}, project ${project.data.project_code})` });
  if (decided.ok && !decided.creates_event) return base;
  if (!resolved?.ok || !contract) return { ...base, billing: 'held', decision: 'held', hold_reason: faults[0]?.code ?? 'MISSING_RATE' };

  const priced = priceTime({ billable_hours: entry.billable_hours, rate: resolved.rate, unit: resolved.unit, unit_hours: resolved.unit_hours, discount: line?.discount ?? null, currency: contract.data.currency });
  const bill = { rate: resolved.rate, unit: priced.unit, currency: contract.data.currency, quantity: priced.quantity, gross: priced.gross, discount: priced.discount, fee: priced.fee, net: priced.net, why: [...resolved.why, ...priced.why, ...decided.why] };
  const blocked = faults.find((f) => f.code !== 'MISSING_COST_RATE');
  if (blocked || (decided.ok && decided.decision === 'held')) return { ...base, bill, billing: 'held', decision: 'held', hold_reason: blocked?.code ?? (decided.ok ? decided.hold_reason ?? 'held' : 'held') };
  return { ...base, bill, billing: 'ready', decision: 'invoiceable' };
}
