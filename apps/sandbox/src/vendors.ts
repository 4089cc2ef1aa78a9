import { vendor as kantata } from '../kantata/src/index.js';
import type { Vendor } from '../kernel/src/index.js';
import { vendor as netsuite } from '../netsuite/src/index.js';
import { vendor as salesforce } from '../salesforce/src/index.js';
import { vendor as workday } from '../workday/src/index.js';

/** Every vendor of the sandbox, in the order of their ports. */
export const vendors: readonly Vendor[] = [salesforce, kantata, workday, netsuite];
