import { type Principal } from '#lib/platform';
import { UTILIZATION_DEFINITIONS, type UtilizationId } from '#lib/rules';
import { rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { UtilizationExplainQuery, UtilizationExplanation } from '../http/explanation.dto.js';
import { idsOf, labelsOf } from '../labels.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { dayPeriod } from '../period/period.js';
import { financeSettings } from '../settings.js';
import { DEFAULT_UTILIZATION, namedDefinition } from '../utilization/definition.js';
import { utilizationFigure } from '../utilization/figure.js';
import { type DayFilter, sumDays, type UtilizationGroup } from '../utilization/sum-days.js';
import { dayFilter } from '../utilization/utilization-view.js';
import { onlyRow } from './chosen-row.js';
import { daySumsOfRecords } from './day-sums-of-records.js';
import { utilizationSources } from './utilization-sources.js';
import { termsOf, utilizationTrace } from './utilization-terms.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Why a utilization is what it is: the definition, the rules with their numbers, each term, and page by page the records. The figure is
 * worked out anew from the records; `agrees` says whether it is the one the view shows. Call it in one snapshot of the database.
 */
export async function utilizationExplanation(em: Pick<EntityManager, 'query'>, q: UtilizationExplainQuery, who: Principal): Promise<UtilizationExplanation> {
  const period = dayPeriod(q);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 3);
  const limit = asked ?? 100;
  const id = (q.definition ?? DEFAULT_UTILIZATION) as UtilizationId;
  const group = (q.group_by ?? 'none') as UtilizationGroup;
  const target = q.target ?? financeSettings().utilization_target;
  const all: DayFilter = await dayFilter(em, q, who);
  const key = await keyOf(em, group, q.key);
  const shown = onlyRow((await sumDays(em, period, group, key === undefined ? all : { ...all, row: { group, key } }, { limit: 6 })).rows, { field: 'key', choices: (r) => r.key }, q.key);
  const filter: DayFilter = { ...all, row: { group, key: shown.key } };
  const records = await daySumsOfRecords(em, period, filter);
  const figure = utilizationFigure(id, shown, target);
  const recomputed = utilizationFigure(id, records.sums, target);
  const agrees = JSON.stringify(figure) === JSON.stringify(recomputed);
  const sources = await utilizationSources(em, period, filter, UTILIZATION_DEFINITIONS[id], { after, limit: limit + 1 });
  const page = sources.slice(0, limit);
  const last = page.at(-1);
  const label = group === 'worker' ? (await labelsOf(em, [shown.key])).get(shown.key)?.label : undefined;
  return {
    subject: `${namedDefinition(id).label} of ${label ?? (group === 'none' ? 'everybody who counts' : shown.key)}, ${period.label}`,
    definition: namedDefinition(id), period, group_by: group, key: shown.key, target: target ?? null, figure, recomputed, agrees,
    why: utilizationTrace(id, records, recomputed, target), terms: termsOf(id, records),
    sources: page, next_cursor: sources.length > limit ? pageCursor(question, [last!.date, last!.kind, last!.id]) : null, freshness: await rollupFreshness(em),
    notices: agrees ? [] : ['The figure shown does not equal the records yet: changes are still being taken in (see freshness).'],
  };
}

/** The key of the row asked for; people may name a worker by number. */
async function keyOf(em: Pick<EntityManager, 'query'>, group: UtilizationGroup, asked: string | undefined): Promise<string | undefined> {
  if (asked === undefined || group !== 'worker' || UUID.test(asked)) return asked;
  return (await idsOf(em, 'worker', [asked])).get(asked) ?? asked;
}
