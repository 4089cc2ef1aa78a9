import fc from 'fast-check';

/** Texts that broke programs before: control characters, lone surrogates, injections, numbers beyond range, names JavaScript knows. */
export const ODD_TEXT = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', 'a\u0000b', '\ud800', '\u202e', '\ufeff', '𝕌', "' or 1=1 --", '%', '%00', '%ff', '%2e%2e%2f', '../../etc/passwd', '{{7*7}}', '__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', 'Infinity', '-0', '1e400', '1e-400', '0x10', '9'.repeat(400), '-1', '1.5', '99999999999999999999', '2026-02-30', '2026-13-01', '0000-00-00', '-000001-01-01', '+275760-09-13', '9999-12-31', '2026-08-14T25:00:00Z', '2026-99', 'a'.repeat(5_000), '00000000-0000-0000-0000-000000000000', 'not-a-uuid', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '[]', '{}', 'true'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

export const ODD_VALUE = fc.oneof(
  { weight: 3, arbitrary: ODD_TEXT },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 31, [], {}, [[]], [null], { a: null }, { __proto__: null, length: -1 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50, max: 3_000 }).map((depth) => new Deep(depth)) },
);

/** A value nested so deeply that it is written only when it is sent. */
export class Deep {
  constructor(depth) {
    this.depth = depth;
  }
}

/** JSON of a value that may hold deep nesting. */
export const jsonOf = (value) => JSON.stringify(value, (_, v) => (v instanceof Deep ? `\u0001deep${v.depth}\u0001` : v))?.replace(/"\\u0001deep(\d+)\\u0001"/g, (_, depth) => '['.repeat(Number(depth)) + ']'.repeat(Number(depth)));

/** A good value with one thing wrong: a member replaced, left out, added or doubled. */
export function bent(value, schema) {
  if (Array.isArray(value)) return fc.oneof(ODD_VALUE, ODD_VALUE.map((odd) => [...value, odd]), fc.constant(Array.from({ length: 1_200 }, () => value[0] ?? null)), ...value.slice(0, 2).map((item, i) => bent(item, schema?.items).map((b) => value.toSpliced(i, 1, b))));
  if (value === null || typeof value !== 'object' || value instanceof Deep) return ODD_VALUE;
  const names = Object.keys(value);
  const one = names.length === 0 ? [] : [
    fc.constantFrom(...names).chain((name) => bent(value[name], schema?.properties?.[name]).map((odd) => ({ ...value, [name]: odd }))),
    fc.constantFrom(...names).chain((name) => ODD_VALUE.map((odd) => ({ ...value, [name]: odd }))),
    fc.constantFrom(...names).map((name) => Object.fromEntries(Object.entries(value).filter(([k]) => k !== name))),
  ];
  return fc.oneof(...one, fc.tuple(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', 'constructor', 'id', 'admin')), ODD_VALUE).map(([name, odd]) => ({ ...value, [name]: odd })), ODD_VALUE);
}

/** Bodies that are no JSON, or not what Content-Type says. */
export const ODD_BODY = fc.constantFrom(
  { type: 'application/json', text: '{' }, { type: 'application/json', text: '' }, { type: 'application/json', text: '\ufeff{}' }, { type: 'application/json', text: '{"a":1}}' }, { type: 'application/json', text: "{'a':1}" },
  { type: 'application/json', text: '{"__proto__":{"x":1}}' }, { type: 'application/json', text: '{"constructor":{"prototype":{"x":1}}}' }, { type: 'application/json', text: 'null' }, { type: 'application/json', text: '[]' }, { type: 'application/json', text: '"text"' }, { type: 'application/json', text: `${'['.repeat(20_000)}${']'.repeat(20_000)}` },
  { type: 'application/json', bytes: [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00] }, { type: 'application/json', bytes: [0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d] }, { type: 'application/json; charset=utf-16', text: '{}' }, { type: 'text/plain', text: 'hello' }, { type: 'application/x-www-form-urlencoded', text: 'a=1&b=2' }, { type: 'multipart/form-data; boundary=x', text: '--x--' }, { type: 'application/xml', text: '<a/>' }, { type: 'nonsense', text: '{}' }, { type: undefined, text: '{}' }, { type: 'application/json', encoding: 'gzip', text: '{}' },
);
