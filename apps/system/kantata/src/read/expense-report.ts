import type { ReadVerb } from '#lib/connector';
import { changes } from '../client/changes.js';
import type { Listed, Row } from '../client/envelope.js';
import { type Ctx, get, pagesById } from '../client/listing.js';
import { walkOf } from '../client/walk.js';
import { EXPENSE, EXPENSE_REPORT, knownExpenseReport, mapExpenseReport, type ReportRow } from '../mappers/expense-report.js';
import { instant, versionOf } from '../mappers/values.js';
import type { KantataSettings } from '../settings.js';

const QUERY = { include: 'user,workspace,expenses', all_on_account: true };
/** Keys an expense shows only on request, projects that are archived or somebody else's included. */
const KEYS = { include: 'story,receipt,vendor,active_submission', from_archived_workspaces: true, on_my_account: false };
/** Submissions a page: their expenses take further calls of 200 each. */
const A_PAGE = 100;
/** How often a submission is read again that was sent back while it was read. */
const TRIES = 3;

/**
 * What an expense says comes with its submission, in one answer; task, receipt and merchant need a second call. If by then an expense of a live submission has
 * been deleted or freed, the submission was sent back in between and is read again: an amount that nobody approved never travels under an approval.
 */
async function withExpenses(page: Listed, ctx: Ctx, attempt = 1): Promise<ReportRow[]> {
  const told = page.side('expenses');
  const keys = await keysOf(ctx, page.rows.flatMap(idsOf));
  const rows = page.rows.map((s) => joined(s, told, keys));
  const torn = rows.filter((r) => r.torn);
  if (torn.length === 0 || attempt === TRIES) return rows;
  const again = await pagesById(ctx, 'expense_report_submissions', torn.map((r) => r.id), QUERY);
  return [...rows.filter((r) => !r.torn), ...(await Promise.all(again.map((p) => withExpenses(p, ctx, attempt + 1)))).flat()];
}

async function keysOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Row>> {
  const pages = await pagesById(ctx, 'expenses', ids, KEYS);
  return new Map(pages.flatMap((p) => p.rows.map((e): [string, Row] => [e.id, { ...e, merchant: p.side('vendors')[String(e.vendor_id)]?.name }])));
}

function joined(s: Row, told: Record<string, Row>, keys: Map<string, Row>): ReportRow {
  const over = s.status === 'rejected' || s.status === 'cancelled';
  const held = (id: string): boolean => {
    const holder = keys.get(id)?.active_submission_id;
    return keys.has(id) && (holder === undefined || String(holder) === s.id);
  };
  const expenses = idsOf(s).flatMap((id): Row[] => (told[id] || keys.has(id) ? [{ ...keys.get(id), ...told[id], id }] : []));
  return { ...s, over, torn: !over && !idsOf(s).every(held), expenses, changed_at: String(s.updated_at) };
}

const idsOf = (s: Row): string[] => ((s.expense_ids ?? []) as unknown[]).map(String);

/** Of an expense, what makes another version of its report: not that it was approved or invoiced. */
const contentOf = (e: Row): unknown[] => [
  e.id, e.date, e.category, e.amount_in_cents, e.currency, e.foreign_exchange_amount ?? null, e.is_billable, e.reimbursable, e.notes ?? null, e.story_id ?? null, e.receipt_id ?? null, e.merchant ?? null,
];

export const expenseReport: ReadVerb<ReportRow, KantataSettings> = {
  feed: 'delta',
  page: async (at, ctx) => walkOf(at, [changes(ctx, { plural: 'expense_report_submissions', query: QUERY, order: 'created_at:asc', most: A_PAGE, join: (page) => withExpenses(page, ctx) })]) as Promise<{ rows: ReportRow[]; next: string | null }>,
  identify: (row) => ({ source_id: row.id, source_timestamp: instant(row.changed_at), source_version: versionOf({ ...row, expenses: undefined }, EXPENSE_REPORT, row.expenses.map(contentOf)) }),
  map: mapExpenseReport,
  known: knownExpenseReport,
  one: async (id, ctx) => {
    const page = await get(ctx, 'expense_report_submissions', id, QUERY);
    return page ? (await withExpenses(page, ctx))[0] ?? null : null;
  },
  dropped: { ...EXPENSE_REPORT.dropped, ...Object.fromEntries(Object.entries(EXPENSE.dropped).map(([name, why]) => [`expenses/${name}`, why])) },
};
