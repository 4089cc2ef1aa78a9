const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Number in base 62, left-padded with zeros. */
export function base62(n: number, width: number): string {
  let out = '';
  for (let rest = n; rest > 0; rest = Math.floor(rest / 62)) out = BASE62[rest % 62] + out;
  return out.padStart(width, '0');
}

/** 15-character id to its 18-character form: one check letter per five characters, a bit for each upper-case letter. */
export function to18(id15: string): string {
  let tail = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id15[chunk * 5 + i]!)) bits |= 1 << i;
    tail += CHECK[bits];
  }
  return id15 + tail;
}

/** The n-th id of an object: 3-character key prefix, a fixed pod, then the sequence. */
export function recordId(prefix: string, n: number): string {
  return to18(`${prefix}5g00000${base62(n, 5)}`);
}

/** An id as a caller may send it (15 or 18 characters) in the stored 18-character form; undefined if it is not an id. */
export function normalizeId(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^[0-9A-Za-z]+$/.test(text)) return undefined;
  if (text.length === 15) return to18(text);
  return text.length === 18 ? text : undefined;
}

export const ORG_ID = to18('00D5g000004AcmP');
export const INTEGRATION_USER_ID = to18('0055g0000012Tln');
export const SALES_USER_ID = to18('0055g0000012Sls');
