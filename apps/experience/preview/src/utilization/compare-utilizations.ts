import { daysBetween, sum, type Decimal } from '#lib/canonical';
import { type RuleTrace, sumTotals, utilization, utilizationBand, type UtilizationId, type UtilizationTotals } from '#lib/rules';
import { chosen } from '../policy/chosen.js';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import type { UtilizationAnswer, UtilizationFigureView } from './utilization-answer.dto.js';
import type { UtilizationRequest } from './utilization.dto.js';
import { type WorkerHours, workerHours } from './worker-capacity.js';

const MOST_DAYS = 366;
/** Days of all calendars together: about a second of work, which everybody else waits for. */
const MOST_WORKER_DAYS = 7500;

/** Utilization of each worker and of the group by one or several definitions (UTL-5), from hours, with capacity from calendars where they are given. */
export function compareUtilizations(sent: UtilizationRequest): UtilizationAnswer {
  const request = given(sent);
  const policy = chosen(['utilization_definition'], request.policy as never);
  const definitions = (request.definitions ?? [policy.utilization_definition]) as UtilizationId[];
  const refusals = new Refusals();
  checkPeriod(request, refusals);
  refusals.end();
  const workers = request.workers.map((w, i) => workerHours(w, `workers[${i}]`, request, refusals));
  refusals.end();
  const hours = workers as WorkerHours[];
  const figures = (field: string, totals: UtilizationTotals, years: Decimal): UtilizationFigureView[] =>
    definitions.flatMap((id) => refusals.at(field, () => figure(id, totals, years, request)) ?? []);
  const each = hours.map((h, i) => ({ worker_id: request.workers[i]!.worker_id, ...(h.capacity && { capacity: h.capacity }), figures: figures(`workers[${i}].hours`, h.totals, h.year_fraction), why: h.why }));
  refusals.end();
  // A worker whose hours name no exclusion has the default one: settled before the sum, so that another's figure does not stand for both.
  const together: RuleTrace = { rule: 'UTL-6', detail: 'sums over sums of all workers', numbers: { workers: String(hours.length) } };
  const group = figures('workers', sumTotals(hours.map((h) => settled(h.totals, hours))), sum(hours.map((h) => h.year_fraction))).map((f) => ({ ...f, why: [together, ...f.why] }));
  refusals.end();
  return { policy, target: request.target ?? null, workers: each, group };
}

function figure(id: UtilizationId, totals: UtilizationTotals, year_fraction: Decimal, { target, amber_points }: UtilizationRequest): UtilizationFigureView {
  const { why, ...found } = utilization(id, totals, { year_fraction });
  if (target === undefined) return { ...found, band: null, why };
  const band = utilizationBand({ utilization: found.utilization, target, amber_points });
  return { ...found, band: band.band, why: [...why, ...band.why] };
}

function settled(totals: UtilizationTotals, all: readonly WorkerHours[]): UtilizationTotals {
  const excluded = all.some((h) => h.totals.excluded_hours !== undefined);
  const recorded = all.some((h) => h.totals.recorded_time_off_hours !== undefined);
  return {
    ...totals,
    ...(excluded && { excluded_hours: totals.excluded_hours ?? sum([totals.holiday_hours ?? '0', totals.time_off_hours ?? '0']).toFixed() }),
    ...(recorded && { recorded_time_off_hours: totals.recorded_time_off_hours ?? totals.time_off_hours ?? '0' }),
  };
}

function checkPeriod({ from, to, workers }: UtilizationRequest, refusals: Refusals): void {
  const refuse = (field: string, detail: string, fix: string): void => refusals.add(field, 'INVALID_INPUT', 'UTL-1', detail, fix);
  if (workers.some((w) => w.calendar) && (from === undefined || to === undefined)) refuse(from === undefined ? 'from' : 'to', 'a calendar needs the period', 'Send from and to.');
  else if (from !== undefined && to !== undefined && to < from) refuse('to', 'is before from', 'Send a last day that is not before the first.');
  else if (from !== undefined && to !== undefined && daysBetween(from, to) >= MOST_DAYS) refuse('to', `the period is longer than ${MOST_DAYS} days`, 'Ask year by year.');
  else if (from !== undefined && to !== undefined && workers.filter((w) => w.calendar).length * (daysBetween(from, to) + 1) > MOST_WORKER_DAYS) refuse('workers', `their calendars have more than ${MOST_WORKER_DAYS} days together`, 'Ask for fewer workers, or a shorter period, at a time.');
}
