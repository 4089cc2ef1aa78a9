import { sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, text } from '../exact.js';
import { moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** A priced billing event that is ready to be drafted. `net` is already rounded. */
export interface GroupableEvent {
  id: string;
  legal_entity_id: string;
  bill_to_id: string;
  contract_id: string;
  currency: string;
  billing_period: string;
  po_number?: string | null;
  tax_profile?: string | null;
  client_id?: string | null;
  project_id?: string | null;
  milestone_id?: string | null;
  event_date: string;
  kind?: string;
  description?: string | null;
  task_id?: string | null;
  worker_id?: string | null;
  role?: string | null;
  quantity: DecimalInput;
  unit?: string | null;
  rate: DecimalInput;
  /** Fractions taken off or put on; part of the price, so entries that differ never merge. */
  discount?: DecimalInput | null;
  tax_code?: string | null;
  /** Events with different keys never share a line: two months of one service have one price and are two lines. */
  line_key?: string | null;
  net: DecimalInput;
}

type Field = keyof GroupableEvent;

/** INV-1: what one invoice is made of. */
export type InvoiceGrouping = 'default' | 'per_project' | 'per_milestone' | 'client_consolidated';

const BASE: readonly Field[] = ['legal_entity_id', 'bill_to_id', 'contract_id', 'currency', 'po_number', 'tax_profile', 'billing_period'];

/** Key fields of each grouping. Legal entity, currency and tax profile can never be mixed on one document. */
export const INVOICE_GROUPINGS: Readonly<Record<InvoiceGrouping, readonly Field[]>> = {
  default: BASE,
  per_project: [...BASE, 'project_id'],
  per_milestone: [...BASE, 'project_id', 'milestone_id'],
  client_consolidated: ['legal_entity_id', 'client_id', 'bill_to_id', 'currency', 'tax_profile', 'billing_period'],
};

/** INV-2: what one line is made of, besides what must always be equal (unit, price, discount, tax code, PO, kind). */
export type LineAggregation = 'none' | 'by_worker' | 'by_task' | 'by_role' | 'by_project' | 'by_price';

const AGGREGATION: Readonly<Record<Exclude<LineAggregation, 'none'>, readonly Field[]>> = {
  by_worker: ['project_id', 'worker_id'],
  by_task: ['project_id', 'task_id'],
  by_role: ['project_id', 'role'],
  by_project: ['project_id'],
  by_price: [],
};

const NEVER_MERGE: readonly Field[] = ['kind', 'unit', 'rate', 'discount', 'tax_code', 'po_number', 'line_key'];

export interface InvoicePolicy {
  grouping?: InvoiceGrouping;
  aggregation?: LineAggregation;
}

export interface GroupedLine {
  event_ids: string[];
  kind: string | null;
  project_id: string | null;
  task_id: string | null;
  worker_id: string | null;
  role: string | null;
  description: string | null;
  quantity: string;
  unit: string | null;
  unit_price: string;
  net: string;
  tax_code: string | null;
  service_from: string;
  service_to: string;
}

export interface InvoiceGroup {
  /** Same facts, same key: the draft key of the invoice (glossary 6.7) is made from it. */
  grouping_key: string;
  key: Record<string, string | null>;
  currency: string;
  event_ids: string[];
  lines: GroupedLine[];
  subtotal: string;
  why: RuleTrace[];
}

/**
 * INV-1 and INV-2: billing events into draft invoices and lines, the same whatever the order they come in.
 * A line adds quantities and adds already rounded nets; it never multiplies hours by rate anew.
 */
export function groupForInvoice(events: readonly GroupableEvent[], policy: InvoicePolicy = {}): InvoiceGroup[] {
  const grouping = policy.grouping ?? 'default';
  if (!Object.hasOwn(INVOICE_GROUPINGS, grouping)) throw new RuleError('INVALID_POLICY', 'INV-1', `invoice grouping ${JSON.stringify(grouping)} is not one of ${Object.keys(INVOICE_GROUPINGS).join(', ')}`);
  const fields = INVOICE_GROUPINGS[grouping];
  const ordered = [...events].sort((a, b) => compare([a.event_date, a.id], [b.event_date, b.id]));
  return [...bucket(ordered, fields)].sort(([a], [b]) => compare([a], [b])).map(([key, members]) => group(key, members, fields, policy));
}

function group(key: string, members: GroupableEvent[], fields: readonly Field[], policy: InvoicePolicy): InvoiceGroup {
  const currency = members[0]!.currency;
  const lines = lineBuckets(members, policy.aggregation ?? 'by_task').map((events) => mergeLine(events, currency));
  const subtotal = sum(lines.map((l) => l.net));
  return {
    grouping_key: key,
    key: Object.fromEntries(fields.map((f) => [f, value(members[0]!, f) || null])),
    currency,
    event_ids: members.map((e) => e.id),
    lines,
    subtotal: moneyText(subtotal, currency),
    why: [why('INV-1', `grouped by ${fields.join(', ')}`, { events: members.length }), why('INV-2', 'quantities and rounded nets added', { lines: lines.length, subtotal })],
  };
}

function lineBuckets(members: GroupableEvent[], aggregation: LineAggregation): GroupableEvent[][] {
  if (aggregation === 'none') return members.map((m) => [m]);
  if (!Object.hasOwn(AGGREGATION, aggregation)) throw new RuleError('INVALID_POLICY', 'INV-2', `line aggregation ${JSON.stringify(aggregation)} is not one of none, ${Object.keys(AGGREGATION).join(', ')}`);
  return [...bucket(members, [...AGGREGATION[aggregation], ...NEVER_MERGE]).values()];
}

function mergeLine(events: GroupableEvent[], currency: string): GroupedLine {
  const shared = (f: Field): string | null => (events.every((e) => value(e, f) === value(events[0]!, f)) ? value(events[0]!, f) || null : null);
  const dates = events.map((e) => e.event_date).sort();
  return {
    event_ids: events.map((e) => e.id),
    kind: shared('kind'), project_id: shared('project_id'), task_id: shared('task_id'), worker_id: shared('worker_id'), role: shared('role'), description: shared('description'),
    quantity: text(sum(events.map((e) => num(e.quantity, `quantity of ${e.id}`)))),
    unit: shared('unit'),
    unit_price: text(num(events[0]!.rate, 'rate')),
    net: moneyText(sum(events.map((e) => num(e.net, `net of ${e.id}`))), currency),
    tax_code: shared('tax_code'),
    service_from: dates[0]!, service_to: dates[dates.length - 1]!,
  };
}

function value(event: GroupableEvent, field: Field): string {
  const v = event[field];
  if (v === null || v === undefined) return '';
  return field === 'rate' || field === 'discount' ? text(num(v, field)) : String(v);
}

function bucket(events: readonly GroupableEvent[], fields: readonly Field[]): Map<string, GroupableEvent[]> {
  const buckets = new Map<string, GroupableEvent[]>();
  for (const event of events) {
    const key = fields.map((f) => encodeURIComponent(value(event, f))).join('|');
    const list = buckets.get(key);
    if (list) list.push(event);
    else buckets.set(key, [event]);
  }
  return buckets;
}

function compare(a: string[], b: string[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
