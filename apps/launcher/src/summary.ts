import { vendorKey } from '#lib/canonical';
import { readErpBooks } from './erp-books.js';
import { plus } from './exact.js';
import { type Law, laws, printedLaws, type RevenueTotals } from './laws.js';
import { pages } from './pages.js';
import type { People } from './people.js';

export interface Summary {
  deals: Record<string, number>;
  projects: Record<string, number>;
  hours: Record<string, string>;
  invoices: Record<string, { invoices: number; credit_memos: number; total: string; open: number }>;
  control_totals: { legal_entity_code: string; currency: string; period: string; approved: string; invoiced: string; drafted: string; ready: string; held: string; capped: string; written_off: string; difference: string; holds: boolean }[];
  /** Laws 1 to 6 of REC-3 per legal entity, currency and month, compared with the ERP's books where they know the figure. */
  laws: Law[];
  exceptions: Record<string, number>;
  books: { documents: number; effects: number; doubled: string[]; missing: string[]; unasked: string[] };
  holds: boolean;
}

/** Reads what came of it all from the suite's APIs, and compares the effect ledger with the ERP sandbox's own books. */
export async function summarize(people: People, erpSandbox: string, erpSystem = 'netsuite'): Promise<Summary> {
  const status = await people.call<any>('olga', 'GET', '/process/v1/status');
  const control = await people.call<any>('fiona', 'GET', '/process/time-to-invoice/v1/control-totals');
  const invoices: Summary['invoices'] = {};
  for await (const i of pages(people, 'fiona', '/process/time-to-invoice/v1/invoices?limit=500', 'invoices')) {
    if (i.status === 'voided') continue;
    const of = (invoices[i.currency] ??= { invoices: 0, credit_memos: 0, total: '0', open: 0 });
    of[i.kind === 'credit_memo' ? 'credit_memos' : 'invoices'] += 1;
    if (i.status === 'draft' || i.status === 'released') of.open += 1;
    of.total = plus(of.total, i.kind === 'credit_memo' ? `-${i.total}` : i.total);
  }
  const exceptions: Record<string, number> = {};
  for (const state of ['open', 'assigned']) for await (const e of pages(people, 'olga', `/experience/operations/v1/exceptions?status=${state}&limit=500`, 'exceptions')) exceptions[e.code] = (exceptions[e.code] ?? 0) + 1;
  const effects: Confirmed[] = [];
  for await (const e of pages<{ key: string; verb: string }>(people, 'olga', `/experience/operations/v1/effects?system=${erpSystem}&state=confirmed&limit=500`, 'effects')) effects.push({ key: e.key, verb: e.verb, told: vendorKey(erpSystem, e.key) });
  const books = await compareBooks(effects, erpSandbox);
  const held = await lawsOf(people, control, effects, erpSandbox);
  const holds = control.holds && held.every((l) => l.holds) && books.doubled.length === 0 && books.missing.length === 0 && books.unasked.length === 0;
  return { deals: status.deals, projects: status.projects, hours: control.hours, invoices, control_totals: control.totals, laws: held, exceptions, books, holds };
}

/** A confirmed write to the ERP; `told` is the key as the ERP has it. */
interface Confirmed { key: string; verb: string; told: string }

/** Journals of the close that value foreign balances anew: they stand in no contract's books and are reversed on the next day. */
const REVALUATION = /(^|:)fx_revaluation(_reversal)?(:|$)/;

async function lawsOf(people: People, control: any, effects: Confirmed[], erpSandbox: string): Promise<Law[]> {
  const route = '/process/milestone-to-revenue/v1/control-totals';
  const revenue = await people.call<RevenueTotals>('fiona', 'GET', route);
  const periods = [...new Set<string>([...control.totals, ...control.documents, ...revenue.postings].map((t: { period: string }) => t.period))].sort();
  const monthly = new Map<string, RevenueTotals>();
  for (const period of periods) monthly.set(period, await people.call<RevenueTotals>('fiona', 'GET', `${route}?period=${period}`));
  const apart = new Set(effects.filter((e) => REVALUATION.test(e.key)).map((e) => e.told));
  return laws(control, revenue, monthly, await readErpBooks(erpSandbox, apart));
}

/** Verbs that leave a document in the ERP. */
const CREATES = new Set(['create_customer', 'create_project', 'post_journal', 'create_invoice', 'create_credit_memo']);

/** One document in the ERP's books for every confirmed effect, and no document that no effect asked for. */
async function compareBooks(effects: Confirmed[], erpSandbox: string): Promise<Summary['books']> {
  const asked = new Set(effects.filter((e) => CREATES.has(e.verb)).map((e) => e.told));
  const answer = await fetch(`${erpSandbox}/__sandbox/documents`);
  const body = (await answer.json()) as { documents?: { effect_key: string | null; type: string }[] } | { effect_key: string | null; type: string }[];
  const documents = (Array.isArray(body) ? body : body.documents ?? []).filter((d) => d.effect_key?.startsWith('tl_'));
  const times = new Map<string, number>();
  for (const d of documents) times.set(d.effect_key!, (times.get(d.effect_key!) ?? 0) + 1);
  return {
    documents: documents.length, effects: asked.size, doubled: [...times].filter(([, n]) => n > 1).map(([key]) => key),
    missing: [...asked].filter((key) => !times.has(key)), unasked: [...times.keys()].filter((key) => !asked.has(key)),
  };
}

/** The summary as people read it. */
export function printed(s: Summary): string {
  const list = (o: Record<string, number>) => Object.entries(o).map(([k, n]) => `${k} ${n}`).join(', ') || 'none';
  const lines = [
    '', `Deals        ${list(s.deals)}`, `Projects     ${list(s.projects)}`,
    `Hours        approved ${s.hours['approved']}, cost posted ${s.hours['costed']}, billed ${s.hours['billed']}, held ${s.hours['held']}, capped ${s.hours['capped']}, non-billable ${s.hours['non_billable']}`, 'Invoices',
    ...Object.entries(s.invoices).map(([currency, i]) => `  ${currency}  ${String(i.invoices).padStart(4)} invoices, ${i.credit_memos} credit memos, total ${i.total}${i.open ? `, ${i.open} not posted` : ''}`),
    'Control totals (REC-3), per legal entity, currency and month', ...printedLaws(s.laws),
    `ERP books    ${s.books.documents} documents for ${s.books.effects} effects: ${s.books.doubled.length} doubled, ${s.books.missing.length} missing, ${s.books.unasked.length} that nobody asked for`,
    `Exceptions   ${list(s.exceptions)}`, s.holds ? 'Every total holds.' : 'A TOTAL DOES NOT HOLD.', '',
  ];
  return lines.join('\n');
}
