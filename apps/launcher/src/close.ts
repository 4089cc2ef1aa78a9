import type { DemoParts } from './demo.js';
import { legalEntities } from './legal-entities.js';
import { pause } from './people.js';
import { settle } from './settle.js';

const ROUTES = '/process/period-close/v1/closes';

interface Close {
  subledgers: { subledger: string; status: string }[];
  checklist: { check: string; says: string; count: number | null; blocking: boolean }[];
  preparation: { run_id: string; state: string } | null;
}

/** Checks that a close may pass with something found, each with the reason why. Everything else, differences between systems first of all, has to be settled. */
const MAY_STAND: Record<string, string> = {
  unsubmitted_timesheets: 'Sent back for a mistake; comes corrected in the next month',
  unapproved_time_or_expense: 'The manager approves it late; accrued, and posted into the next month',
  approved_time_not_posted: 'Waits for what is missing; posted into the month in which that comes',
  billing_events_not_drafted: 'Waits for the next billing run',
  milestones_completed_not_billed: 'Waits for the acceptance, or for the next billing run',
  open_finance_exceptions: 'Known to finance and worked on; nothing of it changes what is posted',
};

/**
 * Throughline closes a month of every legal entity that has contracts: Fiona prepares, looks at the checklist and soft closes, Frank waives by name what may stand and closes, one
 * subledger after the other. A close that is done already stays. Throws when a check finds what nobody may waive.
 */
export async function closeBooks(d: DemoParts, period: string): Promise<string> {
  await settle(d.people, d.progress, 'before the close');
  const entities = await legalEntities(d);
  const open = [];
  for (const entity of entities) if ((await view(d, entity, period)).subledgers.some((s) => s.status !== 'closed')) open.push(entity);
  await prepared(d, open, period);
  let waived = 0;
  for (const [n, entity] of open.entries()) {
    waived += await checked(d, entity, period);
    const { subledgers } = await view(d, entity, period);
    for (const { subledger } of subledgers) await d.people.call('fiona', 'POST', `${ROUTES}/${entity}/${period}/subledgers/${subledger}/soft-close`);
    for (const { subledger } of subledgers) await d.people.call('frank', 'POST', `${ROUTES}/${entity}/${period}/subledgers/${subledger}/close`);
    d.progress.at(n + 1, open.length, `${entity} closed`);
  }
  return `${entities.length} legal entities closed${waived > 0 ? `, ${waived} checks waived by name` : ''}`;
}

/** Prepares all of them side by side, and reads the ERP's books back until the preparations are through. */
async function prepared(d: DemoParts, entities: string[], period: string): Promise<void> {
  const runs = new Map<string, string>();
  for (const entity of entities) {
    const { run_id } = await d.people.call<{ run_id: string }>('fiona', 'POST', `${ROUTES}/${entity}/${period}/preparation`, {}, { 'idempotency-key': `demo-close-${d.size}-${entity}-${period}` });
    runs.set(entity, run_id);
  }
  for (let left = [...runs]; left.length > 0; ) {
    await d.people.call('olga', 'POST', '/process/v1/syncs');
    const states = await Promise.all(left.map(async ([entity, run]) => ({ entity, run, is: (await view(d, entity, period)).preparation })));
    const stuck = states.find(({ is }) => is && ['waiting', 'failed'].includes(is.state));
    if (stuck) throw new Error(`the close of ${stuck.entity} ${period} could not be prepared: ${stuck.run} is ${stuck.is!.state}`);
    left = states.filter(({ is }) => is?.state !== 'completed').map(({ entity, run }) => [entity, run]);
    d.progress.at(runs.size - left.length, runs.size, 'prepared');
    if (left.length > 0) await pause(400);
  }
  await settle(d.people, d.progress, 'close journals');
}

/** What blocks is waived where it may stand. Returns how many checks were. */
async function checked(d: DemoParts, entity: string, period: string): Promise<number> {
  // The ERP's newest documents have been read back by now.
  const { checklist } = await d.people.call<Close>('fiona', 'POST', `${ROUTES}/${entity}/${period}/reconciliation`);
  const blocking = checklist.filter((c) => c.blocking);
  for (const { check, count } of blocking) {
    const found = await d.people.call<{ records: { what: string }[] }>('frank', 'GET', `${ROUTES}/${entity}/${period}/checks/${check}?limit=3`);
    const named = found.records.map((r) => r.what).join('; ');
    if (!MAY_STAND[check] || count === null) throw new Error(`${entity} ${period} cannot be closed: ${check} ${count === null ? 'was not run' : `finds ${count}: ${named}`}`);
    await d.people.call('frank', 'POST', `${ROUTES}/${entity}/${period}/checks/${check}/waiver`, { reason: `${MAY_STAND[check]}. ${count}: ${named}`.slice(0, 500) });
  }
  return blocking.length;
}

function view(d: DemoParts, entity: string, period: string): Promise<Close> {
  return d.people.call<Close>('fiona', 'GET', `${ROUTES}?legal_entity=${entity}&period=${period}`);
}
