import type { Receipt } from '#lib/canonical';
import { BusinessFailure, defineFlow, type FlowContext, outcomeOf, refusedEffect, startIn, systemOf, unwrap } from '#lib/process';
import { appendEvents, atTheEnd } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { costPosted } from '../steps/cost-posted.js';
import type { Claim } from '../steps/entry-holder.js';
import { carriesAmount, openPeriod, prepareLaborJournals } from '../steps/labor-journals.js';
import { recordTimesheet } from '../steps/record-timesheet.js';

export interface PostTimesheetInput {
  timesheet_id: string;
  version: number;
  project_id: string;
  natural_key: string;
  /** Worker, project and week; runs about submissions of the same go one after the other. */
  lane?: string;
}

/** Id of the run that posts a version of a timesheet. */
export function postingOf(timesheetId: string, version: number): string {
  return `post-timesheet:${timesheetId}:${version}`;
}

/** Submissions of one worker, project and week may hold the same entries: their runs share a lane. */
export function laneOf(sheet: { worker_id: string; project_id: string; period_start: string }): string {
  return `${sheet.worker_id}:${sheet.project_id}:${sheet.period_start}`;
}

/**
 * Approved time: recorded and priced, its cost posted to the ERP, its billing events raised. Also runs when an approved sheet is
 * rejected or corrected afterwards: the same steps then reverse and replace (COR-1…3). What a person has to settle ends the run as
 * an exception; everything else of the sheet has gone on by then.
 */
export const postTimesheet = defineFlow<PostTimesheetInput, { outcome: string; journals: number }>({
  name: 'post-timesheet',
  queue: 'finance',
  businessKey: (i) => `timesheet:${i.natural_key}`,
  partition: (i) => i.lane ?? i.timesheet_id,
  run: async (ctx, input) => {
    const refused: string[] = [];
    const recorded = await ctx.tx('record, price, raise billing events and prepare labor cost', (em) => atTheEnd(em, async () => {
      const done = await recordTimesheet(em, input.timesheet_id, input.version);
      if (done.outcome === 'recorded') {
        await tellRecorded(em, ctx, [input, ...done.moved_from]);
        await passOn(em, ctx, input, done);
      }
      const cost = done.outcome === 'recorded' ? await outcomeOf(() => prepareLaborJournals(em, input.timesheet_id, input.version, ctx.runId)) : { value: [] };
      return { outcome: done.outcome, legal_entity_code: done.legal_entity_code, faults: done.faults, cost };
    }));
    if (recorded.outcome === 'stale') return { outcome: 'stale', journals: 0 };

    let posted = 0;
    for (let round = 1; ; round++) {
      // What cannot be costed is recorded and priced all the same: the failure comes after that is committed.
      const journals = round === 1 ? unwrap(recorded.cost) : await ctx.tx(`prepare labor cost ${round}`, (em) => prepareLaborJournals(em, input.timesheet_id, input.version, ctx.runId, refused));
      const before = refused.length;
      for (const journal of journals) {
        let done: (Receipt & { system: string }) | null = null;
        if (carriesAmount(journal)) {
          const ask = { system: 'erp' as const, verb: 'post_journal', key: journal.key, body: journal.body };
          const result = await ctx.effect('post labor cost', ask);
          if (!result.ok && result.problem.code === 'PERIOD_CLOSED' && refused.length < 3) {
            refused.push(journal.period_id); // CLS-3: the ERP closed it before we heard; post into the next open one
            continue;
          }
          if (!result.ok) throw refusedEffect(result, ask, undefined, result.problem.code === 'PERIOD_CLOSED' ? openPeriod(journal.body.legal_entity_code) : []);
          done = { ...result.receipt, system: systemOf('erp') };
        }
        await ctx.tx('cost posted', (em) => costPosted(em, input.timesheet_id, journal, done));
        posted += 1;
      }
      if (refused.length === before) break;
    }
    const byCode = new Map<string, (typeof recorded.faults)[number][]>();
    for (const fault of recorded.faults) byCode.set(fault.code, [...(byCode.get(fault.code) ?? []), fault]);
    const failures = [...byCode.values()].map((list) => ({ code: list[0]!.code, message: list[0]!.message + (list.length > 1 ? ` (and ${list.length - 1} more entries)` : ''), context: { entries: list.map((f) => f.entry), messages: list.map((f) => f.message) }, waits_for: list.flatMap((f) => f.waits_for ?? []) }));
    const [first, ...others] = failures;
    for (const f of others) await ctx.raise({ code: f.code, message: f.message, context: f.context, legal_entity_code: recorded.legal_entity_code, waits_for: f.waits_for });
    if (first) throw new BusinessFailure(first.code, undefined, first.message, first.context, [], recorded.legal_entity_code, first.waits_for);
    return { outcome: 'recorded', journals: posted };
  },
});

/** Says that the facts of a sheet, and of those it took entries from, changed, also where there is neither price nor cost to tell of. */
async function tellRecorded(em: EntityManager, ctx: FlowContext, sheets: { timesheet_id: string; version: number; project_id: string }[]): Promise<void> {
  await appendEvents(em, sheets.map(({ timesheet_id, version, project_id }, i) => ({
    type: 'timesheet.recorded' as const, entity: 'timesheet', entity_id: timesheet_id, entity_version: version, partition_key: `timesheet:${timesheet_id}`, idempotency_key: i === 0 ? `${ctx.runId}:recorded` : `${ctx.runId}:recorded:${timesheet_id}`,
    approval_status: 'approved', correlation_id: ctx.correlationId, data: { timesheet_id, project_id },
  })));
}

/**
 * Entries that moved leave work on the other timesheet: reversed cost to post where they were, the entries themselves to record where
 * they go. Every sheet posts its own, in its own lane. An heir whose run is still to come needs no other.
 */
async function passOn(em: EntityManager, ctx: FlowContext, input: PostTimesheetInput, { moved_from, moved_to }: { moved_from: Claim[]; moved_to: Claim[] }): Promise<void> {
  const begun = await begunRuns(em, moved_to.map((c) => postingOf(c.timesheet_id, c.version)));
  for (const c of [...moved_from, ...moved_to.filter((h) => begun.has(postingOf(h.timesheet_id, h.version)))]) {
    await startIn(em, {
      flow: 'post-timesheet', id: `${postingOf(c.timesheet_id, c.version)}:after:${input.timesheet_id}:${input.version}:${ctx.attempt}`, correlation_id: ctx.correlationId, causation_id: ctx.causationId,
      input: { timesheet_id: c.timesheet_id, version: c.version, project_id: c.project_id, natural_key: c.natural_key, lane: laneOf(c) } satisfies PostTimesheetInput,
    });
  }
}

async function begunRuns(em: EntityManager, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows: { id: string }[] = await em.query(`select id from process_run where id = any($1::text[]) and state <> 'queued'`, [ids]);
  return new Set(rows.map((r) => r.id));
}
