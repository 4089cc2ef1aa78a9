import { exactJson, type VendorAnswer } from '#lib/connector';
import { dataPath, fieldOf, nameOf } from './names.js';
import type { Ctx } from './query.js';
import type { Row } from './shape.js';

/** Which record: by id, or by an external-id field. */
export interface Address {
  object: string;
  field?: string;
  value: string;
}

/** Path of a record, in the org's names. */
export function recordPath({ object, field, value }: Address, settings: Ctx['settings']): string {
  const by = field ? `${fieldOf(object, field, settings)}/` : '';
  return `${dataPath(settings)}/sobjects/${nameOf(object, settings)}/${by}${encodeURIComponent(value)}`;
}

/** Some fields of a record, in default names; `absent` = no such record, `several` = more than one answers to the key. */
export async function readRecord(address: Address, fields: readonly string[], ctx: Ctx, label: string): Promise<Row | 'absent' | 'several'> {
  const { object } = address;
  const wanted = ['Id', ...fields].map((f) => fieldOf(object, f, ctx.settings)).join(',');
  const answer: VendorAnswer = await ctx.http.send({ method: 'GET', url: recordPath(address, ctx.settings), query: { fields: wanted }, label, accept: [300, 404] });
  if (answer.status === 404) return 'absent';
  if (answer.status === 300) return 'several';
  const record = exactJson<Row>(answer);
  return Object.fromEntries(['Id', ...fields].map((f) => [f, record[fieldOf(object, f, ctx.settings)] ?? null]));
}

/** Fields for a body, in the org's names; undefined ones are left out. */
export function bodyOf(object: string, fields: Record<string, string | undefined>, settings: Ctx['settings']): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([f, v]) => (v === undefined ? [] : [[fieldOf(object, f, settings), v]])));
}
