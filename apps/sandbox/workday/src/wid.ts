import { createHash } from 'node:crypto';

/** A Workday ID (32 hex digits) that always comes out the same for the same thing. */
export function widOf(kind: string, key: string | number): string {
  return createHash('md5').update(`${kind}:${key}`).digest('hex');
}

/** Reference in a REST answer. */
export interface Reference {
  id: string;
  descriptor: string;
}

export const reference = (kind: string, key: string, descriptor = key): Reference => ({ id: widOf(kind, key), descriptor });

/** Splits `Employee_ID=E-1001`; a bare text is a WID. */
export function parseReference(text: string): { type: string; value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { type: 'WID', value: text } : { type: text.slice(0, at), value: text.slice(at + 1) };
}
