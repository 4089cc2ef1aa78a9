import type { SchemaDescription, VendorContext } from '#lib/connector';
import { METADATA_PATH, type RecordType } from './client/paths.js';
import type { NetsuiteSettings } from './config.js';

/** Record types we write: what their fields are called and hold matters to us. */
const TYPES: RecordType[] = ['customer', 'customerSubsidiaryRelationship', 'job', 'journalEntry', 'invoice', 'creditMemo'];

interface JsonSchema {
  type?: string;
  format?: string;
  readOnly?: boolean;
  $ref?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** The record types as the metadata catalog shows them to our role; fields of sublists as `item.amount`. */
export async function schema(ctx: VendorContext<NetsuiteSettings>): Promise<SchemaDescription> {
  const objects: SchemaDescription['objects'] = {};
  for (const type of TYPES) {
    const answer = await ctx.http.send({ method: 'GET', url: `${METADATA_PATH}/${type}`, headers: { accept: 'application/schema+json' }, label: 'metadata' });
    objects[type] = fieldsOf(answer.json<JsonSchema>());
  }
  return { objects };
}

/** Pure: property name → type. */
export function fieldsOf(described: JsonSchema): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, property] of Object.entries(described.properties ?? {})) {
    const line = property.properties?.items?.items;
    if (line) for (const [inner, type] of Object.entries(fieldsOf(line))) fields[`${name}.${inner}`] = type;
    else fields[name] = typeOf(property);
  }
  return fields;
}

function typeOf({ type, format, readOnly, $ref, properties }: JsonSchema): string {
  const base = $ref ? `ref ${$ref.split('/').at(-1)}` : properties?.refName ? 'ref' : [type ?? 'unknown', format].filter(Boolean).join(' ');
  return readOnly ? `${base}, read-only` : base;
}
