import type { Vendor } from '../../kernel/src/index.js';
import { actions } from './actions.js';
import { documents } from './documents.js';
import { faultReply } from './fault-reply.js';
import { recordId } from './ids.js';
import { registerRoutes } from './routes.js';
import { typeOrUndefined } from './schema/org.js';
import { switchSet } from './switches.js';

/** Sandbox Salesforce: one org with REST API v66.0, its objects as docs/vendors/tenant-conventions.md describes them. */
export const vendor: Vendor = {
  name: 'salesforce',
  portOffset: 1,
  newId: (table, n) => {
    const type = typeOrUndefined(table);
    return type ? recordId(type.prefix, n) : `${table}-${n}`;
  },
  routes: registerRoutes,
  faultReply,
  actions,
  documents,
  setSwitch: (books, name) => switchSet(books, name),
};
