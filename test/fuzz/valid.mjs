import fc from 'fast-check';

const DATE = fc.constantFrom('2026-07-01', '2026-08-14', '2026-09-30', '2026-02-28');
const DECIMAL = fc.constantFrom('0', '1', '7.50', '120.00', '-3.25', '99999.99');
const WORD = fc.constantFrom('US01', 'US01-OPP-2001', 'C-1001', 'USD', 'NET30', 'DEV', '1', '42', 'VAT20', 'chaos', '2026-08');

/** Values a schema of OpenAPI 3.0 allows: what a careful client would send. `known` holds ids that exist, by kind. */
export function valid(schema, known) {
  if (!schema || Object.keys(schema).length === 0) return fc.jsonValue({ maxDepth: 2 });
  if (schema.allOf) return fc.tuple(...schema.allOf.map((s) => valid(s, known))).map((parts) => (parts.every((p) => p && typeof p === 'object') ? Object.assign({}, ...parts) : parts[0]));
  if (schema.oneOf ?? schema.anyOf) return fc.oneof(...(schema.oneOf ?? schema.anyOf).map((s) => valid(s, known)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': return object(schema, known);
    case 'array': return fc.array(valid(schema.items, known), { minLength: schema.minItems ?? 0, maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)) });
    case 'integer': return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    case 'number': return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000, noNaN: true });
    case 'boolean': return fc.boolean();
    default: return text(schema, known);
  }
}

function object(schema, known) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return fc.dictionary(fc.constantFrom('a', 'note', 'x'), fc.constantFrom('1', 'text'), { maxKeys: 2 });
  return fc.record(Object.fromEntries(fields.map(([name, s]) => [name, valid(s, known)])), { requiredKeys: schema.required ?? [] });
}

function text(schema, known) {
  if (schema.format === 'uuid') return fc.constantFrom(...known.uuids);
  if (schema.format === 'date') return DATE;
  if (schema.format === 'date-time') return fc.constantFrom('2026-08-14T09:30:00Z', '2026-01-01T00:00:00.000Z');
  if (schema.pattern) return patterned(schema, known);
  const words = schema.example === undefined ? [] : [fc.constant(String(schema.example))];
  return fc.oneof(...words, WORD, DECIMAL, fc.constantFrom(...known.uuids, ...known.keys), fc.string({ maxLength: 12 })).map((v) => (fits(v, schema) ? v : v.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength ?? 200)));
}

/** What exists and fits the pattern, and texts made from it. */
function patterned(schema, known) {
  const pattern = new RegExp(schema.pattern);
  const there = [...known.keys, ...known.uuids, '2026-08', '2026-08-14', '7.50', '120', 'USD', 'US01'].filter((v) => pattern.test(v) && fits(v, schema));
  const made = fc.stringMatching(pattern).map((v) => v.slice(0, schema.maxLength ?? 200));
  return there.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...there) }, made) : made;
}

const fits = (v, schema) => v.length >= (schema.minLength ?? 0) && v.length <= (schema.maxLength ?? Infinity);
