import { addDays, type Contract, dec, type Decimal, monthOf, sum, ZERO } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { costProgress, hoursProgress, retainerLedger, straightLine } from '#lib/rules';
import { type ObligationVersion, type PerformanceObligation, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { retainerPeriods } from '../contract/line-price.js';
import { revenueMilestones } from '../contract/revenue-milestones.js';
import { costIn, estimateParts } from './estimates.js';
import { approvedHours, postedCost, projectsOf, usedQuantities } from './facts.js';

/** How much of an obligation is done on a day, in its own measure, and by which projects. Exact decimal text. */
export interface Done {
  done: string;
  total: string;
  /** Share of each project in what is done. */
  weights: Record<string, string>;
  /** What it was worked out from, for the snapshot (REV-19). */
  inputs: Record<string, unknown>;
  /** Pass-through material: revenue at its own cost (REV-3). */
  material?: { whole: string; transferred: string };
}

type Measure = (em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string) => Promise<Done>;

const NOTHING: Done = { done: '0', total: '1', weights: {}, inputs: { not_started: true } };

/** REV-3, 5, 6, 7: posted cost over the approved estimate. */
const costToCost: Measure = async (em, o, v, asOf) => {
  const lineNos = v.lines.map((l) => l.line_no);
  const facts = await postedCost(em, o.contract_id, lineNos, asOf);
  const parts = await estimateParts(em, o.contract_id, lineNos, await projectsOf(em, o.contract_id), new Set(facts.map((f) => f.project_id)), asOf);
  if (parts.length === 0) return NOTHING;
  const costs = await costIn(em, facts, parts[0]!.currency);
  const of = (material: boolean) => sum(costs.filter((c) => c.material === material).map((c) => c.amount));
  const cost_to_date = sum(costs.map((c) => c.amount)).toFixed();
  const eac = sum(parts.map((p) => p.cost)).toFixed();
  const material_cost = sum(parts.map((p) => p.material)).toFixed();
  const p = costProgress({ cost_to_date, eac, material_cost, material_cost_to_date: of(true).toFixed() });
  if (!p.ok) throw new BusinessFailure('EAC_STALE', undefined, `Obligation ${o.code}: ${p.detail}`, { obligation: o.code, cost_to_date, eac, estimates: parts.map((e) => ({ project_id: e.project_id, version: e.version })) });
  return {
    done: p.numerator, total: p.denominator, weights: byProject(costs.map((c) => [c.project_id, c.amount])), inputs: { cost_to_date, eac, material_cost, estimates: parts.map((e) => `${e.project_id}:${e.version}`).sort() },
    ...(dec(material_cost).isZero() ? {} : { material: { whole: material_cost, transferred: of(true).toFixed() } }),
  };
};

/** REV-4: approved hours over the larger of plan and expectation. The plan is the approved estimate, else the hours planned on the lines' tasks. */
const hours: Measure = async (em, o, v, asOf) => {
  const lineNos = v.lines.map((l) => l.line_no);
  const facts = await approvedHours(em, o.contract_id, lineNos, asOf);
  const projects = await projectsOf(em, o.contract_id);
  const tasks: { wbs_code: string; planned: string }[] = await em.query(`select data->>'wbs_code' as wbs_code, data->>'planned_hours' as planned from canonical_record where entity = 'task' and not deleted and (data->>'project_id')::uuid = any($1::uuid[]) and data->>'planned_hours' is not null`, [projects.map((p) => p.id)]);
  const covered = tasks.filter((t) => v.lines.some((l) => l.task_codes.length === 0 || l.task_codes.includes(t.wbs_code)));
  const parts = await estimateParts(em, o.contract_id, lineNos, projects, covered.length > 0 ? new Set() : new Set(facts.map((f) => f.project_id)), asOf);
  const planned = parts.length > 0 && parts.every((p) => p.hours) ? sum(parts.map((p) => p.hours!)) : sum(covered.map((t) => t.planned));
  const approved = sum(facts.map((f) => f.hours));
  if (planned.isZero() && approved.isZero()) return NOTHING;
  if (planned.isZero()) throw new BusinessFailure('EAC_STALE', undefined, `Obligation ${o.code} has approved hours and no planned ones: approve an estimate with hours`, { obligation: o.code, approved_hours: approved.toFixed() });
  const p = hoursProgress({ approved_hours: approved.toFixed(), planned_hours: planned.toFixed() });
  return { done: p.numerator, total: p.denominator, weights: byProject(facts.map((f) => [f.project_id, f.hours])), inputs: { approved_hours: p.numerator, planned_hours: planned.toFixed(), estimates: parts.map((e) => `${e.project_id}:${e.version}`).sort() } };
};

/** REV-10: weights of the milestones whose acceptance has come; for one deliverable, all of it with the last of them. */
const milestones: Measure = async (em, o, v, asOf) => {
  const list = await revenueMilestones(em, o.contract_id, v.lines);
  const achieved = list.filter((m) => m.achieved_on !== null && m.achieved_on <= asOf);
  if (list.length === 0) return finishedContract(em, o, asOf);
  const inputs = { milestones: list.map((m) => [m.code, m.weight, m.achieved_on !== null && m.achieved_on <= asOf ? m.achieved_on : null]) };
  const whole = o.measure === 'point_in_time' && v.lines.every((l) => l.contract_type !== 'milestone');
  if (whole) return { done: achieved.length === list.length ? '1' : '0', total: '1', weights: {}, inputs };
  return { done: sum(achieved.map((m) => m.weight)).toFixed(), total: sum(list.map((m) => m.weight)).toFixed(), weights: byProject(achieved.map((m) => [m.project_id, m.weight])), inputs };
};

/** Without a milestone to accept, control passes when the contract is completed. */
async function finishedContract(em: EntityManager, o: PerformanceObligation, asOf: string): Promise<Done> {
  const contract = await recordById<Contract>(em, o.contract_id);
  const done = o.measure === 'point_in_time' && ['completed', 'closed'].includes(contract?.status ?? '') && (!contract?.data.end || contract.data.end <= asOf);
  return { done: done ? '1' : '0', total: '1', weights: {}, inputs: { contract_completed: done } };
}

/** MS-8, or RET-7 for a retainer: what was used of what was sold. */
const units: Measure = async (em, o, v, asOf, currency) => {
  if (v.lines.some((l) => l.contract_type === 'retainer')) return retainerDrawn(em, o, v, asOf, currency);
  const sold = sum(v.lines.flatMap((l) => (l.usage ?? []).map((u) => u.allowance ?? '0')));
  if (sold.isZero()) throw new BusinessFailure('INVALID_TERMS', undefined, `Obligation ${o.code} is measured in units, and its lines do not say how many are sold (usage.allowance)`, { obligation: o.code, field: 'usage.allowance' });
  const used = sum((await usedQuantities(em, o.contract_id, v.lines.map((l) => l.line_no), asOf)).map((u) => u.quantity));
  return { done: (used.gt(sold) ? sold : used).toFixed(), total: sold.toFixed(), weights: {}, inputs: { used: used.toFixed(), sold: sold.toFixed() } };
};

/** RET-7: hours drawn, and hours that can no longer be used, over hours granted in the whole term; at the end of the term all that is left expires. */
async function retainerDrawn(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, asOf: string, currency: string): Promise<Done> {
  const line = v.lines[0]!;
  const span = { start: v.start_date, end: v.end_date };
  const until = addDays(asOf, 1);
  const all = retainerPeriods(line, span, currency, span.end ? addDays(span.end, 1) : until);
  const begun = all.filter((p) => p.from < until);
  const facts = await approvedHours(em, o.contract_id, v.lines.map((l) => l.line_no), asOf);
  const used = (from: string, to: string) => sum(facts.filter((f) => f.work_date >= from && f.work_date < to).map((f) => f.billable_hours));
  const ledger = retainerLedger({
    periods: begun.map((p) => ({ period: monthOf(p.from), included_hours: p.included!, used_hours: floor(used(p.from, p.to)).toFixed() })),
    rollover_cap: line.retainer!.rollover_cap ?? null, rollover_expiry_periods: line.retainer!.rollover_expiry_periods === undefined ? null : Number(line.retainer!.rollover_expiry_periods),
  });
  const over = Boolean(span.end && span.end <= asOf);
  const drawn = sum(ledger.periods.map((p) => p.drawn));
  // What expires does so at the end of its period: not yet in the one under way.
  const ended = ledger.periods.filter((_, i) => begun[i]!.to <= until);
  const expired = sum(ended.map((p) => p.expired)).plus(over ? ledger.closing : 0);
  return {
    done: drawn.plus(expired).toFixed(), total: sum(all.map((p) => p.included!)).toFixed(), weights: byProject(facts.map((f) => [f.project_id, f.billable_hours])),
    inputs: { granted: sum(begun.map((p) => p.included!)).toFixed(), drawn: drawn.toFixed(), expired: expired.toFixed(), periods: begun.length },
  };
}

const floor = (d: Decimal): Decimal => (d.isNegative() ? ZERO : d);

/** REV-8: days served, weighted as the plan by exact days spreads them. */
const days: Measure = async (_em, o, v, asOf, currency) => {
  const start = v.start_date!;
  const end = v.end_date!;
  const total = straightLine({ amount: '0', start, end, currency }).total_days;
  const served = asOf < start ? 0 : straightLine({ amount: '0', start, end: asOf < end ? asOf : end, currency }).total_days;
  return { done: String(served), total: String(total), weights: {}, inputs: { start, end, days: served, total_days: total, obligation: o.code } };
};

export const MEASURES: Record<string, Measure> = { cost_to_cost: costToCost, hours, output_milestone: milestones, point_in_time: milestones, units, straight_line: days };

function byProject(list: [string | null, string][]): Record<string, string> {
  const weights: Record<string, string> = {};
  for (const [project, amount] of list) if (project) weights[project] = dec(weights[project] ?? 0).plus(amount).toFixed();
  return Object.values(weights).some((w) => dec(w).isNegative()) ? {} : Object.fromEntries(Object.entries(weights).filter(([, w]) => dec(w).gt(0)));
}

