import { defineConnector } from '#lib/connector';
import { auth } from './auth.js';
import { classify } from './classify.js';
import { manifest } from './manifest.js';
import { probe } from './probe.js';
import { costRate } from './read/cost-rate.js';
import { orgUnit } from './read/org-unit.js';
import { timeOff } from './read/time-off.js';
import { workCalendar } from './read/work-calendar.js';
import { worker } from './read/worker.js';
import { schema } from './schema.js';
import { settings } from './settings.js';

/** Workday HCM as a system API of the domain `hcm`: five reads over SOAP, REST and custom reports, no writes. */
export const workday = defineConnector({
  vendor: 'workday',
  domain: 'hcm',
  title: 'Workday HCM',
  apiVersion: 'Human_Resources v44.2, common v1, RaaS',
  settings,
  manifest,
  auth,
  classify,
  reads: { org_unit: orgUnit, work_calendar: workCalendar, worker, cost_rate: costRate, time_off: timeOff },
  writes: {},
  schema,
  probe,
});
