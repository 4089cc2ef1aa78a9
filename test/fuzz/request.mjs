import fc from 'fast-check';
import { bent, jsonOf, ODD_BODY, ODD_TEXT } from './nonsense.mjs';
import { valid } from './valid.mjs';

/**
 * One request to a route: what a careful client sends, with nothing, one thing or everything wrong with it.
 * @returns arbitrary of { route, url, method, who, headers, body, wrong }; `who` is the person, `nobody`, `stranger` (without the scope) or `forger`
 */
export function requestTo(route, known) {
  return fc.constantFrom('nothing', 'body', 'body', 'body', 'query', 'query', 'path', 'header', 'raw', 'who', 'everything').chain((wrong) => {
    const odd = (part) => wrong === part || wrong === 'everything';
    return fc.record({
      path: path(route, known, odd('path')), query: query(route, known, odd('query')), headers: headers(route, known, odd('header')),
      body: route.method === 'GET' ? fc.constant(undefined) : odd('raw') ? ODD_BODY : body(route, known, odd('body')),
      who: wrong === 'who' ? fc.constantFrom('nobody', 'stranger', 'forger') : fc.constant('allowed'),
    }).map((r) => ({ route, wrong, method: route.method, who: r.who, url: `${route.prefix}${r.path}${r.query}`, headers: { ...r.headers, ...typeOf(r.body) }, body: bytesOf(r.body) }));
  });
}

function path(route, known, odd) {
  const parts = route.parameters.filter((p) => p.in === 'path');
  if (parts.length === 0) return fc.constant(route.path);
  return fc.tuple(...parts.map((p) => (odd ? ODD_TEXT : fc.oneof(valid(p.schema, known), fc.constantFrom(...known.uuids, ...known.keys))))).map((values) => parts.reduce((at, p, i) => at.replace(`{${p.name}}`, segment(values[i])), route.path));
}

function query(route, known, odd) {
  const parts = route.parameters.filter((p) => p.in === 'query');
  const good = fc.record(Object.fromEntries(parts.map((p) => [p.name, valid(p.schema, known)])), { requiredKeys: parts.filter((p) => p.required).map((p) => p.name) });
  if (!odd) return good.map(search);
  const name = parts.length > 0 ? fc.oneof(fc.constantFrom(...parts.map((p) => p.name)), fc.string({ maxLength: 6 })) : fc.string({ maxLength: 6 });
  return fc.tuple(good, name, ODD_TEXT, fc.constantFrom('one', 'twice', 'nested', 'raw')).map(([values, key, value, how]) => {
    const rest = search(Object.fromEntries(Object.entries(values).filter(([k]) => k !== key)));
    const join = rest ? `${rest}&` : '?';
    if (how === 'twice') return `${join}${encode(key)}=${encode(value)}&${encode(key)}=2`;
    if (how === 'nested') return `${join}${encode(key)}[a]=${encode(value)}`;
    // As it is, where that can be put into a request line at all.
    return how === 'raw' ? `${join}${key}=${value}`.replace(/[^\x21-\x7e]|#/g, '') : `${join}${encode(key)}=${encode(value)}`;
  });
}

function headers(route, known, odd) {
  const parts = route.parameters.filter((p) => p.in === 'header');
  const good = fc.record(Object.fromEntries(parts.map((p) => [p.name, p.name === 'Idempotency-Key' ? fc.integer({ min: 0, max: 1e9 }).map((n) => `fuzz:${n}`) : valid(p.schema, known)])), { requiredKeys: parts.filter((p) => p.required).map((p) => p.name) });
  const more = fc.constantFrom('Idempotency-Key', 'X-Correlation-Id', 'traceparent', 'X-Priority', 'X-Run-Id', 'Accept', 'If-Match', 'X-Forwarded-For', 'Accept-Encoding', ...parts.map((p) => p.name));
  return (odd ? fc.tuple(good, more, ODD_TEXT).map(([values, name, value]) => ({ ...values, [name]: value })) : good).map((values) => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, latin(String(v))])));
}

function body(route, known, odd) {
  if (!route.body) return odd ? ODD_BODY : fc.constant(undefined);
  const good = valid(route.body, known);
  return (odd ? good.chain((value) => bent(value, route.body)) : good).map((value) => ({ type: 'application/json', text: jsonOf(value) ?? 'null' }));
}

const encode = (value) => encodeURIComponent(String(value).toWellFormed?.() ?? String(value).replace(/[\ud800-\udfff]/g, '?'));
const segment = (value) => encode(value) || '%20';
const search = (values) => {
  const pairs = Object.entries(values).filter(([, v]) => v !== undefined).map(([k, v]) => `${encode(k)}=${encode(typeof v === 'object' ? JSON.stringify(v) : v)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};
/** What can stand in a header at all. */
const latin = (value) => value.replace(/[^\x20-\x7e\x80-\xff]/g, '').trim().slice(0, 4_000);
const typeOf = (sent) => ({ ...(sent?.type ? { 'content-type': sent.type } : {}), ...(sent?.encoding ? { 'content-encoding': sent.encoding } : {}) });
const bytesOf = (sent) => (sent === undefined ? undefined : sent.bytes ? Buffer.from(sent.bytes) : Buffer.from(sent.text, 'utf8'));
