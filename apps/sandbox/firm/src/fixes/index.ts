import { commercialFixes } from './commercial.js';
import type { Fix } from './fix.js';
import { timeFixes } from './time.js';

/** Every fix by the name of the trouble it is for. */
export const fixes: Record<string, Fix> = { ...commercialFixes, ...timeFixes };
export { SALES_FIXES } from './commercial.js';
export { runFix } from './fix.js';
