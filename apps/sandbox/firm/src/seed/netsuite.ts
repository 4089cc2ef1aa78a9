import type { BookRow, Desk } from '../desk.js';
import { seedTables, type Seeded } from './seeded.js';
import { lastOfMonth } from '../world/days.js';
import type { Firm } from '../world/firm-types.js';
import { isYear } from '../world/story-calendar.js';

const ACCOUNTS: [number: string, name: string, type: string][] = [
  ['1000', 'Undeposited Funds', 'Bank'], ['1100', 'Accounts Receivable', 'AcctRec'], ['1150', 'Contract Asset', 'OthCurrAsset'], ['2100', 'Tax Payable', 'OthCurrLiab'],
  ['2200', 'Contract Liability', 'OthCurrLiab'], ['2300', 'Labor Clearing', 'OthCurrLiab'], ['4000', 'Services Revenue', 'Income'],
  ['4100', 'Reimbursed Expense Revenue', 'Income'], ['5000', 'Labor Cost', 'COGS'], ['5100', 'Expense Cost', 'COGS'], ['7900', 'Rounding', 'Expense'],
  ['1110', 'Receivable Revaluation', 'OthCurrAsset'], ['1160', 'WIP Cost', 'OthCurrAsset'], ['1300', 'Recoverable Tax', 'OthCurrAsset'], ['2150', 'Expense Payable', 'OthCurrLiab'],
  ['2400', 'Loss Provision', 'OthCurrLiab'], ['5200', 'Provision Expense', 'COGS'], ['7800', 'Exchange Gain or Loss', 'OthExpense'],
];
const TERMS: [name: string, days: number][] = [['Net 30', 30], ['Net 45', 45], ['Net 60', 60]];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CURRENCY_NAMES: Record<string, string> = { USD: 'US Dollar', GBP: 'British Pound', EUR: 'Euro', JPY: 'Japanese Yen' };

/** Internal id of an account by its number. */
const accountId = (number: string): string => String(101 + ACCOUNTS.findIndex(([known]) => known === number));

/** Name of a month's accounting period: `Jul 2026` for `2026-07`. */
export const periodName = (month: string): string => `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** The ERP as the controllers keep it: company structure, calendar, chart, tax codes, rates. Months before the story are closed. */
export const seedNetsuite = (desk: Desk, firm: Firm, at: string): Promise<Seeded> => seedTables(desk, tables(firm, `${at.slice(0, 19)}Z`));

function tables(firm: Firm, stamp: string): Record<string, BookRow[]> {
  const plain = { isinactive: 'F', lastmodifieddate: stamp };
  const codes = [...new Set([...firm.entities.map((entity) => entity.currency), 'EUR'])];
  const currency = (code: string): string => String(codes.indexOf(code) + 1);
  const subsidiary = (code: string): string => String(firm.entities.findIndex((entity) => entity.code === code) + 2);
  return {
    currency: codes.map((code) => ({ id: currency(code), symbol: code, name: CURRENCY_NAMES[code] ?? code, isbasecurrency: 'T', ...plain })),
    subsidiary: firm.entities.map((entity) => ({ id: subsidiary(entity.code), name: entity.name, externalid: entity.code, currency: currency(entity.currency), country: entity.country, fiscalcalendar: '1', ...plain })),
    accountingperiod: [...(firm.calendar.first_day < '2026' ? periods(2025, 161, firm.calendar.months[0]!, stamp) : []), ...periods(2026, 201, firm.calendar.months[0]!, stamp)],
    account: ACCOUNTS.map(([number, name, type], n) => ({ id: String(101 + n), acctnumber: number, acctname: name, accttype: type, ...plain })),
    item: [
      { id: '21', itemid: 'SVC-TIME', itemtype: 'Service', displayname: 'Professional services', incomeaccount: accountId('1150'), ...plain },
      { id: '22', itemid: 'SVC-ADJ', itemtype: 'Service', displayname: 'Adjustment', incomeaccount: accountId('1150'), ...plain },
      { id: '23', itemid: 'SVC-ADV', itemtype: 'Service', displayname: 'Services billed in advance', incomeaccount: accountId('2200'), ...plain },
    ],
    department: firm.practices.map((practice, n) => ({ id: String(n + 1), name: practice.name, externalid: practice.code, ...plain })),
    classification: firm.regions.map((region, n) => ({ id: String(n + 1), name: region.name, externalid: region.code, ...plain })),
    term: TERMS.map(([name, days], n) => ({ id: String(n + 1), name, daysuntilnetdue: String(days), ...plain })),
    salestaxitem: firm.tax_profiles.map((tax, n) => ({
      id: String(301 + n), itemid: tax.code, description: tax.description, rate: `${tax.percent}%`, subsidiary: subsidiary(tax.entity), ...(tax.reason ? { custrecord_reason: tax.reason } : {}), ...plain,
    })),
    currencyrate: firm.fx.map((rate, n) => ({
      id: String(n + 1), basecurrency: currency(rate.base), transactioncurrency: currency(rate.transaction), exchangerate: rate.rate, effectivedate: rate.date, lastmodifieddate: isYear(firm.calendar) ? uploaded(stamp, firm.fx.length - n) : stamp,
    })),
  };
}

/** The rates of a year were uploaded a minute apart, the last one when the story is seeded: who follows changes has not to read all of them again each time. */
const uploaded = (stamp: string, minutes: number): string => `${new Date(Date.parse(stamp) - minutes * 60_000).toISOString().slice(0, 19)}Z`;

/** Twelve months, four quarters and the year; ids from `base`. */
function periods(year: number, base: number, firstOpen: string, stamp: string): BookRow[] {
  const row = (id: number, name: string, from: string, to: string, kind: { isquarter?: 'T'; isyear?: 'T' }): BookRow => {
    const closed = to.slice(0, 7) < firstOpen ? 'T' : 'F';
    return { id: String(id), periodname: name, startdate: from, enddate: to, closed, alllocked: closed, arlocked: closed, aplocked: closed, isquarter: 'F', isyear: 'F', isadjust: 'F', ...kind, lastmodifieddate: stamp };
  };
  const month = (n: number): string => `${year}-${String(n).padStart(2, '0')}`;
  return [
    row(base, `FY ${year}`, `${year}-01-01`, `${year}-12-31`, { isyear: 'T' }),
    ...[1, 2, 3, 4].map((q) => row(base + q, `Q${q} ${year}`, `${month(q * 3 - 2)}-01`, lastOfMonth(month(q * 3)), { isquarter: 'T' })),
    ...MONTHS.map((_, n) => row(base + 9 + n, periodName(month(n + 1)), `${month(n + 1)}-01`, lastOfMonth(month(n + 1)), {})),
  ];
}
