import { monthEnd } from '#lib/canonical';
import type { DemoParts } from './demo.js';
import { firm } from './firm.js';
import { pages } from './pages.js';
import { settle } from './settle.js';

interface Estimate { project_code: string; effective_date: string; reason: string; currency: string; cost_at_completion: string; hours_at_completion: string; lines: object[] }

/** Estimates at completion that project managers have for a month: submitted by Fiona, approved by Frank. Those that stand already are left alone. */
export async function estimate(d: DemoParts, month: string): Promise<string> {
  const { estimates } = await firm<{ estimates: Estimate[] }>(d, `/firm/estimates/${month}`);
  for (const [n, one] of estimates.entries()) {
    const known = await d.people.call<{ estimates: { id: string; effective_date: string; reason: string; status: string }[] }>('fiona', 'GET', `/process/milestone-to-revenue/v1/estimates?project_code=${encodeURIComponent(one.project_code)}&limit=500`);
    const same = known.estimates.find((other) => other.effective_date === one.effective_date && other.reason === one.reason);
    const { id, status } = same ?? (await d.people.call<{ id: string; status: string }>('fiona', 'POST', '/process/milestone-to-revenue/v1/estimates', one));
    if (status === 'submitted') await d.people.call('frank', 'POST', `/process/milestone-to-revenue/v1/estimates/${id}/approval`);
    d.progress.at(n + 1, estimates.length, 'approved');
  }
  if (estimates.length > 0) await settle(d.people, d.progress, 'estimates');
  return `${estimates.length} approved`;
}

/** What the clients' meters counted: handed in by Olga, as the metering platform would by itself. */
export async function meter(d: DemoParts, month: string): Promise<string> {
  const { records } = await firm<{ records: object[] }>(d, `/firm/usage/${month}`);
  let [accepted, refused] = [0, 0];
  for (let from = 0; from < records.length; from += 1000) {
    const answer = await d.people.call<{ accepted: number; unchanged: number; refused: number }>('olga', 'POST', '/process/contract-billing/v1/usage-records/batches', { records: records.slice(from, from + 1000) });
    accepted += answer.accepted + answer.unchanged;
    refused += answer.refused;
  }
  if (records.length > 0) await settle(d.people, d.progress, 'usage');
  return `${accepted} records${refused > 0 ? `, ${refused} refused` : ''}`;
}

interface Retention { id: string; contract_number: string; line_no: string; event_date: string; status: string }

/**
 * What was kept back of a fixed fee may be billed when the last of its bills has been: Frank releases it in the month after, for the bills of that month. A schedule that still
 * has bills to come keeps its retention.
 */
export async function releaseRetentions(d: DemoParts, month: string): Promise<string> {
  const held: Retention[] = [];
  for await (const one of pages<Retention>(d.people, 'frank', '/process/contract-billing/v1/retentions?limit=500', 'retentions')) if (one.status === 'held') held.push(one);
  const ended = new Map<string, boolean>();
  let released = 0;
  for (const one of held) {
    const line = `${one.contract_number} ${one.line_no}`;
    if (!ended.has(line)) ended.set(line, await scheduleEnded(d, one, month));
    if (!ended.get(line)) continue;
    await d.people.call('frank', 'POST', `/process/contract-billing/v1/retentions/${one.id}/release`, { reason: 'All of the work is accepted', bill_date: monthEnd(`${month}-01`) });
    released += 1;
  }
  return `${released} released`;
}

/** Whether every bill of the line is dated before the month. */
async function scheduleEnded(d: DemoParts, one: Retention, month: string): Promise<boolean> {
  const page = await d.people.call<{ lines: { line_no: string; bill_date: string | null; status: string }[] }>('frank', 'GET', `/process/contract-billing/v1/billing-schedules?contract_number=${encodeURIComponent(one.contract_number)}&limit=500`);
  const own = page.lines.filter((bill) => bill.line_no === one.line_no && bill.status !== 'cancelled');
  return own.length > 0 && own.every((bill) => (bill.bill_date ?? '9999') < `${month}-01`);
}
