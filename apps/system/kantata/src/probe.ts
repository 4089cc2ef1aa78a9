import type { Probe, SchemaDescription, VendorContext } from '#lib/connector';
import { list, type Query } from './client/listing.js';
import { milestoneFields } from './milestone-fields.js';
import type { KantataSettings } from './settings.js';

/** Lists the gateway reads. */
const READS: [string, Query][] = [
  ['roles', {}], ['users', { on_my_account: true, include: 'role' }], ['rate_card_sets', {}], ['rate_card_set_versions', {}], ['rate_cards', { include: 'rate_card_set' }], ['rate_card_versions', { include: 'rate_card' }], ['rate_card_roles', { include: 'role' }],
  ['workspaces', { archived: 'include', optional_fields: 'stage' }], ['stories', { all_on_account: true, include: 'workspace' }], ['workspace_resources', { include_unnamed: true, include: 'user,role' }], ['workspace_allocations', { include: 'workspace_resource' }],
  ['time_entries', { include: 'story,role' }], ['timesheet_submissions', { include: 'user,workspace,time_entries' }], ['expenses', { on_my_account: false, include: 'story,receipt,vendor' }], ['expense_report_submissions', { all_on_account: true, include: 'user,workspace,expenses' }], ['custom_fields', { subject_type: 'Workspace' }], ['custom_field_values', { subject_type: 'Workspace' }], ['external_references', { subject_type: 'Workspace' }],
];

const reads = (settings: KantataSettings): [string, Query][] => [...READS, ...(settings.deletion_events ? [['subscribed_events', { event_types: 'workspace_allocation:deleted' }] as [string, Query]] : [])];

/** Tries every list with the configured token, and whether the account has the custom fields. Kantata hides what the token's user may not see: an empty list is said so, it may be a missing right. */
export async function probe(ctx: VendorContext<KantataSettings>): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const [plural, query] of reads(ctx.settings)) {
    try {
      const { total } = await list(ctx, plural, { ...query, limit: 1, offset: 0 });
      probes.push({ name: `read ${plural}`, ok: true, detail: total === 0 && plural !== 'subscribed_events' ? 'empty: nothing there, or nothing the token’s user may see' : '' });
    } catch (error) {
      const advice = plural === 'subscribed_events' ? 'The account needs the events add-on and the token’s user must be an administrator; without it set KANTATA_DELETION_EVENTS=false' : `Give the token’s user access to ${plural}`;
      probes.push({ name: `read ${plural}`, ok: false, detail: `${advice}: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return [...probes, ...(await fieldProbes(ctx))];
}

async function fieldProbes(ctx: VendorContext<KantataSettings>): Promise<Probe[]> {
  const s = ctx.settings;
  const wanted = [
    ['Workspace', 'projects', [s.field_project_code, s.field_legal_entity, s.field_billing_method, s.field_contract_number, s.field_erp_project_id]], ['Story', 'tasks', Object.values(milestoneFields(s))],
  ] as const;
  return (await Promise.all(wanted.map(async ([subject_type, called, fields]) => {
    const known = await list(ctx, 'custom_fields', { subject_type, limit: 200, offset: 0 }).catch(() => undefined);
    if (!known) return [];
    const names = new Set(known.rows.map((f) => String(f.name)));
    return fields.map((name) => ({ name: `custom field ${name}`, ok: names.has(name), detail: names.has(name) ? '' : `Create the field for ${called}, or name the one there is in the settings` }));
  }))).flat();
}

/** Kantata publishes no schema: the fields of a first row stand for it (their types are not known from one row). */
export async function schema(ctx: VendorContext<KantataSettings>): Promise<SchemaDescription> {
  const objects: SchemaDescription['objects'] = {};
  for (const [plural, query] of reads(ctx.settings)) {
    const row = (await list(ctx, plural, { ...query, limit: 1, offset: 0 })).rows[0];
    if (row) objects[plural] = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? 'list' : 'value']));
  }
  return { objects };
}
