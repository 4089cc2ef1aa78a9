import { systemModule } from '#lib/connector';
import { salesforce } from './connector.js';

/** What the suite mounts. */
export const SalesforceModule = systemModule(salesforce);
