import type { Fault } from './fault.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json): value is JsonObject => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Sets a field, named by a dotted path or by its bare name at any depth, wherever it is present; says whether it was. */
export function setField(document: Json, field: string, value: Json): boolean {
  return field.includes('.') ? setAtPath(document, field.split('.'), value) : setAnywhere(document, field, value);
}

function setAtPath(node: Json, path: string[], value: Json): boolean {
  if (Array.isArray(node)) return node.map((item) => setAtPath(item, path, value)).some(Boolean);
  if (!isObject(node)) return false;
  const [head = '', ...rest] = path;
  if (!(head in node)) return false;
  if (rest.length > 0) return setAtPath(node[head] ?? null, rest, value);
  node[head] = value;
  return true;
}

function setAnywhere(node: Json, field: string, value: Json): boolean {
  if (Array.isArray(node)) return node.map((item) => setAnywhere(item, field, value)).some(Boolean);
  if (!isObject(node)) return false;
  let found = false;
  for (const key of Object.keys(node)) {
    if (key === field) {
      node[key] = value;
      found = true;
    } else if (setAnywhere(node[key] ?? null, field, value)) found = true;
  }
  return found;
}

/** Changes the shape of every record in an answer: objects with an id, or with a field the drift names. */
export function driftJson(node: Json, drift: Fault): void {
  if (Array.isArray(node)) for (const item of node) driftJson(item, drift);
  if (!isObject(node)) return;
  for (const value of Object.values(node)) driftJson(value, drift);
  const touched = [...(drift.remove ?? []), ...Object.keys(drift.rename ?? {}), ...Object.keys(drift.retype ?? {})];
  if (!['id', 'Id', 'ID', ...touched].some((key) => key in node)) return;
  for (const key of drift.remove ?? []) delete node[key];
  for (const [from, to] of Object.entries(drift.rename ?? {})) {
    if (!(from in node)) continue;
    node[to] = node[from]!;
    delete node[from];
  }
  for (const [key, type] of Object.entries(drift.retype ?? {})) if (key in node) node[key] = retyped(node[key]!, type);
  for (const [key, value] of Object.entries(drift.add ?? {})) node[key] = value as Json;
}

function retyped(value: Json, type: NonNullable<Fault['retype']>[string]): Json {
  if (type === 'null') return null;
  if (type === 'array') return [value];
  if (type === 'object') return { value };
  if (type === 'boolean') return Boolean(value);
  if (type === 'number') return Number(value) || 0;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
