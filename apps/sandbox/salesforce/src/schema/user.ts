import type { Row } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { INTEGRATION_USER_ID, SALES_USER_ID } from '../ids.js';
import { bool, text } from './field.js';
import { objectType } from './object-type.js';

const user = (id: string, Name: string, Username: string): Row => ({ id, Name, Username, Email: Username, IsActive: true });

export const users = objectType({
  name: 'User', label: 'User', labelPlural: 'Users', prefix: '005', writable: false, owner: false,
  builtIn: [user(INTEGRATION_USER_ID, 'Throughline Integration', credentials.username), user(SALES_USER_ID, 'Sam Seller', 'sam.seller@acme-ps.example')],
  fields: [text('Name', 121, { nameField: true }), text('Username', 80), text('Email', 128), bool('IsActive')],
});
