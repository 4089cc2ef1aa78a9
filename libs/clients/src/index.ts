export * from './contract-types.js';
export * from './system-client.js';
