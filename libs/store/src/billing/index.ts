export * from './billing-events.js';
export * from './periods.js';
export * from './contract-terms.js';
export * from './schedule-lines.js';
