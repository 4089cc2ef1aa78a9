import { hasScope, type Principal } from '#lib/platform';
import { rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { MARGIN_DEFINITIONS } from '../definitions.js';
import type { MarginQuery, MarginView } from '../http/margin.dto.js';
import { knownIds } from '../known.js';
import { labelsOf } from '../labels.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { monthPeriod, monthsOf, type Period } from '../period/period.js';
import { financeSettings } from '../settings.js';
import { visibleEntities } from '../visible-entities.js';
import { groupRates } from './group-rates.js';
import { marginRow } from './margin-row.js';
import { groupPage, isRecordGroup, type MarginGroup, type MonthFilter, sumMonths } from './sum-months.js';

export const COST_HIDDEN = 'Cost and margin figures are left out: they need the scope experience.cost.';

/** What a caller means by a margin query: months, grouping, the projects that count, and whether cost is shown. */
export interface MarginQuestion {
  period: Period;
  months: string[];
  group: MarginGroup;
  /** Convert to the group currency. */
  toGroup: boolean;
  filter: MonthFilter;
  showCost: boolean;
}

/** Reads a margin query. @throws Problem `validation` or `forbidden` that names the field. */
export async function marginQuestion(em: Pick<EntityManager, 'query'>, q: MarginQuery, who: Principal): Promise<MarginQuestion> {
  const period = monthPeriod(q);
  return {
    period, months: monthsOf(period), group: (q.group_by ?? 'project') as MarginGroup, toGroup: q.currency === 'group', showCost: hasScope(who, 'experience.cost'),
    filter: {
      project_ids: await knownIds(em, 'project', q.project), client_ids: await knownIds(em, 'client', q.client), practice: q.practice, region: q.region, legal_entity_code: q.legal_entity_code,
      visible_entities: visibleEntities(who, q.legal_entity_code),
    },
  };
}

/** Revenue, labor cost and margin of a period (MET-4) by group, page by page in key order. */
export async function marginView(em: Pick<EntityManager, 'query'>, q: MarginQuery, who: Principal): Promise<MarginView> {
  const { period, months, group, toGroup, filter, showCost } = await marginQuestion(em, q, who);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 2);
  const limit = asked ?? 100;
  const [{ pairs, total }, freshness] = await Promise.all([groupPage(em, months, group, filter, toGroup, { after, limit: limit + 1 }), rollupFreshness(em)]);
  const shown = pairs.slice(0, limit);
  const keys = [...new Set(shown.map((p) => p.key))];
  const sums = keys.length > 0 ? await sumMonths(em, months, group, filter, keys, toGroup) : [];
  const labels = isRecordGroup(group) ? await labelsOf(em, keys.filter((k) => k !== '(none)')) : new Map();
  const rates = toGroup ? await groupRates(em, financeSettings().group_currency, sums.map((s) => ({ currency: s.currency, month: s.month! }))) : undefined;
  const rows = shown.map((p) => marginRow(p.key, sums.filter((s) => s.key === p.key && (toGroup || s.currency === p.currency)), labels.get(p.key), rates, showCost));
  const missing = [...new Set(rows.flatMap((r) => r.missing))];
  return {
    definitions: MARGIN_DEFINITIONS.filter((d) => showCost || d.id === 'revenue'), period, group_by: group, currency: rates?.to ?? 'project', rate_set: rates?.set ?? null, freshness, cost_shown: showCost,
    rows: rows.map((r) => r.row), total, next_cursor: pairs.length > limit ? pageCursor(question, [shown.at(-1)!.key, shown.at(-1)!.currency]) : null,
    notices: [
      ...(showCost ? [] : [COST_HIDDEN]),
      ...(missing.length > 0 ? [`FX_RATE_MISSING: no exchange rate ${missing.join(', ')}; the rows concerned are not converted.`] : []),
      ...(showCost && rows.some((r) => r.row.cost_complete === false) ? ['Some hours have no cost yet (uncosted_hours, unconverted_hours): the margin of those rows is too high.'] : []),
    ],
  };
}
