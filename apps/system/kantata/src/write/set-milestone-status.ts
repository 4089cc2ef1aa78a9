import type { MilestoneStatusWrite } from '#lib/canonical';
import { refuse, type VendorAnswer, type VendorContext, type WriteVerb, type Written } from '#lib/connector';
import { storyField } from '../client/catalog.js';
import { listed, type Listed, type Row, single } from '../client/envelope.js';
import { get, list } from '../client/listing.js';
import { BILLING_SERVICE } from '../client/references.js';
import { milestoneFields } from '../milestone-fields.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { plain } from './written.js';

interface Prepared {
  /** Id of the custom field the project team looks at. */
  field_id: string;
}

const VALUES = { include: 'custom_field_values', show_deleted: true };
const stored = (body: MilestoneStatusWrite) => ({ subject_id: body.milestone_source_id, service_model_ref: body.milestone_source_id, external_status: body.billing_status, external_message: body.message ?? '' });

async function prepare(body: MilestoneStatusWrite, ctx: VendorContext<KantataSettings>): Promise<Prepared> {
  const story = (await get(ctx, 'stories', body.milestone_source_id, { show_deleted: true }))?.rows[0];
  if (story?.story_type !== 'milestone') throw refuse(`Kantata has no milestone ${body.milestone_source_id}`, { class: 'not_found', field: 'milestone_source_id' });
  return { field_id: await storyField(ctx, milestoneFields(ctx.settings).billing_status) };
}

/** The story as receipt, with what its field says now. */
function shown(page: Listed, fieldName: string): Written {
  const story = page.rows[0]!;
  const value = Object.values(page.side('custom_field_values')).find((v) => String(v.subject_id) === story.id && v.custom_field_name === fieldName)?.value;
  return { source_id: story.id, facts: { billing_status: String(value ?? '') } };
}

const nameOf = (settings: KantataSettings): string => milestoneFields(settings).billing_status;
const answered = (answer: VendorAnswer, settings: KantataSettings): Written => shown(listed(answer, 'stories'), nameOf(settings));

/**
 * How a milestone is billed stands in two places: an external reference with the words to it, and the custom field people see on the milestone. Both are set in
 * place, so doing it twice is doing it once; each is looked for by itself, so a half is completed.
 */
export const setMilestoneStatus: WriteVerb<MilestoneStatusWrite, KantataSettings, Prepared> = {
  idempotency: 'natural_key',
  prepare,
  build: ({ body }) => ({
    method: 'POST', url: '/external_references/create_or_update', label: 'external_references.upsert',
    body: { external_reference: {
      subject_type: 'Story', subject_id: body.milestone_source_id, service_name: BILLING_SERVICE, service_model: 'milestone', service_model_ref: body.milestone_source_id, status: 'successful', external_status: body.billing_status,
      external_message: body.message ?? null,
    } },
  }),
  parse: (answer) => plain(single(answer, 'external_references')),
  find: async ({ body }, ctx) => {
    const { rows } = await list(ctx, 'external_references', { subject_type: 'Story', subject_id: body.milestone_source_id, service_name: BILLING_SERVICE });
    const row = rows.find((r) => sameFields(stored(body), r).length === 0);
    return row ? plain(row) : 'absent';
  },
  nextSteps: [{
    build: ({ body, prepared }) => ({
      method: 'PUT', url: `/stories/${encodeURIComponent(body.milestone_source_id)}`, query: { include: 'custom_field_values' }, label: 'stories.put', body: { story: { custom_fields: [{ id: prepared.field_id, value: body.billing_status }] } },
    }),
    parse: (answer, { settings }) => answered(answer, settings),
    find: async ({ body, settings }, ctx) => {
      const page = await get(ctx, 'stories', body.milestone_source_id, VALUES);
      const found = page && shown(page, nameOf(settings));
      return found?.facts['billing_status'] === body.billing_status ? found : 'absent';
    },
  }],
  echo: ({ body }, { record, facts }) => [...sameFields(stored(body), record as Row), ...sameFields({ billing_status: body.billing_status }, facts)],
  undo: 'set_milestone_status',
  undoes: () => false,
};
