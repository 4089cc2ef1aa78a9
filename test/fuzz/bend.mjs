import fc from 'fast-check';
import { Deep, jsonOf } from './nonsense.mjs';

const ODD = [null, '', 0, -1, 1.5, 1e308, true, [], {}, [[]], [null], { a: null }, '9'.repeat(400), '\u0000', 'a'.repeat(20_000), '2026-02-30', new Deep(3_000)];
const HTML = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>upstream</body></html>';

const named = (what, bend) => Object.assign((a) => bend(a), { what });
const shown = (v) => (v instanceof Deep ? 'nested deeply' : JSON.stringify(v).slice(0, 30));

/**
 * What a broken vendor, proxy or network makes of an answer: never a plausible lie, always something that no documentation describes.
 * @returns arbitrary of a function from `{ status, headers, body: Buffer }` to the same, named by `what`
 */
export const bending = fc.oneof(
  { weight: 8, arbitrary: fc.record({ where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), odd: fc.constantFrom(...ODD) }).map(({ where, odd }) => named(`a member is ${shown(odd)}`, (a) => inside(a, where, odd))) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 0.999, noNaN: true }).map((share) => named('truncated', (a) => ({ ...a, body: a.body.subarray(0, Math.floor(a.body.length * share)) }))) },
  { weight: 2, arbitrary: fc.constantFrom(null, [], {}, 'text', 42, true, [null], [[]], new Deep(5_000)).map((v) => named(`the whole body is ${shown(v)}`, (a) => ({ ...a, body: Buffer.from(jsonOf(v)) }))) },
  { weight: 1, arbitrary: fc.constant(named('HTML', (a) => ({ ...a, headers: { ...a.headers, 'content-type': 'text/html' }, body: Buffer.from(HTML) }))) },
  { weight: 1, arbitrary: fc.constant(named('UTF-16', (a) => ({ ...a, body: Buffer.from(a.body.toString('utf8'), 'utf16le') }))) },
  { weight: 1, arbitrary: fc.constant(named('invalid UTF-8', (a) => ({ ...a, body: Buffer.concat([a.body.subarray(0, a.body.length >> 1), Buffer.from([0xff, 0xc3, 0x28]), a.body.subarray(a.body.length >> 1)]) }))) },
  { weight: 1, arbitrary: fc.constant(named('twice', (a) => ({ ...a, body: Buffer.concat([a.body, a.body]) }))) },
  { weight: 1, arbitrary: fc.constantFrom('', '/', 'nonsense', 'http://[', '/a/b/c?d').map((location) => named(`Location ${location}`, (a) => ({ ...a, headers: { ...a.headers, location } }))) },
  { weight: 1, arbitrary: fc.constant(named('no headers', (a) => ({ ...a, headers: {} }))) },
  { weight: 1, arbitrary: fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), text: fc.constantFrom('<', '>', '&', '"', '{', '}', ',', '\\', '\u0000') }).map(({ at, text }) => named(`a stray ${JSON.stringify(text)}`, (a) => spliced(a, at, text))) },
);

/** One member somewhere in a JSON body, or one element of an XML body, is something else. */
function inside(answer, where, odd) {
  const text = answer.body.toString('utf8');
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    const elements = [...text.matchAll(/>([^<>]+)</g)];
    if (elements.length === 0) return { ...answer, body: Buffer.from(jsonOf(odd)) };
    const { index, 0: whole } = elements[Math.floor(where * elements.length)];
    return { ...answer, body: Buffer.from(`${text.slice(0, index)}>${typeof odd === 'string' ? odd.replaceAll('\u0000', '') : ''}<${text.slice(index + whole.length)}`) };
  }
  const places = [];
  walk(value, (holder, name) => places.push([holder, name]));
  if (places.length === 0) return { ...answer, body: Buffer.from(jsonOf(odd)) };
  const [holder, name] = places[Math.floor(where * places.length)];
  // The same kind of thing would be a lie, not a malformed answer.
  if (kind(holder[name]) === kind(odd)) delete holder[name];
  else holder[name] = odd;
  return { ...answer, body: Buffer.from(jsonOf(value)) };
}

const kind = (v) => (v === null ? 'null' : Array.isArray(v) ? 'array' : v instanceof Deep ? 'array' : typeof v);

function walk(value, visit) {
  if (value === null || typeof value !== 'object') return;
  for (const name of Object.keys(value)) {
    visit(value, name);
    walk(value[name], visit);
  }
}

function spliced(answer, at, text) {
  const where = Math.floor(answer.body.length * at);
  return { ...answer, body: Buffer.concat([answer.body.subarray(0, where), Buffer.from(text), answer.body.subarray(where)]) };
}
