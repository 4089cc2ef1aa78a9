import { UnreadableAnswer, type VendorAnswer } from './request.js';

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * The body of an answer with every JSON number as the text the vendor wrote: `{"total":1200.10}` gives `'1200.10'`. For vendors that send money
 * as numbers, which a binary float would change (MON-1). Throws UnreadableAnswer.
 */
export function exactJson<T = any>(answer: VendorAnswer): T {
  try {
    return JSON.parse(answer.body.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`))) as T;
  } catch {
    throw new UnreadableAnswer(`the vendor answered ${answer.status} with a body that is not JSON (${answer.body.length} characters)`);
  }
}

/** A JSON number with exactly these digits: put it into a request body where a vendor wants an amount as a number. */
export class ExactNumber {
  /** Plain decimal text without exponent; leading zeros are taken off. Throws RangeError for anything else. */
  constructor(readonly text: string) {
    if (!PLAIN_DECIMAL.test(text)) throw new RangeError('not a plain decimal');
    this.text = text.replace(/^(-?)0+(?=\d)/, '$1');
  }
}

/** JSON text of a body in which every ExactNumber stands as a number, digit for digit. Undefined members are left out. */
export function exactText(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => exactText(v)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${exactText(member)}`).join(',')}}`;
}
