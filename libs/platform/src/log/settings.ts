import { defineSettings } from '../config/registry.js';

/** Where and how much is logged. */
export const logSettings = defineSettings('log', {
  level: { env: 'LOG_LEVEL', type: 'enum', values: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], default: 'info', doc: 'Least severe level that is written.' },
  destination: { env: 'LOG_DESTINATION', type: 'string', default: 'stdout', doc: 'stdout, stderr, or the path of a file to append to.' },
  requests: { env: 'LOG_REQUESTS', type: 'boolean', default: true, doc: 'Whether each request is logged in one line.' },
});
