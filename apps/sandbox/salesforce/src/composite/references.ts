import { SalesforceError } from '../errors.js';

const REFERENCE = /@\{([A-Za-z_]\w*)((?:\.\w+|\[\d+\])+)\}/g;

/** Replaces `@{ref.path}` by what earlier subrequests answered; a text that is one reference keeps the value's type. */
export function resolveReferences(value: unknown, answers: Map<string, unknown>): unknown {
  if (typeof value === 'string') {
    const whole = new RegExp(`^${REFERENCE.source}$`).exec(value);
    if (whole) return lookUp(whole[1]!, whole[2]!, answers);
    return value.replace(REFERENCE, (_all, ref: string, path: string) => String(lookUp(ref, path, answers)));
  }
  if (Array.isArray(value)) return value.map((v) => resolveReferences(v, answers));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolveReferences(v, answers)]));
  return value;
}

function lookUp(ref: string, path: string, answers: Map<string, unknown>): unknown {
  let current = answers.get(ref);
  for (const step of path.match(/\w+/g)!) current = (current as Record<string, unknown> | undefined)?.[step];
  if (current === undefined) throw new SalesforceError('PROCESSING_HALTED', `Invalid reference specified. No value for ${ref}${path} found in ${ref}.`);
  return current;
}
