import { ORG_ID } from '../ids.js';
import { bool, text } from './field.js';
import { objectType } from './object-type.js';

export const organization = objectType({
  name: 'Organization', label: 'Organization', labelPlural: 'Organizations', prefix: '00D', writable: false, currency: false, owner: false,
  builtIn: [{ id: ORG_ID, Name: 'Acme Professional Services', OrganizationType: 'Unlimited Edition', IsSandbox: true, InstanceName: 'SBX1' }],
  fields: [text('Name', 80, { nameField: true }), text('OrganizationType', 40), bool('IsSandbox'), text('InstanceName', 5)],
});
