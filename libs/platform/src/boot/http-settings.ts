import { defineSettings } from '../config/registry.js';

/** How the HTTP side behaves. */
export const httpSettings = defineSettings('http', {
  host: { env: 'HOST', type: 'string', default: '127.0.0.1', doc: 'Address to listen on; 0.0.0.0 for all.' },
  port: { env: 'PORT', type: 'integer', default: 4000, min: 0, max: 65_535, doc: 'Port to listen on; 0 for any free one.' },
  body_limit_bytes: { env: 'HTTP_BODY_LIMIT_BYTES', type: 'integer', default: 5_242_880, min: 1_024, doc: 'Largest request body accepted, in bytes.' },
  request_timeout: { env: 'HTTP_REQUEST_TIMEOUT', type: 'duration_ms', default: '60s', doc: 'How long a request may take to arrive completely.' },
  drain_timeout: { env: 'HTTP_DRAIN_TIMEOUT', type: 'duration_ms', default: '10s', doc: 'How long requests in flight may take to finish when the process stops.' },
  trust_proxy: { env: 'HTTP_TRUST_PROXY', type: 'list', default: '', doc: 'Addresses or networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8.' },
  cors_origins: { env: 'HTTP_CORS_ORIGINS', type: 'list', default: '', doc: 'Origins of web pages that may call these APIs from a browser; empty for none but our own.' },
});
