import type { Project } from '#lib/canonical';
import { type Known, type Mapped, mapStatus, pairs } from '#lib/connector';
import type { ChangedRow } from '../client/walk.js';
import type { KantataSettings } from '../settings.js';
import { carried, type FieldPlan } from './values.js';

/** A workspace with its custom fields by name. */
export interface WorkspaceRow extends ChangedRow {
  fields: Record<string, string>;
}

export const PROJECT: FieldPlan = {
  mapped: ['id', 'title', 'start_date', 'due_date', 'currency', 'status', 'time_trackable', 'fields', 'updated_at', 'changed_at'],
  dropped: {
    currency_symbol: 'follows the currency', currency_base_unit: 'follows the currency', price: 'formatted twin of price_in_cents', budget_used: 'formatted', budget_used_in_cents: 'Kantata’s own view of cost; moves with every entry',
    budget_remaining: 'formatted', effective_due_date: 'derived', change_orders_enabled: 'a switch of the page', consultant_role_name: 'label of the page', client_role_name: 'label of the page', require_time_approvals: 'Kantata’s own gate',
    require_expense_approvals: 'Kantata’s own gate', tasks_default_non_billable: 'default of the page', account_id: 'the firm’s own account', custom_field_value_ids: 'read as fields', percentage_complete: 'derived; moves with every entry', created_at: 'says nothing about the project',
  },
};

const CODE = /^([A-Z]{2}[0-9]{2}-\S+)(?:\s+(.*))?$/;
const LEGAL_ENTITY = /^[A-Z]{2}[0-9]{2}(?=-)/;

/** Code and name of a project: the custom field, else the first word of the title if it has the form of a code. */
export function codeAndName(row: WorkspaceRow, settings: KantataSettings): { code: string | null; name: string } {
  const title = String(row.title);
  const [, fromTitle, rest] = CODE.exec(title) ?? [];
  const code = row.fields[settings.field_project_code] || fromTitle || null;
  return { code, name: rest || (code !== null && title.startsWith(`${code} `) ? title.slice(code.length + 1).trim() : '') || title };
}

/** What a project says whatever its status. */
export function knownProject(row: WorkspaceRow, settings: KantataSettings): Known {
  const { code } = codeAndName(row, settings);
  const legalEntity = row.fields[settings.field_legal_entity] || LEGAL_ENTITY.exec(code ?? '')?.[0];
  return { natural_key: code, refs: legalEntity ? { legal_entity_id: { entity: 'legal_entity', natural_key: legalEntity } } : {}, extensions: { ...carried(row, PROJECT), custom_fields: row.fields } };
}

/**
 * PSA part of a project: the gateway owns client, contract and engagement. An archived project takes no time, and one archived while active counts as
 * completed: Kantata never deletes projects, archiving is how they end.
 */
export function mapProject(row: WorkspaceRow, settings: KantataSettings): Mapped<Partial<Project>> {
  const { code, name } = codeAndName(row, settings);
  const status = mapStatus(pairs(settings.project_statuses), 'status.key', row.status?.key);
  const internal = (row.fields[settings.field_billing_method] ?? '').toLowerCase() === 'none';
  return {
    ...knownProject(row, settings),
    data: {
      project_code: code ?? '', name, start: row.start_date ?? undefined, end: row.due_date ?? undefined, currency: String(row.currency), type: internal ? 'internal' : 'billable',
      time_entry_open: Boolean(row.time_trackable) && !row.archived, status: row.archived && status === 'active' ? 'completed' : status,
      // What only the gateway's set-up knows: the store keeps its own word over this one.
      billing_eligible: false, setup_checks: {},
    },
    ...(code ? {} : { problem: { code: 'MISSING_PROJECT_CODE', field: settings.field_project_code, value: String(row.title).slice(0, 100), message: `Project ${row.id} of Kantata has no code` } }),
  };
}
