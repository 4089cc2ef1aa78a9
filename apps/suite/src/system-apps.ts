import { type Connector, systemMeta, systemModule } from '#lib/connector';
import { kantata } from '../../system/kantata/src/connector.js';
import { netsuite } from '../../system/netsuite/src/connector.js';
import { salesforce } from '../../system/salesforce/src/connector.js';
import { workday } from '../../system/workday/src/connector.js';
import type { SuiteApp } from './apps.js';

/** The connectors this build carries. A further vendor is one more line, written by `npm run new:vendor`. */
export const CONNECTORS: Connector[] = [salesforce, kantata, workday, netsuite];

/** One app per connector, under /system/<vendor>. */
export function systemApps(version: string): SuiteApp[] {
  return CONNECTORS.map((connector) => ({ module: systemModule(connector), meta: { ...systemMeta(connector), version } }));
}
