import type { Principal } from '#lib/platform';
import { margin, why } from '#lib/rules';
import { rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { MARGIN_DEFINITIONS } from '../definitions.js';
import type { ExplanationTrace, MarginExplainQuery, MarginExplanation } from '../http/explanation.dto.js';
import type { MarginRow } from '../http/margin.dto.js';
import { idsOf, labelsOf } from '../labels.js';
import { groupRates, type GroupRates } from '../margin/group-rates.js';
import { marginRow } from '../margin/margin-row.js';
import { COST_HIDDEN, marginQuestion } from '../margin/margin-view.js';
import { groupPage, isRecordGroup, type MarginGroup, type MonthFilter, type MonthSums, sumMonths } from '../margin/sum-months.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { financeSettings } from '../settings.js';
import { onlyRow } from './chosen-row.js';
import { marginSources } from './margin-sources.js';
import { monthSumsOfRecords } from './month-sums-of-records.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Why a row of the margin view is what it is: definitions, rules with their numbers, and page by page the billing events and time
 * entries. The row is worked out anew from them; `agrees` says whether it is the one shown. Cost needs the scope experience.cost. Call it in one snapshot of the database.
 */
export async function marginExplanation(em: Pick<EntityManager, 'query'>, q: MarginExplainQuery, who: Principal): Promise<MarginExplanation> {
  const { period, months, group, toGroup, filter, showCost } = await marginQuestion(em, q, who);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 3);
  const limit = asked ?? 100;
  const { key, currency } = await chosen(em, months, group, toGroup, filter, q);
  const stored = (await sumMonths(em, months, group, filter, [key], toGroup)).filter((s) => currency === null || s.currency === currency);
  const row = { months, group, key, currency, filter };
  const fresh = await monthSumsOfRecords(em, row, toGroup);
  const rates = toGroup ? await groupRates(em, financeSettings().group_currency, [...stored, ...fresh].map((s) => ({ currency: s.currency, month: s.month! }))) : undefined;
  const label = isRecordGroup(group) && key !== '(none)' ? (await labelsOf(em, [key])).get(key) : undefined;
  const figure = marginRow(key, stored, label, rates, showCost);
  const recomputed = fresh.length > 0 ? marginRow(key, fresh, label, rates, showCost).row : null;
  const agrees = JSON.stringify(figure.row) === JSON.stringify(recomputed);
  const sources = await marginSources(em, row, showCost, { after, limit: limit + 1 });
  const page = sources.slice(0, limit);
  const last = page.at(-1);
  return {
    subject: `margin of ${figure.row.label} in ${figure.row.currency}, ${period.label}`, definitions: MARGIN_DEFINITIONS.filter((d) => showCost || d.id === 'revenue'), period, group_by: group, key, currency: figure.row.currency, rate_set: rates?.set ?? null, cost_shown: showCost,
    figure: figure.row, recomputed, agrees, why: trace(figure.row, rates, showCost), sources: page, next_cursor: sources.length > limit ? pageCursor(question, [last!.date, last!.kind, last!.id]) : null, freshness: await rollupFreshness(em),
    notices: [
      ...(showCost ? [] : [COST_HIDDEN]), ...(figure.missing.length > 0 ? [`FX_RATE_MISSING: no exchange rate ${[...new Set(figure.missing)].join(', ')}; the row is not converted.`] : []),
      ...(agrees ? [] : ['The figure shown does not equal the records yet: changes are still being taken in (see freshness).']),
    ],
  };
}

/** The row asked for by key (or by the code of its record) and currency; where there is only one it need not be named. */
async function chosen(em: Pick<EntityManager, 'query'>, months: string[], group: MarginGroup, toGroup: boolean, filter: MonthFilter, q: MarginExplainQuery): Promise<{ key: string; currency: string | null }> {
  const byCode = q.key !== undefined && isRecordGroup(group) && !UUID.test(q.key) ? (await idsOf(em, group as 'project' | 'engagement' | 'client', [q.key])).get(q.key) : undefined;
  const key = byCode ?? q.key;
  const pairs = key === undefined ? (await groupPage(em, months, group, filter, toGroup, { limit: 6 })).pairs : (await sumMonths(em, months, group, filter, [key], false)).map((s: MonthSums) => ({ key: s.key, currency: s.currency }));
  const keys = [...new Set(pairs.map((p) => p.key))].map((k) => ({ key: k }));
  const one = onlyRow(keys, { field: 'key', choices: (r) => r.key }, q.key);
  if (toGroup) return { key: one.key, currency: null };
  const currencies = pairs.filter((p) => p.key === one.key && (q.row_currency === undefined || p.currency === q.row_currency));
  return onlyRow(currencies, { field: 'row_currency', choices: (r) => r.currency }, q.row_currency);
}

function trace(row: MarginRow, rates: GroupRates | undefined, showCost: boolean): ExplanationTrace[] {
  const { ready, drafted, invoiced, held, capped, written_off } = row.buckets ?? {};
  return [
    ...(rates ? [why('FX-5', 'amounts of a month at its average rate, each currency and month converted and rounded by itself', Object.fromEntries(rates.set.rates.map((r) => [`${r.from} ${r.month}`, r.rate]))), why('FX-7', `rate set ${rates.set.id}`)] : []),
    ...(row.buckets ? [
      why('REV-9', 'billable net of approved work, whether or not invoiced, credits deducted', { revenue: row.revenue!, ready: ready!, drafted: drafted!, invoiced: invoiced! }),
      why('TM-7', 'work that is held or beyond a cap, or was written off, is no revenue', { held: held!, capped: capped!, written_off: written_off! }),
    ] : []),
    ...(showCost && row.labor_cost != null ? [
      why('GL-1', 'hours of approved time at the cost rate of the work date', { hours: row.hours, labor_cost: row.labor_cost, uncosted_hours: row.uncosted_hours!, unconverted_hours: row.unconverted_hours! }),
      ...margin({ revenue: row.revenue!, labor_cost: row.labor_cost }).why,
    ] : []),
  ];
}
