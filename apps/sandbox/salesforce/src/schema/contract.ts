import type { Books, Row } from '../../../kernel/src/index.js';
import { addDays, addMonths } from '../datetime.js';
import { date, integer, longText, money, number, percent, pick, ref, text } from './field.js';
import { objectType } from './object-type.js';

const STATUS_CODE: Record<string, string> = { Draft: 'Draft', 'In Approval Process': 'InApproval', Activated: 'Activated' };

/** End of term: start plus the term in months, less a day. EndDate is read-only in Salesforce. */
function endDate(row: Row): string | undefined {
  return row.StartDate && row.ContractTerm ? addDays(addMonths(String(row.StartDate), Number(row.ContractTerm)), -1) : undefined;
}

/** Next free number of the year; numbers that came with seeded rows are stepped over. */
function contractNumber(books: Books, year: string): string {
  for (;;) {
    const number = `CT-${year}-${String(books.next(`contract_number_${year}`)).padStart(3, '0')}`;
    if (books.table('Contract').by('ContractNumber', number).length === 0) return number;
  }
}

export const contract = objectType({
  name: 'Contract', label: 'Contract', labelPlural: 'Contracts', prefix: '800',
  fields: [
    text('ContractNumber', 30, { readOnly: true, autoNumber: true, nameField: true }),
    text('Name', 80),
    ref('AccountId', 'Account', 'Account', { required: true, children: 'Contracts' }),
    pick('Status', ['Draft', 'In Approval Process', 'Activated'], { defaultValue: 'Draft' }),
    text('StatusCode', 40, { readOnly: true, formulaAlways: true, formula: (row) => STATUS_CODE[String(row.Status ?? 'Draft')] ?? 'Draft' }),
    date('StartDate'), date('EndDate', { readOnly: true, formula: endDate }), integer('ContractTerm'),
    date('CustomerSignedDate'), longText('Description', 32000),
    text('Legal_Entity__c', 20), text('PO_Number__c', 60), text('Payment_Terms__c', 40), money('Total_Value__c'),
    number('Sold_Hours__c', 12, 2), percent('Target_Margin__c'), longText('Governing_Terms__c', 32000),
  ],
  beforeSave(draft, old, books, today) {
    if (!old) draft.ContractNumber = contractNumber(books, String(draft.StartDate ?? today).slice(0, 4));
  },
});
