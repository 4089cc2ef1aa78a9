import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { many } from '../answering.js';
import { type Field, type RecordType, recordTypes } from '../catalog/index.js';
import { RECORDS, originOf } from './links.js';
import { typeOf } from './locate.js';

const REFERENCE = { type: 'object', properties: { id: { type: 'string' }, externalId: { type: 'string' }, refName: { type: 'string' } } };

/** GET /record/v1/metadata-catalog: the record types of this account. */
export function listMetadata(ctx: Ctx): Reply {
  const items = recordTypes.map(({ name }) => ({
    name,
    links: [{ rel: 'canonical', href: metadataUrl(ctx, name) }, { rel: 'describes', href: `${originOf(ctx)}${RECORDS}/${name}` }],
  }));
  return many({ links: [{ rel: 'self', href: `${originOf(ctx)}${ctx.path}` }], items });
}

/** GET /record/v1/metadata-catalog/{type}: the type's JSON schema. */
export function getMetadata(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  const body = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties: propertiesOf(type), 'x-ns-filterable': type.fields.map((field) => field.name) };
  return { status: 200, headers: { 'content-type': 'application/schema+json' }, body };
}

function propertiesOf(type: RecordType): Record<string, unknown> {
  const lists = type.sublists.map(({ name, fields }) => [name, {
    type: 'object', properties: { items: { type: 'array', items: { type: 'object', properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])) } } },
  }]);
  return { id: { type: 'string', title: 'Internal ID' }, ...Object.fromEntries(type.fields.map((field) => [field.name, schemaOf(field)])), ...Object.fromEntries(lists) };
}

function schemaOf(field: Field): Record<string, unknown> {
  const shared = field.readOnly ? { readOnly: true } : {};
  switch (field.kind) {
    case 'flag': return { type: 'boolean', ...shared };
    case 'number': return { type: 'number', format: 'double', ...shared };
    case 'day': return { type: 'string', format: 'date', ...shared };
    case 'instant': return { type: 'string', format: 'date-time', ...shared };
    case 'text': return { type: 'string', ...shared };
    default: return { ...REFERENCE, ...shared };
  }
}

const metadataUrl = (ctx: Ctx, name: string): string => `${originOf(ctx)}${RECORDS}/metadata-catalog/${name}`;
