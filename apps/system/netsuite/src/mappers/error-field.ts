/** NetSuite property (lower case) to the canonical field of the request. */
const FIELDS: Record<string, string> = {
  subsidiary: 'legal_entity_code', entity: 'customer_source_id', parent: 'customer_source_id', job: 'project_source_id', currency: 'currency', trandate: 'invoice_date',
  postingperiod: 'invoice_date', duedate: 'due_date', otherrefnum: 'po_number', memo: 'memo', createdfrom: 'invoice_source_id', taxitem: 'tax_profile', terms: 'payment_terms',
  vatregnumber: 'tax_id', addressbook: 'bill_to', companyname: 'legal_name', entityid: 'client_number', startdate: 'start', enddate: 'end', jobbillingtype: 'billing_type',
};
const JOURNAL_FIELDS: Record<string, string> = { trandate: 'posting_date', postingperiod: 'posting_date' };
const JOB_FIELDS: Record<string, string> = { companyname: 'name', entityid: 'project_code' };
const LINE_FIELDS: Record<string, string> = {
  taxcode: 'tax_code', amount: 'net', rate: 'unit_price', quantity: 'quantity', description: 'description', department: 'practice', class: 'region', job: 'project_source_id',
  entity: 'project_source_id', account: 'account_role', debit: 'debit', credit: 'credit', memo: 'memo', item: 'description',
};

/**
 * The canonical field an error is about, from `o:errorPath` (`item.items[0].taxCode` → `lines[0].tax_code`) or from the words
 * "for the following field: entity"; undefined when it names none we sent. `label` is that of the request.
 */
export function canonicalField(path: string | undefined, detail: string, label: string): string | undefined {
  const line = /^(?:item|line)\.items\[(\d+)\](?:\.(\w+))?/i.exec(path ?? '');
  if (line) {
    const name = LINE_FIELDS[(line[2] ?? '').toLowerCase()];
    return `lines[${line[1]}]${name ? `.${name}` : ''}`;
  }
  const named = path ?? /for the following field: (\w+)/i.exec(detail)?.[1] ?? '';
  if (/^(item|line)$/i.test(named)) return 'lines';
  const own = label.startsWith('journalEntry') ? JOURNAL_FIELDS : label.startsWith('job') ? JOB_FIELDS : {};
  return own[named.toLowerCase()] ?? FIELDS[named.toLowerCase()];
}
