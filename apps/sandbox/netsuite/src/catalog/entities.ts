import { type RecordType, choice, day, flagField, lastModified, list, number, readOnly, ref, text } from './shapes.js';

export const customer: RecordType = {
  name: 'customer', table: 'customer', label: 'Customer', writable: true,
  fields: [
    text('externalId'), text('entityId'), text('companyName'), flagField('isPerson'), text('firstName'), text('lastName'),
    text('email'), text('phone'), text('comments'), ref('parent', ['customer']), ref('subsidiary', ['subsidiary']), ref('currency', ['currency']),
    choice('terms', ['term']), ref('taxItem', ['salestaxitem']), text('vatRegNumber'), choice('entityStatus'), number('creditLimit'),
    flagField('isInactive'), readOnly({ name: 'dateCreated', column: 'datecreated', kind: 'instant' }), lastModified,
  ],
  sublists: [{ name: 'addressBook', fields: [], raw: true }],
};

/** A project. In REST its customer is `parent`; the property `customer` is not supported. */
export const job: RecordType = {
  name: 'job', table: 'job', label: 'Project', writable: true,
  fields: [
    text('externalId'), text('entityId'), text('companyName'), ref('parent', ['customer']), ref('subsidiary', ['subsidiary']),
    ref('currency', ['currency']), day('startDate'), day('endDate'), choice('jobBillingType'), choice('projectExpenseType'), choice('entityStatus'),
    choice('jobType'), text('comments'), flagField('isInactive'), readOnly({ name: 'dateCreated', column: 'datecreated', kind: 'instant' }), lastModified,
  ],
  sublists: [],
};

/** Lets a customer trade with a second subsidiary. */
export const customerSubsidiaryRelationship: RecordType = {
  name: 'customerSubsidiaryRelationship', table: 'customersubsidiaryrelationship', label: 'Customer-Subsidiary Relationship', writable: true,
  fields: [text('externalId'), ref('entity', ['customer']), ref('subsidiary', ['subsidiary']), flagField('isPrimarySub'), lastModified],
  sublists: [],
};

const person = [text('entityId'), text('firstName'), text('lastName'), text('email'), ref('subsidiary', ['subsidiary']), ref('department', ['department'])];

export const employee = list('employee', 'Employee', person);
export const vendor = list('vendor', 'Vendor', [text('entityId'), text('companyName'), text('email'), ref('subsidiary', ['subsidiary'])]);
