import { randomUUID } from 'node:crypto';
import type { Vendor } from '../../kernel/src/index.js';
import { costRate } from './actions/cost-rate.js';
import { employment } from './actions/employment.js';
import { timeOff } from './actions/time-off.js';
import { faultReply } from './fault-reply.js';
import { registerRoutes } from './routes.js';
import { switchSet } from './switches.js';
import { widOf } from './wid.js';

/** Sandbox Workday: tenant acme_ps with SOAP Get_Workers, REST, custom reports and a little WQL. The gateway writes nothing here, so there are no documents. */
export const vendor: Vendor = {
  name: 'workday',
  portOffset: 3,
  newId: (table, n) => (table === 'cost_rate' ? `CR-${String(n).padStart(6, '0')}` : widOf(table, n)),
  routes: registerRoutes,
  faultReply,
  actions: { ...employment, ...timeOff, ...costRate },
  documents: () => [],
  setSwitch: (books, name) => switchSet(books, name),
  answerHeaders: () => ({ 'wd-stat-request-id': randomUUID() }),
};
