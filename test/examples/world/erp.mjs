// The ERP of the firm of the examples: one legal entity in US dollars, open months, a chart, two tax codes.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const STAMP = '2026-06-01T08:00:00Z';
const plain = { isinactive: 'F', lastmodifieddate: STAMP };

/** Accounts by number. */
export const ACCOUNTS = {
  1000: ['Undeposited Funds', 'Bank'], 1100: ['Accounts Receivable', 'AcctRec'], 1110: ['Receivable Revaluation', 'OthCurrAsset'], 1150: ['Contract Asset', 'OthCurrAsset'], 1160: ['WIP Cost', 'OthCurrAsset'], 1300: ['Recoverable Tax', 'OthCurrAsset'],
  2100: ['Tax Payable', 'OthCurrLiab'], 2150: ['Expense Payable', 'OthCurrLiab'], 2200: ['Contract Liability', 'OthCurrLiab'], 2300: ['Labor Clearing', 'OthCurrLiab'], 2400: ['Loss Provision', 'OthCurrLiab'], 4000: ['Services Revenue', 'Income'],
  4100: ['Reimbursed Expense Revenue', 'Income'], 5000: ['Labor Cost', 'COGS'], 5100: ['Expense Cost', 'COGS'], 5200: ['Provision Expense', 'COGS'], 7800: ['Exchange Gain or Loss', 'OthExpense'], 7900: ['Rounding', 'Expense'],
};

const accountId = (number) => String(100 + Object.keys(ACCOUNTS).indexOf(String(number)));
const month = (n) => `2026-${String(n).padStart(2, '0')}`;
const lastDay = (n) => new Date(Date.UTC(2026, n, 0)).toISOString().slice(0, 10);

export const erpTables = () => ({
  currency: [{ id: '1', symbol: 'USD', name: 'US Dollar', isbasecurrency: 'T', ...plain }],
  subsidiary: [{ id: '2', name: 'Example US', externalid: 'US01', currency: '1', country: 'US', fiscalcalendar: '1', ...plain }],
  accountingperiod: MONTHS.map((name, i) => {
    const closed = i < 6 ? 'T' : 'F';
    return { id: String(210 + i), periodname: `${name} 2026`, startdate: `${month(i + 1)}-01`, enddate: lastDay(i + 1), closed, alllocked: closed, arlocked: closed, aplocked: closed, isquarter: 'F', isyear: 'F', isadjust: 'F', lastmodifieddate: STAMP };
  }),
  account: Object.entries(ACCOUNTS).map(([acctnumber, [acctname, accttype]]) => ({ id: accountId(acctnumber), acctnumber, acctname, accttype, ...plain })),
  item: [['21', 'SVC-TIME', 1150], ['22', 'SVC-ADJ', 1150], ['23', 'SVC-ADV', 2200]].map(([id, itemid, account]) => ({ id, itemid, itemtype: 'Service', displayname: itemid, incomeaccount: accountId(account), ...plain })),
  department: [{ id: '1', name: 'Data', externalid: 'DATA', ...plain }],
  classification: [{ id: '1', name: 'Americas', externalid: 'AMER', ...plain }],
  term: [{ id: '1', name: 'Net 30', daysuntilnetdue: '30', ...plain }],
  salestaxitem: [{ id: '301', itemid: 'US-STD', description: 'Sales tax', rate: '10%', subsidiary: '2', ...plain }, { id: '302', itemid: 'US-EX', description: 'Exempt', rate: '0%', subsidiary: '2', custrecord_reason: 'exempt', ...plain }],
});
