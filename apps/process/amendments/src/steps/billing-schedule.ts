import { type Contract, type ContractLine, dec, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { milestoneAmounts } from '#lib/rules';
import { keptBills, recordById, replaceOpenBills, type WantedBill } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { AmendmentJob } from './job.js';

/** A new version of the schedule of each line that has one. Bills on a draft or an invoice stay; with them, the new ones must still sum to the line. */
export async function newScheduleVersions(em: EntityManager, job: AmendmentJob): Promise<string> {
  const made: string[] = [];
  for (const { line_no, before, after } of job.touched) {
    if (!before?.billing_schedule?.length && !after.billing_schedule?.length) continue;
    const wanted = bills(after, job.currency);
    const stand = await keptBills(em, job.contract_id, line_no);
    const { kept } = stand;
    const total = sum(kept.map((k) => k.amount)).plus(sum(wanted.filter((w) => !kept.some((k) => k.seq === w.seq)).map((w) => w.amount)));
    // A line that is no longer billed by dates keeps what is billed, and has no bills to come.
    if (wanted.length > 0 && !total.eq(dec(after.amount ?? '0'))) {
      throw new BusinessFailure('OVERBOOKED_SCHEDULE', job.business_key, `Line ${line_no} of ${job.contract_number}: bills ${kept.map((k) => k.seq).join(', ') || 'none'} stand on documents; with the new ones they come to ${total} and the line to ${after.amount ?? '0'} ${job.currency}`, { field: `lines[${line_no}].billing_schedule`, kept: kept.map((k) => k.seq) }, [], job.legal_entity_code ?? undefined);
    }
    const next = await replaceOpenBills(em, scheduleOf(job, line_no), wanted, stand);
    if (next) made.push(`line ${line_no} version ${next.version}`);
  }
  return made.join(', ') || 'no schedule changed';
}

/** The open bills as the terms before the amendment have them. */
export async function restoreSchedules(em: EntityManager, job: AmendmentJob): Promise<void> {
  const contract = (await recordById<Contract>(em, job.contract_id))!;
  for (const { line_no, before, after } of job.touched) {
    if (!before?.billing_schedule?.length && !after.billing_schedule?.length) continue;
    await replaceOpenBills(em, scheduleOf(job, line_no), before ? bills(before, contract.data.currency) : []);
  }
}

const scheduleOf = (job: AmendmentJob, line_no: string) => ({ contract_id: job.contract_id, line_no, currency: job.currency, correlation_id: job.correlation_id });

/** The bills of a line with their amounts; the last one takes the rounding difference (FF-1). */
function bills(line: ContractLine, currency: string): WantedBill[] {
  const schedule = line.billing_schedule ?? [];
  if (schedule.length === 0 || line.amount === undefined) return [];
  const { amounts } = milestoneAmounts({ fee: line.amount, milestones: schedule.map((b) => ({ id: b.seq, amount: b.amount, pct: b.pct })), currency });
  return schedule.map((b, i) => ({ seq: b.seq, trigger: b.trigger, bill_date: b.bill_date ?? null, milestone_code: b.milestone_code ?? null, amount: amounts[i]!.amount }));
}
