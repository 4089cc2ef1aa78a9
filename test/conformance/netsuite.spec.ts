import { conform } from './kit/index.js';
import { netsuite } from './vendors/netsuite.js';
conform(netsuite);
