import { exactJson, UnreadableAnswer, type VendorAnswer, type VendorContext, VendorFailure, type VendorRequest } from '#lib/connector';
import { classify, errorsOf } from '../errors.js';
import type { NetsuiteSettings } from '../config.js';
import { keyPath, recordPath, type RecordType } from './paths.js';

/** A reference as the record service shows it. */
export interface Ref {
  id: string;
  refName?: string;
}

/**
 * Creates a record under our key, or lays the body over the one that has it. `lists` names the sublists of the body: without `replace` NetSuite adds
 * the lines of a second sending to the first ones.
 */
export const upsert = (type: RecordType, key: string, body: object, lists?: string): VendorRequest => ({
  method: 'PUT', url: keyPath(type, key), query: { replace: lists }, body, label: `${type}.put`,
});

/** Changes fields of a record. */
export const patch = (type: RecordType, id: string, body: object): VendorRequest => ({
  method: 'PATCH', url: recordPath(type, id), body, label: `${type}.patch`,
});

/** Internal id from the `Location` of a 204. Throws UnreadableAnswer: the outcome is then unknown, not failed. */
export function writtenId(answer: VendorAnswer): string {
  const id = /\/([^/?]+)\/?(?:\?.*)?$/.exec(answer.headers.location ?? '')?.[1];
  if (answer.status !== 204 || !id || /^eid:/i.test(id)) throw new UnreadableAnswer(`NetSuite answered ${answer.status} without the address of the record`);
  return decodeURIComponent(id);
}

/** The record with its lines, numbers as text; null when there is none. `by` is an internal id or `{ key }`. */
export async function readRecord<T = any>(ctx: VendorContext<NetsuiteSettings>, type: RecordType, by: string | { key: string }): Promise<T | null> {
  const request: VendorRequest = {
    method: 'GET', url: typeof by === 'string' ? recordPath(type, by) : keyPath(type, by.key), query: { expandSubResources: true }, label: `${type}.get`, accept: [404],
  };
  const answer = await ctx.http.send(request);
  if (answer.status !== 404) return exactJson<T>(answer);
  // Only this code says that the record is not there; another 404 means that we asked in the wrong place.
  if (errorsOf(answer).some((e) => e.code === 'NONEXISTENT_ID')) return null;
  throw new VendorFailure({ ...(classify(answer, request) ?? { detail: 'the record service did not answer as documented' }), class: 'unknown', applied: 'no' });
}
