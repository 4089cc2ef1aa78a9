/** Rows of a small account: three subsidiaries in currencies of 2, 0 and 3 decimals, open months of 2026, a chart, tax codes. */
export const chart: Record<string, Record<string, unknown>[]> = {
  currency: [
    { id: '1', symbol: 'USD', name: 'US Dollar' }, { id: '2', symbol: 'GBP', name: 'British Pound' },
    { id: '3', symbol: 'JPY', name: 'Japanese Yen' }, { id: '4', symbol: 'KWD', name: 'Kuwaiti Dinar' },
  ],
  subsidiary: [
    { id: '1', name: 'Acme US', externalid: 'US01', currency: '1', country: 'US', isinactive: 'F' },
    { id: '2', name: 'Acme GB', externalid: 'GB01', currency: '2', country: 'GB', isinactive: 'F' },
    { id: '3', name: 'Acme JP', externalid: 'JP01', currency: '3', country: 'JP', isinactive: 'F' },
    { id: '4', name: 'Acme KW', externalid: 'KW01', currency: '4', country: 'KW', isinactive: 'F' },
  ],
  accountingperiod: ['Jul', 'Aug', 'Sep'].map((month, at) => ({
    id: String(100 + at), periodname: `${month} 2026`, startdate: `2026-0${7 + at}-01`, enddate: `2026-0${7 + at}-${at === 2 ? 30 : 31}`,
    closed: 'F', alllocked: 'F', arlocked: 'F', isquarter: 'F', isyear: 'F', isadjust: 'F', lastmodifieddate: '2026-06-01T00:00:00Z',
  })).concat([{
    id: '110', periodname: 'Q3 2026', startdate: '2026-07-01', enddate: '2026-09-30', closed: 'F', alllocked: 'F', arlocked: 'F', isquarter: 'T', isyear: 'F', isadjust: 'F',
    lastmodifieddate: '2026-06-01T00:00:00Z',
  }]),
  currencyrate: [
    { id: '1', basecurrency: '2', transactioncurrency: '1', exchangerate: '0.7831', effectivedate: '2026-07-01' },
    { id: '2', basecurrency: '2', transactioncurrency: '1', exchangerate: '0.8000', effectivedate: '2026-07-20' },
  ],
  account: [
    ['1100', 'Accounts Receivable', 'AcctRec'], ['1150', 'Contract Asset', 'OthCurrAsset'], ['2100', 'Tax Payable', 'OthCurrLiab'], ['2200', 'Contract Liability', 'OthCurrLiab'],
    ['2300', 'Labor Clearing', 'OthCurrLiab'], ['4000', 'Services Revenue', 'Income'], ['4100', 'Reimbursed Expense Revenue', 'Income'], ['5000', 'Labor Cost', 'COGS'],
    ['5100', 'Expense Cost', 'COGS'], ['7900', 'Rounding', 'OthExpense'], ['1110', 'Receivable Revaluation', 'OthCurrAsset'], ['1160', 'WIP Cost', 'OthCurrAsset'], ['1300', 'Recoverable Tax', 'OthCurrAsset'],
    ['2150', 'Expense Payable', 'OthCurrLiab'], ['2400', 'Loss Provision', 'OthCurrLiab'], ['5200', 'Provision Expense', 'COGS'], ['7800', 'Exchange Gain or Loss', 'OthExpense'],
  ].map(([acctnumber, acctname, accttype], at) => ({ id: String(200 + at), acctnumber, acctname, accttype, isinactive: 'F' })),
  salestaxitem: [
    { id: '301', itemid: 'US-TX-STD', rate: '8.25%', subsidiary: '1', isinactive: 'F' }, { id: '302', itemid: 'GB-STD', rate: '20%', subsidiary: '2', isinactive: 'F' },
    { id: '303', itemid: 'JP-STD', rate: '10%', subsidiary: '3', isinactive: 'F' }, { id: '304', itemid: 'GB-RC', rate: '0%', subsidiary: '2', isinactive: 'F', custrecord_reason: 'reverse charge' },
    { id: '305', itemid: 'KW-STD', rate: '5%', subsidiary: '4', isinactive: 'F' },
  ],
  item: [
    { id: '401', itemid: 'SVC-TIME', itemtype: 'Service', incomeaccount: '201', isinactive: 'F' }, { id: '402', itemid: 'SVC-ADJ', itemtype: 'Service', incomeaccount: '201', isinactive: 'F' },
    { id: '404', itemid: 'SVC-ADV', itemtype: 'Service', incomeaccount: '203', isinactive: 'F' },
    { id: '403', itemid: 'SVC-EXP', itemtype: 'Service', incomeaccount: '206', isinactive: 'F' },
  ],
  department: [{ id: '501', name: 'Data', externalid: 'DATA', isinactive: 'F' }],
  classification: [{ id: '601', name: 'Americas', externalid: 'AMER', isinactive: 'F' }],
};

/** Internal id of a seeded account by number. */
export const account = (number: string): string => String(chart.account!.find((row) => row.acctnumber === number)!.id);
