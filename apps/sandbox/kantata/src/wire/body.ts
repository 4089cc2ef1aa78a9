import type { Ctx } from '../../../kernel/src/index.js';
import { badRequest, invalid } from './errors.js';

/** The attributes of one object in a request body. */
export type Attributes = Record<string, any>;

/** Objects named in a body: one under the singular key, or several under the plural one (bulk, up to `bulk`). */
export function objectsIn(ctx: Ctx, singular: string, plural: string, bulk: number): Attributes[] {
  const body = parsedBody(ctx);
  const many = body[plural];
  if (many !== undefined) {
    const list: unknown[] = Array.isArray(many) ? many : Object.values(many as object);
    if (list.length > Math.max(bulk, 1)) throw badRequest(`Cannot process more than ${Math.max(bulk, 1)} ${plural} at once`);
    if (list.length === 0 || !list.every(isObject)) throw badRequest(`${plural} must be an array of objects`);
    return list as Attributes[];
  }
  return [objectIn(ctx, singular, body)];
}

/** The one object under the singular key. */
export function objectIn(ctx: Ctx, singular: string, body = parsedBody(ctx)): Attributes {
  const one = body[singular];
  if (!isObject(one)) throw badRequest(`param is missing or the value is empty: ${singular}`);
  return one as Attributes;
}

/** The body as JSON or as urlencoded nested parameters (`workspace[title]=…`); an empty body is an empty object. */
export function parsedBody(ctx: Ctx): Attributes {
  if (ctx.raw.length === 0) return {};
  if (!(ctx.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded')) {
    const body: unknown = ctx.json();
    if (!isObject(body)) throw badRequest('body must be a JSON object');
    return body as Attributes;
  }
  const body: Attributes = {};
  for (const [name, value] of ctx.form()) assign(body, name.replaceAll(']', '').split('['), value);
  return body;
}

/** The id in an attribute as text, or null. */
export function idOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return value === undefined || value === null || value === '' ? null : String(value);
}

/** A date attribute (YYYY-MM-DD), or null; 422 for anything else. */
export function dateOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  if (value === undefined || value === null || value === '') return null;
  const text = String(value).slice(0, 10);
  const parsed = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text) throw invalid(name, `${name} is not a valid date`);
  return text;
}

/** A whole number attribute, or null; 422 for anything else. */
export function wholeOf(attributes: Attributes, name: string): number | null {
  const value = attributes[name];
  if (value === undefined || value === null || value === '') return null;
  if (!/^-?\d{1,15}$/.test(String(value))) throw invalid(name, `${name} is not a whole number`);
  return Number(value);
}

/** A boolean attribute, as JSON or as text. */
export function booleanOf(attributes: Attributes, name: string, otherwise: boolean): boolean {
  const value = attributes[name];
  return value === undefined || value === null ? otherwise : value === true || value === 'true' || value === '1' || value === 1;
}

const isObject = (value: unknown): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);

function assign(target: Attributes, path: string[], value: string): void {
  const [head = '', ...rest] = path;
  if (['__proto__', 'constructor', 'prototype'].includes(head)) return;
  if (rest.length === 0) target[head] = value;
  else if (rest[0] === '') (target[head] ??= []).push(value);
  else assign((target[head] ??= {}), rest, value);
}
