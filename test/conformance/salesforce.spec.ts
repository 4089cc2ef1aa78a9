import { conform } from './kit/index.js';
import { salesforce } from './vendors/salesforce.js';
conform(salesforce);
