import { defineConnector } from '#lib/connector';
import { auth } from './client/auth.js';
import { settings } from './config.js';
import { classify } from './errors.js';
import { manifest } from './manifest.js';
import { probe } from './probe.js';
import { netsuiteReads } from './read/index.js';
import { schema } from './schema.js';
import { netsuiteWrites } from './write/index.js';

/** Oracle NetSuite (SuiteTalk REST and SuiteQL) as a system API of the domain `erp`. */
export const netsuite = defineConnector({
  vendor: 'netsuite',
  domain: 'erp',
  title: 'Oracle NetSuite',
  apiVersion: 'record/v1, query/v1',
  settings,
  manifest,
  auth,
  classify,
  reads: netsuiteReads,
  writes: netsuiteWrites,
  schema,
  probe,
});
