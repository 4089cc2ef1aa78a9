import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../openapi');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Every route of the suite from the committed OpenAPI documents, `$ref`s resolved.
 * @returns [{ name, method, prefix, path, parameters, body, responses, scopes, roles, document }]
 */
export function routes() {
  return documents().flatMap(({ name, document }) => Object.entries(document.paths).flatMap(([path, item]) => METHODS.filter((m) => item[m]).map((method) => {
    const op = item[method];
    return {
      name: `${method.toUpperCase()} ${document.servers[0].url}${path}`, method: method.toUpperCase(), prefix: document.servers[0].url, path, document: name,
      parameters: [...(item.parameters ?? []), ...(op.parameters ?? [])].map((p) => inlined(p, document)), body: inlined(op.requestBody?.content?.['application/json']?.schema, document),
      responses: op.responses, scopes: op['x-required-scopes'] ?? [], roles: op['x-required-roles'] ?? [],
    };
  })));
}

/** The documents of apps that run; those of the contracts stand for no app of their own. */
export function documents() {
  return readdirSync(FOLDER).filter((f) => /^(system|process|experience)-.*\.json$/.test(f)).map((f) => ({ name: f.replace('.json', ''), document: JSON.parse(readFileSync(join(FOLDER, f), 'utf8')) }));
}

/** A schema with its references written out; a schema inside itself ends as "anything". */
function inlined(node, document, within = []) {
  if (Array.isArray(node)) return node.map((n) => inlined(n, document, within));
  if (!node || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string') {
    if (within.includes(node.$ref)) return {};
    const target = node.$ref.slice(2).split('/').reduce((at, part) => at[part], document);
    return inlined(target, document, [...within, node.$ref]);
  }
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, inlined(v, document, within)]));
}
