import { type Field, type RecordType, choice, day, flagField, lastModified, number, readOnly, ref, text } from './shapes.js';

const ENTITIES = ['customer', 'job', 'employee', 'vendor'];

const body: Field[] = [
  text('externalId'), readOnly(text('tranId')), ref('subsidiary', ['subsidiary']), ref('currency', ['currency']), number('exchangeRate'),
  day('tranDate'), ref('postingPeriod', ['accountingperiod']), text('memo'),
  readOnly({ name: 'createdDate', column: 'createddate', kind: 'instant' }), lastModified,
];
const analysis: Field[] = [ref('department', ['department']), ref('class', ['classification']), ref('location', ['location'])];
const totals: Field[] = [
  readOnly(number('total', [], 'foreigntotal')), readOnly(number('subtotal')), readOnly(number('taxTotal')),
  readOnly(choice('status')), readOnly(choice('approvalStatus')),
];
const itemLines = {
  name: 'item',
  fields: [
    ref('item', ['item']), number('quantity'), number('rate'), number('amount'), text('description', [], 'memo'),
    ref('taxCode', ['salestaxitem']), ref('job', ['job']), ...analysis,
  ],
};

export const invoice: RecordType = {
  name: 'invoice', table: 'transaction', transaction: 'CustInvc', label: 'Invoice', writable: true, sublists: [itemLines],
  fields: [
    ...body, ...analysis, ref('entity', ['customer', 'job']), ref('job', ['job']), choice('terms', ['term']), day('dueDate'), text('otherRefNum'), ...totals,
    readOnly(number('amountRemaining', [], 'foreignamountunpaid')), readOnly(number('amountPaid', [], 'foreignamountpaid')),
    ref('createdFrom', ['transaction']),
  ],
};

export const creditMemo: RecordType = {
  name: 'creditMemo', table: 'transaction', transaction: 'CustCred', label: 'Credit Memo', writable: true, sublists: [itemLines],
  fields: [
    ...body, ...analysis, ref('entity', ['customer', 'job']), ref('job', ['job']), text('otherRefNum'), ...totals,
    readOnly(number('unapplied', [], 'foreignamountunpaid')), readOnly(number('applied', [], 'foreignamountpaid')), ref('createdFrom', ['transaction']),
  ],
};

export const journalEntry: RecordType = {
  name: 'journalEntry', table: 'transaction', transaction: 'Journal', label: 'Journal', writable: true,
  fields: [...body, flagField('approved'), day('reversalDate'), readOnly(choice('status')), readOnly(choice('approvalStatus')), readOnly(ref('createdFrom', ['transaction']))],
  sublists: [{
    name: 'line',
    fields: [ref('account', ['account']), number('debit'), number('credit'), text('memo'), ref('entity', ENTITIES), ...analysis],
  }],
};

/** Read only here: payments are taken by people, see the action `pay_invoice`. */
export const customerPayment: RecordType = {
  name: 'customerPayment', table: 'transaction', transaction: 'CustPymt', label: 'Payment', writable: false, sublists: [],
  fields: [...body, ref('customer', ['customer'], 'entity'), ref('account', ['account']), number('payment', [], 'foreigntotal'), readOnly(choice('status'))],
};
