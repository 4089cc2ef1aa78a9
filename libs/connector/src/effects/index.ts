export * from './ledger.js';
export * from './service.js';
export * from './resolver.js';
export * from './view.js';
