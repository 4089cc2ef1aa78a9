import { isCurrency, type Milestone, minorUnits } from '#lib/canonical';
import { type Known, type Mapped, mapStatus, pairs, Unmappable } from '#lib/connector';
import type { ChangedRow } from '../client/walk.js';
import { type MilestoneField, milestoneFields } from '../milestone-fields.js';
import type { KantataSettings } from '../settings.js';
import { codeAndNameOf } from './coded-title.js';
import { amount, carried, type FieldPlan } from './values.js';

/** A story of type milestone with its custom fields by name, as the vendor wrote them, and code and currency of its project. */
export interface MilestoneRow extends ChangedRow {
  fields: Record<string, unknown>;
  project: { code: string | null; currency?: string };
}

export const MILESTONE: FieldPlan = {
  mapped: ['id', 'title', 'state', 'due_date', 'weight', 'workspace_id', 'deleted_at', 'fields', 'project', 'updated_at', 'changed_at'],
  dropped: {
    story_type: 'always the same', position: 'order on the page', status: 'label of state', percentage_complete: 'derived', project_plan: 'a switch of the page', logged_billable_time_in_minutes: 'read with the time entries',
    logged_nonbillable_time_in_minutes: 'read with the time entries', custom_field_value_ids: 'read as fields', created_at: 'says nothing about the milestone',
  },
};

/** What a milestone says whatever its state. */
export function knownMilestone(row: MilestoneRow, settings: KantataSettings): Known {
  const ours = new Set<string>(Object.values(milestoneFields(settings)));
  const others = Object.fromEntries(Object.entries(row.fields).filter(([name]) => !ours.has(name)));
  return {
    natural_key: row.project.code ? `${row.project.code}:${codeAndNameOf(row).code}` : null, deleted: Boolean(row.deleted_at), refs: { project_id: { entity: 'project', source_id: String(row.workspace_id) } },
    extensions: { ...carried(row, MILESTONE), ...(Object.keys(others).length > 0 ? { custom_fields: others } : {}) },
  };
}

/** State and acceptance as one status. What was archived or deleted before it was done is cancelled; an acceptance counts once the work is done. */
function statusOf(row: MilestoneRow, settings: KantataSettings, acceptance: string): string {
  const state = mapStatus(pairs(settings.milestone_states), 'state', row.state);
  if (row.deleted_at) return 'cancelled';
  if (state !== 'completed') return row.archived ? 'cancelled' : state;
  return acceptance || state;
}

/** Milestone with its acceptance (glossary 6.1); days are `YYYY-MM-DD`, the amount is in the project's currency. */
export function mapMilestone(row: MilestoneRow, settings: KantataSettings): Mapped<Partial<Milestone>> {
  const said = new Said(row, milestoneFields(settings));
  const { code, name } = codeAndNameOf(row);
  return {
    ...knownMilestone(row, settings),
    data: {
      code, name, line_no: said.text('contract_line'), planned_date: row.due_date ?? undefined, actual_date: said.text('completed_on'), amount: said.money('amount'), weight: row.weight === null || row.weight === undefined ? undefined : String(row.weight),
      acceptance_required: said.flag('acceptance_required', false), accepted_at: said.text('accepted_on'), acceptance_evidence: said.text('acceptance_evidence'), billing_trigger: said.flag('billing_trigger', true),
      revenue_trigger: said.flag('revenue_trigger', false), task_codes: said.list('covered_tasks'), status: statusOf(row, settings, said.word('acceptance', ['accepted', 'rejected'])),
    },
  };
}

/** The custom fields of one milestone. */
class Said {
  constructor(private readonly row: MilestoneRow, private readonly names: Record<MilestoneField, string>) {}

  text(field: MilestoneField): string | undefined {
    const value = this.row.fields[this.names[field]];
    return value === null || value === undefined || value === '' ? undefined : String(value).trim();
  }

  list(field: MilestoneField): string[] {
    return (this.text(field) ?? '').split(';').map((code) => code.trim()).filter(Boolean);
  }

  /** One of some words, or nothing. */
  word(field: MilestoneField, words: readonly string[]): string {
    const value = (this.text(field) ?? '').toLowerCase();
    return value === '' ? '' : mapStatus(Object.fromEntries(words.map((word) => [word, word])), this.names[field], value);
  }

  flag(field: MilestoneField, otherwise: boolean): boolean {
    const word = this.word(field, ['yes', 'no']);
    return word === '' ? otherwise : word === 'yes';
  }

  /** `[subunits, currency]`, in the currency of the project. */
  money(field: MilestoneField): string | undefined {
    const value = this.row.fields[this.names[field]];
    if (value === null || value === undefined || value === '') return undefined;
    const [subunits, currency] = Array.isArray(value) ? value : [];
    const refused = (why: string): Unmappable => new Unmappable({ code: 'INVALID_TERMS', field: this.names[field], value: JSON.stringify(value).slice(0, 100), message: `${this.names[field]} of milestone ${this.row.id} of Kantata ${why}` });
    if (!/^-?\d+$/.test(String(subunits ?? '')) || !isCurrency(String(currency))) throw refused('is not an amount with a currency');
    if (this.row.project.currency !== undefined && this.row.project.currency !== currency) throw refused(`is in ${currency}, its project is in ${this.row.project.currency}`);
    return amount(subunits, 10 ** minorUnits(String(currency)));
  }
}
