import { conform } from './kit/index.js';
import { kantata } from './vendors/kantata.js';
conform(kantata);
