import type { Principal } from '#lib/platform';
import type { UtilizationId } from '#lib/rules';
import { coveredMonths, rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { UtilizationQuery, UtilizationView, WorkerDayQuery } from '../http/utilization.dto.js';
import { knownIds } from '../known.js';
import { labelsOf } from '../labels.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { dayPeriod, monthsOf } from '../period/period.js';
import { financeSettings } from '../settings.js';
import { visibleEntities } from '../visible-entities.js';
import { DEFAULT_UTILIZATION, namedDefinition } from './definition.js';
import { utilizationFigure } from './figure.js';
import { hoursByClass } from './hours.js';
import { type DayFilter, sumDays, type UtilizationGroup } from './sum-days.js';

/** Utilization of a period by one definition (UTL-5), grouped, page by page in key order. */
export async function utilizationView(em: Pick<EntityManager, 'query'>, q: UtilizationQuery, who: Principal): Promise<UtilizationView> {
  const period = dayPeriod(q);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 1)?.[0];
  const limit = asked ?? 100;
  const id = (q.definition ?? DEFAULT_UTILIZATION) as UtilizationId;
  const group = (q.group_by ?? 'none') as UtilizationGroup;
  const target = q.target ?? financeSettings().utilization_target;
  const filter = await dayFilter(em, q, who);
  const [{ rows, total }, freshness, covered] = await Promise.all([sumDays(em, period, group, filter, { after, limit: limit + 1 }), rollupFreshness(em), coveredMonths(em)]);
  const shown = rows.slice(0, limit);
  const labels = group === 'worker' ? await labelsOf(em, shown.map((r) => r.key)) : new Map();
  const missing = monthsOf(period).filter((m) => !covered.includes(m));
  return {
    definition: namedDefinition(id), period, group_by: group, target: target ?? null, freshness,
    rows: shown.map((sums) => ({ key: sums.key, code: labels.get(sums.key)?.code ?? sums.key, label: labels.get(sums.key)?.label ?? sums.key, ...utilizationFigure(id, sums, target), hours: hoursByClass(sums) })),
    total, next_cursor: rows.length > limit ? pageCursor(question, [shown.at(-1)!.key]) : null,
    notices: missing.length > 0 ? [`No capacity is counted for ${missing.join(', ')}: nobody has time or a hard booking there.`] : [],
  };
}

/** The filter of a question, with worker numbers as ids and limited to what the caller may see. */
export async function dayFilter(em: Pick<EntityManager, 'query'>, q: WorkerDayQuery, who: Principal): Promise<DayFilter> {
  return { worker_ids: await knownIds(em, 'worker', q.worker), practice: q.practice, region: q.region, legal_entity_code: q.legal_entity_code, role: q.role, visible_entities: visibleEntities(who, q.legal_entity_code) };
}
