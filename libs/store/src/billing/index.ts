export * from './billing-events.js';
export * from './periods.js';
export * from './contract-terms.js';
export * from './contract-position.js';
export * from './exchange-rate.js';
