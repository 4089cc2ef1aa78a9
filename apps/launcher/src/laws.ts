import { type ErpBooks, CONTRACT_ACCOUNTS } from './erp-books.js';
import { minus, plus, same } from './exact.js';

/** One conservation law (REC-3) in one legal entity, currency and month; `books` is the figure of the ERP's own books where it has one, equal to `right`. */
export interface Law {
  law: 1 | 2 | 3 | 4 | 5 | 6;
  says: string;
  legal_entity_code: string;
  currency: string;
  /** `YYYY-MM`; null where the law is about the whole of a contract. */
  period: string | null;
  left: string;
  right: string;
  books: string | null;
  holds: boolean;
  /** What it fails for: contracts, retainers or documents by number. */
  breaks: string[];
}

/** What the routes of billing and revenue say; only the members that are compared. */
export interface BillingTotals {
  totals: { legal_entity_code: string; currency: string; period: string; approved: string; invoiced: string; drafted: string; ready: string; held: string; capped: string; written_off: string; holds: boolean }[];
  documents: { legal_entity_code: string; currency: string; period: string; events: string; net: string; to_contract_asset: string; to_contract_liability: string; holds: boolean }[];
  retainers: { contract_number: string; line_no: string; period: string; unit: string; difference: string; holds: boolean; granted: string; rollover_in: string; drawn: string; rollover_out: string; expired: string; refunded: string; balance: string }[];
}

interface Side {
  legal_entity_code: string;
  currency: string;
  left: string;
  right: string;
  holds: boolean;
  breaks: string[];
}

export interface RevenueTotals {
  allocation: Side[];
  schedule: Side[];
  balances: Side[];
  postings: { legal_entity_code: string; currency: string; period: string; account_role: string; amount: string }[];
}

const SAYS = {
  value: 'approved billable value = invoiced + drafted + ready + held + capped + written off',
  documents: 'billing events on posted documents = their net = what they credit in the ERP',
  allocation: 'allocated prices = transaction price',
  schedule: 'recognized + remaining = allocated price',
  ledger: 'postings of revenue = movements of the account in the ERP',
  balances: 'revenue - billed = contract asset - contract liability',
  retainers: 'grants + rollover in = drawn + rollover out + expired + refunds',
  journals: 'debits = credits, journal by journal, in the ERP',
};

const sum = (amounts: string[]): string => amounts.reduce(plus, '0');

/** The laws 1 to 6 of REC-3 from our routes, each compared with the ERP's books where they know the figure. `monthly`: the revenue totals as of the end of each month. */
export function laws(billing: BillingTotals, revenue: RevenueTotals, monthly: Map<string, RevenueTotals>, erp: ErpBooks): Law[] {
  return [...value(billing), ...documents(billing, erp), ...allocation(revenue), ...perMonth(monthly), ...ledger(revenue, erp), ...retainers(billing), ...journals(erp)];
}

const value = (b: BillingTotals): Law[] => b.totals.map((t) => ({
  law: 1, says: SAYS.value, legal_entity_code: t.legal_entity_code, currency: t.currency, period: t.period, left: t.approved, right: sum([t.invoiced, t.drafted, t.ready, t.held, t.capped, t.written_off]), books: null, holds: t.holds, breaks: [],
}));

/** Invoices credit contract accounts only, so what the ERP's invoices moved on these is their net. A document that only one side has shows as a difference. */
function documents(b: BillingTotals, erp: ErpBooks): Law[] {
  const moved = erp.movements.filter((m) => m.by === 'document');
  const places = new Map([...b.documents, ...moved].map((p) => [place(p), p]));
  return [...places.values()].map((p) => {
    const ours = b.documents.find((d) => place(d) === place(p));
    const theirs = (role: string) => minus(sum(moved.filter((m) => place(m) === place(p) && m.account === CONTRACT_ACCOUNTS[role]).map((m) => m.amount)));
    const books = minus(sum(moved.filter((m) => place(m) === place(p)).map((m) => m.amount)));
    const holds = ours !== undefined && ours.holds && same(ours.net, books) && same(ours.to_contract_asset, theirs('contract_asset')) && same(ours.to_contract_liability, theirs('contract_liability'));
    return { law: 1, says: SAYS.documents, legal_entity_code: p.legal_entity_code, currency: p.currency, period: p.period, left: ours?.events ?? '0', right: ours?.net ?? '0', books, holds, breaks: [] };
  });
}

const allocation = (r: RevenueTotals): Law[] => r.allocation.map((s) => ({ law: 2, says: SAYS.allocation, ...sideOf(s), period: null, books: null }));

const perMonth = (monthly: Map<string, RevenueTotals>): Law[] => [...monthly].flatMap(([period, r]): Law[] => [
  ...r.schedule.map((s): Law => ({ law: 3, says: SAYS.schedule, ...sideOf(s), period, books: null })),
  ...r.balances.map((s): Law => ({ law: 4, says: SAYS.balances, ...sideOf(s), period, books: null })),
]);

const sideOf = ({ legal_entity_code, currency, left, right, holds, breaks }: Side) => ({ legal_entity_code, currency, left, right, holds, breaks });

/** What our journals say they moved on revenue and contract accounts against the ERP's accounts: the proof of laws 3 and 4. */
function ledger(r: RevenueTotals, erp: ErpBooks): Law[] {
  const role = Object.fromEntries(Object.entries(CONTRACT_ACCOUNTS).map(([name, number]) => [number, name]));
  const theirs = erp.movements.filter((m) => m.by === 'journal').map((m) => ({ ...m, account_role: role[m.account]! }));
  const ours = r.postings.filter((p) => p.account_role in CONTRACT_ACCOUNTS);
  const key = (p: { account_role: string; legal_entity_code: string; currency: string; period: string }) => `${p.account_role} ${place(p)}`;
  const places = new Map([...ours, ...theirs].map((p) => [key(p), p]));
  return [...places.values()].map((p) => {
    const amounts = (list: { amount: string }[]) => sum(list.map((m) => m.amount));
    const [left, books] = [amounts(ours.filter((o) => key(o) === key(p))), amounts(theirs.filter((t) => key(t) === key(p)))];
    return { law: p.account_role.startsWith('revenue_') ? 3 : 4, says: `${SAYS.ledger}: ${p.account_role}`, legal_entity_code: p.legal_entity_code, currency: p.currency, period: p.period, left, right: left, books, holds: same(left, books), breaks: [] };
  });
}

const retainers = (b: BillingTotals): Law[] => b.retainers.map((r) => ({
  law: 5, says: SAYS.retainers, legal_entity_code: r.contract_number, currency: r.unit, period: r.period, left: sum([r.granted, r.rollover_in]), right: sum([r.drawn, r.rollover_out, r.expired, r.refunded]), books: null, holds: r.holds, breaks: r.holds ? [] : [`${r.contract_number} ${r.line_no}`],
}));

const journals = (erp: ErpBooks): Law[] => erp.journals.map((j) => ({
  law: 6, says: SAYS.journals, legal_entity_code: j.legal_entity_code, currency: j.currency, period: j.period, left: j.debit, right: j.credit, books: j.credit, holds: j.unbalanced.length === 0 && same(j.debit, j.credit), breaks: j.unbalanced,
}));

const place = (p: { legal_entity_code: string; currency: string; period: string }): string => `${p.legal_entity_code} ${p.currency} ${p.period}`;

/** The laws as people read them: one line per law, legal entity and currency with the sums of its months; months that break are lines of their own. */
export function printedLaws(all: Law[]): string[] {
  const groups = new Map<string, Law[]>();
  for (const l of all) groups.set(`${l.law} ${l.says}`, [...(groups.get(`${l.law} ${l.says}`) ?? []), l]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, list]) => {
    const held = list.filter((l) => l.holds).length;
    const [{ law, says }] = list as [Law];
    const broken = list.filter((l) => !l.holds).map((l) => `    ✗ ${l.legal_entity_code} ${l.currency} ${l.period ?? ''}  ${l.left} against ${l.right}${l.books === null ? '' : `, ${l.books} in the ERP`}${l.breaks.length > 0 ? `: ${l.breaks.slice(0, 5).join(', ')}` : ''}`);
    return [`  ${held === list.length ? '✓' : '✗'} ${law}. ${says}: ${held} of ${list.length}${list.some((l) => l.books !== null) ? ', compared with the ERP' : ''}`, ...broken];
  });
}
