export * from './billing-events.js';
export * from './periods.js';
export * from './contract-terms.js';
export * from './new-billing.js';
export * from './take-back.js';
export * from './charges.js';
export * from './milestone-facts.js';
export * from './exchange-rate.js';
