import type { PsaProjectUpdateWrite } from '#lib/canonical';
import { type Mismatch, refuse, type VendorAnswer, type WriteVerb, type Written } from '#lib/connector';
import { projectFields, rateCardId } from '../client/catalog.js';
import { listed, type Row, single } from '../client/envelope.js';
import { get } from '../client/listing.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { statusKey } from './status-key.js';
import { written } from './written.js';

interface Prepared {
  /** By field id: the billing profile as custom fields. */
  custom_fields: { id: string; value: string }[];
  rate_card_id?: string;
  stage: string;
}

const QUERY = { include: 'custom_field_values', optional_fields: 'stage' };

/** The billing profile as custom fields of the project, by the tenant's names for them. */
function profile(body: PsaProjectUpdateWrite, s: KantataSettings): [string, string][] {
  return ([[s.field_project_code, body.project_code], [s.field_legal_entity, body.legal_entity_code], [s.field_billing_method, body.billing_method], [s.field_contract_number, body.contract_number], [s.field_erp_project_id, body.erp_project_id]] as const)
    .filter((entry): entry is [string, string] => entry[1] !== undefined);
}

async function prepare(body: PsaProjectUpdateWrite, ctx: Parameters<NonNullable<WriteVerb<PsaProjectUpdateWrite, KantataSettings>['prepare']>>[1]): Promise<Prepared> {
  const workspace = (await get(ctx, 'workspaces', body.project_source_id, { optional_fields: 'stage', archived: 'include' }))?.rows[0];
  if (!workspace) throw refuse(`Kantata has no project ${body.project_source_id}`, { class: 'not_found', field: 'project_source_id' });
  const wanted = profile(body, ctx.settings);
  const fields = wanted.length > 0 ? await projectFields(ctx, wanted.map(([name]) => name)) : {};
  const missing = wanted.find(([name]) => !fields[name]);
  if (missing) throw refuse(`Kantata has no custom field "${missing[0]}" for projects`, { code: 'MISSING_PROJECT_ATTRIBUTE', field: missing[0] });
  return {
    stage: String(workspace.stage ?? 'project'), custom_fields: wanted.map(([name, value]) => ({ id: fields[name]!, value })),
    ...(body.rate_card_code ? { rate_card_id: await rateCardId(ctx, body.rate_card_code, String(workspace.currency)) } : {}),
  };
}

/** A project with its custom field values by field name. */
function receipt(workspace: Row, values: Record<string, Row>): Written {
  const own = Object.values(values).filter((v) => String(v.subject_id) === workspace.id);
  return { ...written(workspace), record: { ...workspace, fields: Object.fromEntries(own.map((v) => [String(v.custom_field_name), v.value])) } };
}

const fromAnswer = (answer: VendorAnswer): Written => receipt(single(answer, 'workspaces'), listed(answer, 'workspaces').side('custom_field_values'));

function differences(body: PsaProjectUpdateWrite, prepared: Prepared, settings: KantataSettings, record: unknown): Mismatch[] {
  const { status, time_trackable, rate_card_id, fields } = record as Row;
  return [
    ...sameFields({ 'status.key': statusKey(settings, body.status), time_trackable: body.time_entry_open, rate_card_id: prepared.rate_card_id }, { 'status.key': status?.key, time_trackable: Boolean(time_trackable), rate_card_id }),
    ...sameFields(Object.fromEntries(profile(body, settings)), fields as Record<string, unknown>),
  ];
}

/** Sets values, so doing it twice is doing it once: the look-up reads them back. A shell that goes on becomes a project. */
export const updateProject: WriteVerb<PsaProjectUpdateWrite, KantataSettings, Prepared> = {
  idempotency: 'natural_key',
  prepare,
  build: ({ body, prepared, settings }) => ({
    method: 'PUT', url: `/workspaces/${encodeURIComponent(body.project_source_id)}`, query: QUERY, label: 'workspaces.put',
    body: { workspace: {
      status_key: statusKey(settings, body.status), time_trackable: body.time_entry_open, ...(body.status !== 'provisional' && body.status !== 'cancelled' && prepared.stage === 'estimate' ? { stage: 'project' } : {}),
      ...(prepared.rate_card_id ? { rate_card_id: prepared.rate_card_id } : {}), ...(prepared.custom_fields.length > 0 ? { custom_fields: prepared.custom_fields } : {}),
    } },
  }),
  parse: fromAnswer,
  find: async ({ body, prepared, settings }, ctx) => {
    const page = await get(ctx, 'workspaces', body.project_source_id, { ...QUERY, archived: 'include' });
    if (!page) return 'absent';
    const found = receipt(page.rows[0]!, page.side('custom_field_values'));
    return differences(body, prepared, settings, found.record).length === 0 ? found : 'absent';
  },
  echo: ({ body, prepared, settings }, { record }) => differences(body, prepared, settings, record),
  undo: 'update_project',
  undoes: ({ status }) => status === 'cancelled',
};
