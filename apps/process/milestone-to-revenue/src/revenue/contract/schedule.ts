import { addMonths, dec, monthOf, newId, sum } from '#lib/canonical';
import { allocate, straightLine } from '#lib/rules';
import { appendEvents, type ObligationVersion, type PerformanceObligation, RevenueScheduleLine, TENANT } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { revenueMilestones } from './revenue-milestones.js';

/** States of a schedule line whose revenue is still to come. */
export const TO_COME = ['planned', 'ready', 'held'];

interface Wanted {
  period: string;
  planned: string;
  status: 'planned' | 'ready';
  milestone_id: string | null;
}

/**
 * The plan of what an obligation has still to recognize, by month (glossary 7.2). When it differs from the plan that stands, a new schedule version takes
 * its place; what is posted stays (REV-19). Returns true when a version was written.
 */
export async function planSchedule(em: EntityManager, o: PerformanceObligation, version: ObligationVersion, currency: string, reason: string): Promise<boolean> {
  const lines = await em.find(RevenueScheduleLine, { where: { obligation_id: o.id }, order: { schedule_version: 'ASC', period: 'ASC' } });
  const posted = lines.filter((l) => l.status === 'posted');
  const toCome = lines.filter((l) => TO_COME.includes(l.status));
  const remaining = dec(version.allocated_price).minus(sum(posted.map((l) => l.recognized))).toFixed();
  const wanted = await plan(em, o, version, remaining, posted.map((l) => l.period).sort().at(-1) ?? null, currency);
  if (same(toCome, wanted)) return false;
  for (const line of toCome) await em.update(RevenueScheduleLine, { id: line.id }, { status: 'cancelled', updated_at: new Date() });
  const schedule_version = Math.max(0, ...lines.map((l) => l.schedule_version)) + 1;
  for (const w of wanted) {
    await em.insert(RevenueScheduleLine, { id: newId(), tenant_id: TENANT, obligation_id: o.id, schedule_version, method: o.measure, recognized: '0', currency, reason, correlation_id: o.correlation_id, ...w });
  }
  if (schedule_version === 1) return true;
  const shown = (list: { period: string; planned: string }[]) => list.map((l) => ({ period: l.period, planned: dec(l.planned).toFixed() }));
  await appendEvents(em, [{
    type: 'revenue.schedule_changed', entity: 'performance_obligation', entity_id: o.id, entity_version: schedule_version, partition_key: `revenue:${o.revenue_contract_id}`, idempotency_key: `${o.id}:schedule:${schedule_version}`, approval_status: 'approved', correlation_id: o.correlation_id,
    data: { obligation_id: o.id, revenue_contract_id: o.revenue_contract_id, code: o.code, reason, schedule_version, before: shown(toCome), after: shown(wanted) },
  }]);
  return true;
}

function same(now: RevenueScheduleLine[], wanted: Wanted[]): boolean {
  const text = (l: { period: string; planned: string; status: string; milestone_id: string | null }) => `${l.period} ${dec(l.planned).toFixed()} ${l.status} ${l.milestone_id ?? ''}`;
  return now.map(text).sort().join() === wanted.map(text).sort().join();
}

async function plan(em: EntityManager, o: PerformanceObligation, v: ObligationVersion, remaining: string, lastPosted: string | null, currency: string): Promise<Wanted[]> {
  if (o.component !== 'fixed' || dec(remaining).isZero()) return [];
  const first = lastPosted ? monthOf(addMonths(`${lastPosted}-01`, 1)) : null;
  const notBefore = (period: string): string => (first && period < first ? first : period);
  if (o.measure === 'output_milestone' || o.measure === 'point_in_time') {
    const open = (await revenueMilestones(em, o.contract_id, v.lines)).filter((m) => !m.achieved_on || !lastPosted || monthOf(m.achieved_on) > lastPosted);
    if (open.some((m) => !dec(m.weight).isZero())) {
      const whole = o.measure === 'point_in_time' && v.lines.every((l) => l.contract_type !== 'milestone');
      const amounts = whole ? open.map((_, i) => (i === open.length - 1 ? remaining : '0')) : allocate(dec(remaining), open.map((m) => m.weight), { currency });
      const byMonth = new Map<string, Wanted>();
      open.forEach((m, i) => {
        const period = notBefore(monthOf(m.achieved_on ?? m.planned_date ?? v.end_date ?? v.effective_date));
        const known = byMonth.get(period);
        if (dec(amounts[i]!).isZero()) return;
        byMonth.set(period, { period, planned: dec(known?.planned ?? 0).plus(amounts[i]!).toFixed(), status: m.achieved_on ? 'ready' : known?.status ?? 'planned', milestone_id: known?.milestone_id ?? m.id });
      });
      return [...byMonth.values()];
    }
  }
  const start = [v.start_date ?? v.effective_date, v.effective_date, ...(first ? [`${first}-01`] : [])].sort().at(-1)!;
  if (!v.end_date || v.end_date < start) return [{ period: monthOf(start), planned: remaining, status: 'planned', milestone_id: null }];
  const lines = straightLine({ amount: remaining, start, end: v.end_date, currency }).lines;
  return lines.filter((l) => !dec(l.amount).isZero()).map((l) => ({ period: l.period_id, planned: dec(l.amount).toFixed(), status: 'planned' as const, milestone_id: null }));
}

/** What the month recognized, written on the plan: its line is posted, and the difference goes to the next line to come, so that recognized and remaining make up the price (REC-3 law 3). */
export async function postToSchedule(em: EntityManager, o: PerformanceObligation, version: ObligationVersion, period: string, amount: string, currency: string): Promise<void> {
  const lines = await em.find(RevenueScheduleLine, { where: { obligation_id: o.id, status: In([...TO_COME, 'posted']) }, order: { period: 'ASC', schedule_version: 'ASC' } });
  const at = lines.filter((l) => l.period === period);
  const line = at.find((l) => l.status === 'posted') ?? at[0];
  if (line) await em.update(RevenueScheduleLine, { id: line.id }, { recognized: dec(line.recognized).plus(amount).toFixed(), status: 'posted', updated_at: new Date() });
  else await em.insert(RevenueScheduleLine, scheduleLine(o, Math.max(1, ...lines.map((l) => l.schedule_version)), period, o.component === 'fixed' ? '0' : amount, amount, 'posted', currency));
  if (o.component !== 'fixed') return;
  // Months before this one that were planned and not run are part of what was recognized now.
  for (const passed of lines.filter((l) => l.id !== line?.id && TO_COME.includes(l.status) && l.period <= period)) await em.update(RevenueScheduleLine, { id: passed.id }, { status: 'cancelled', updated_at: new Date() });
  const after = await em.find(RevenueScheduleLine, { where: { obligation_id: o.id, status: In([...TO_COME, 'posted']) }, order: { period: 'ASC' } });
  const left = after.filter((l) => l.status !== 'posted');
  const difference = dec(version.allocated_price).minus(sum(after.map((l) => (l.status === 'posted' ? l.recognized : l.planned))));
  if (difference.isZero()) return;
  if (left[0]) await em.update(RevenueScheduleLine, { id: left[0].id }, { planned: dec(left[0].planned).plus(difference).toFixed(), updated_at: new Date() });
  else await em.insert(RevenueScheduleLine, scheduleLine(o, Math.max(1, ...after.map((l) => l.schedule_version)), monthOf(addMonths(`${period}-01`, 1)), difference.toFixed(), '0', 'planned', currency));
}

function scheduleLine(o: PerformanceObligation, schedule_version: number, period: string, planned: string, recognized: string, status: string, currency: string) {
  return { id: newId(), tenant_id: TENANT, obligation_id: o.id, schedule_version, period, method: o.measure, planned, recognized, currency, status, milestone_id: null, reason: null, correlation_id: o.correlation_id };
}
