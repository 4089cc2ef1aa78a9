// Compares two OpenAPI documents with two tools, each of which misses a case that the other catches. Exit 1 names what breaks callers.
// node bin/openapi-breaking.mjs <before.json> <after.json>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { annotation, apiDiff, breaking } = require('api-smart-diff');
const openapiDiff = require('openapi-diff');

const [before, after] = process.argv.slice(2).map((f) => closed(JSON.parse(readFileSync(f, 'utf8'))));

/** The document with bodies that say what holds for every one of ours: a field that is not documented is refused. */
function closed(document) {
  const lookUp = (ref) => ref.split('/').slice(1).reduce((at, name) => at?.[name], document);
  const close = (schema, above = []) => {
    if (schema === null || typeof schema !== 'object') return schema;
    if (Array.isArray(schema)) return schema.map((s) => close(s, above));
    // A schema inside itself stays a reference.
    if (schema.$ref) return above.includes(schema.$ref) ? schema : close(lookUp(schema.$ref), [...above, schema.$ref]);
    const own = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value, above)]));
    return own.properties && own.additionalProperties === undefined ? { ...own, additionalProperties: false } : own;
  };
  for (const item of Object.values(document.paths ?? {})) {
    for (const { requestBody } of Object.values(item)) for (const content of Object.values(requestBody?.content ?? {})) content.schema = close(content.schema);
  }
  return document;
}

const found = [];
const differences = apiDiff(before, after);
for (const d of differences) if (d.type === breaking) found.push(`${d.action} ${d.path.join('/')}`);

const spec = (document, location) => ({ content: JSON.stringify(document), location, format: 'openapi3' });
const outcome = await openapiDiff.diffSpecs({ sourceSpec: spec(before, 'before'), destinationSpec: spec(after, 'after') });
for (const d of outcome.breakingDifferences ?? []) {
  const at = [...new Set([...d.sourceSpecEntityDetails, ...d.destinationSpecEntityDetails].map((e) => e.location))].join(' ');
  found.push(`${d.code} ${at}`);
}
// The second tool names the place only down to the schema: what changed there helps to see why.
if (found.length > 0) for (const d of differences) if (d.type !== breaking && d.type !== annotation) found.push(`  changed: ${d.action} ${d.path.join('/')}`);

for (const line of new Set(found)) console.error(line);
process.exit(found.length === 0 ? 0 : 1);
