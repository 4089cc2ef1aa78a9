import type { BookRow } from '../desk.js';
import { projectView } from '../people/projects.js';
import type { Outcomes, Stage } from '../people/step.js';
import { approverOf } from '../people/sheets.js';
import { roleId } from '../seed/kantata-ids.js';
import { UNPRICED_ROLE } from '../world/entities.js';
import { standardRate } from '../world/rate-cards.js';
import type { Fix } from './fix.js';

/** What delivery and HR do about time that cannot be billed. */
export const timeFixes: Record<string, Fix> = {
  /** Pricing adds the role to the legal entity's card, in every version. */
  missing_rate: async ({ firm, desks }, trouble) => {
    const role = roleId(firm, UNPRICED_ROLE);
    const stamp = await stampOf(desks.kantata);
    let added = 0;
    for (const { opportunity_number: number } of trouble.subjects) {
      const deal = firm.deals.find((one) => one.number === number)!;
      const set = (await desks.kantata.rows('rate_card_sets', { title: `LE-${deal.entity}` }))[0];
      for (const card of await desks.kantata.rows('rate_cards', { rate_card_set_id: set?.id ?? '' })) {
        for (const version of await desks.kantata.rows('rate_card_versions', { rate_card_id: card.id })) {
          const rate = Math.round(standardRate(String(card.currency), 'PRINCIPAL_CONSULTANT') * 1.2);
          added += await desks.kantata.addMissing('rate_card_roles', [{ id: `99${version.id}`, rate_card_version_id: version.id, role_id: role, rate, created_at: stamp, updated_at: stamp }]);
        }
      }
    }
    return added;
  },
  /** The resource manager extends the booking to the day worked. */
  assignment_window: async (stage, trouble) => {
    const { firm, desks } = stage;
    const view = await projectView(firm, desks);
    let changed = 0;
    for (const { worker_number: worker, opportunity_number: target, date } of trouble.subjects) {
      const place = view.places.get(`${view.open.get(target!)?.id} ${view.users.get(worker!)?.id}`);
      const allocations = (await desks.kantata.rows('workspace_allocations', { workspace_resource_id: place?.id ?? '' })).sort((a, b) => String(a.end_date).localeCompare(String(b.end_date)));
      const last = allocations.at(-1);
      if (!last || String(last.end_date) >= date!) continue;
      changed += await edited(stage, 'workspace_allocations', last, { end_date: date });
    }
    return changed;
  },
  /** The manager sends the sheet back and the day is moved to the leaver's last day. */
  terminated_worker: async ({ firm, desks }, trouble) => {
    const view = await projectView(firm, desks);
    let changed = 0;
    for (const { worker_number: worker, opportunity_number: target, date } of trouble.subjects) {
      const last = firm.workers.find((one) => one.number === worker)!.terminated!;
      const where = { user_id: view.users.get(worker!)?.id ?? '', workspace_id: view.open.get(target!)?.id ?? '', date_performed: date! };
      const by = approverOf(firm, view, target!);
      for (const entry of await desks.kantata.rows('time_entries', where)) {
        const outcomes = await desks.kantata.act<Outcomes>('reopen_and_edit', { ...(by ? { by } : {}), items: [{
          id: entry.recent_submission_id, reason: 'After the last day of employment', edits: [{ entry_id: entry.id, date_performed: last }], resubmit: true, approve: true,
        }] });
        changed += outcomes.done;
      }
    }
    return changed;
  },
  /** The administrator enters the work address in the account. */
  unknown_worker: async ({ firm, desks }, trouble) => {
    let changed = 0;
    for (const { worker_number: worker, email } of trouble.subjects) {
      for (const user of await desks.kantata.rows('users', { email_address: email! })) {
        await desks.kantata.patch('users', user.id, { email_address: firm.workers.find((one) => one.number === worker)!.email, updated_at: await stampOf(desks.kantata) });
        changed++;
      }
    }
    return changed;
  },
};

async function edited({ desks }: Stage, collection: string, row: BookRow, set: Record<string, unknown>): Promise<number> {
  return (await desks.kantata.act<Outcomes>('edit', { collection, items: [{ id: row.id, set }] })).done;
}

const stampOf = async (desk: Stage['desks']['kantata']): Promise<string> => `${(await desk.now()).slice(0, 19)}Z`;
