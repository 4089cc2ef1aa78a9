import Ajv from 'ajv';

const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
const compiled = new Map();

/** What is wrong with an answer by the route's own OpenAPI document, or undefined: 5xx, a status that is not documented, a body that breaks its schema, a problem that is none. */
export function breach(documents, sent, answer) {
  const { route } = sent;
  if (answer.status === 0) return `no answer: ${answer.text}`;
  if (answer.status >= 500) return `${answer.status}: ${answer.text.slice(0, 300)}`;
  const documented = route.responses[answer.status];
  // 404 and 405 also come from what is asked for not being this route, 413 and 415 from before any route.
  if (!documented && ![400, 404, 405, 413, 415].includes(answer.status)) return `${answer.status} is not documented: ${answer.text.slice(0, 200)}`;
  const type = String(answer.headers['content-type'] ?? '').split(';')[0];
  if (answer.status >= 400) return problemBreach(documents, sent, answer, type);
  if (!documented || answer.status === 204) return undefined;
  const schema = documented.content?.[type]?.schema;
  if (!schema) return documented.content ? `${answer.status} has the type ${type || 'none'}, documented is ${Object.keys(documented.content).join(', ')}` : undefined;
  if (type !== 'application/json') return undefined;
  return bodyBreach(documents, route, `${route.name} ${answer.status}`, schema, answer.text);
}

function problemBreach(documents, { route }, answer, type) {
  if (type !== 'application/problem+json') return `${answer.status} without a problem: ${type} ${answer.text.slice(0, 200)}`;
  const wrong = bodyBreach(documents, route, `${route.document} problem`, { $ref: '#/components/schemas/ProblemDto' }, answer.text);
  if (wrong) return wrong;
  const problem = JSON.parse(answer.text);
  if (problem.status !== answer.status) return `the problem says ${problem.status}, the answer ${answer.status}`;
  if (problem.type !== `https://throughline.dev/problems/${problem.class}`) return `type ${problem.type} is not of class ${problem.class}`;
  for (const e of problem.errors ?? []) if (!e.field && e.field !== '' || !e.message || !e.fix) return `a field error without field, message or fix: ${JSON.stringify(e)}`;
  if (/\bat .*\.(js|ts):\d+|node_modules|SELECT .* FROM|TypeError|QueryFailed/i.test(answer.text)) return `the problem tells internals: ${answer.text.slice(0, 300)}`;
  return undefined;
}

function bodyBreach(documents, route, id, schema, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return `the body is not JSON: ${text.slice(0, 200)}`;
  }
  let check = compiled.get(id);
  if (!check) compiled.set(id, check = ajv.compile(orNull({ ...schema, components: documents.find((d) => d.name === route.document).document.components })));
  // A source record with a problem need not be complete; the documents say so in words only.
  if (Array.isArray(value?.records)) value.records = value.records.filter((r) => !r.problem);
  else if (value?.source_system && value.problem) return undefined;
  return check(value) ? undefined : `${ajv.errorsText(check.errors)} in ${text.slice(0, 200)}`;
}

/** OpenAPI 3.0 has no way to say "this schema or null" but `nullable` beside `allOf`, which generators read so and JSON Schema does not. */
function orNull(schema) {
  if (Array.isArray(schema)) return schema.map(orNull);
  if (schema === null || typeof schema !== 'object') return schema;
  if (schema.nullable === true && Array.isArray(schema.allOf)) return { anyOf: [{ type: 'null' }, { allOf: orNull(schema.allOf) }] };
  return Object.fromEntries(Object.entries(schema).map(([k, v]) => [k, orNull(v)]));
}
