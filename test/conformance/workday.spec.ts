import { conform } from './kit/index.js';
import { workday } from './vendors/workday.js';
conform(workday);
