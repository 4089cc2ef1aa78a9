/** What a hold or a state of a billing event means, and where it is settled. */
export interface Meaning {
  says: string;
  /** Exceptions with this code are where it is worked. */
  code?: string;
}

const HOLDS: { [reason: string]: string } = {
  cap: 'It lies beyond the cap of the contract: agree an amendment, or write it off.',
  retention: 'It is kept back until the retention is released.',
  minimum: 'It waits for the end of the period, when the minimum is known.',
};

const STATES: { [status: string]: string } = {
  ready: 'It waits for the next billing run.',
  on_draft: 'It is on a draft that somebody has to release.',
  invoiced: 'It is on a posted invoice.',
  credited: 'It was billed and credited again.',
  deferred: 'It is billed later, as the contract says.',
  written_off: 'Its value was given up.',
  capped: HOLDS['cap']!,
};

/** Why an event is not on an invoice yet, in words. A hold reason in capitals is the code of an exception. */
export function meaningOf(status: string, holdReason: string | null): Meaning {
  if (holdReason && /^[A-Z][A-Z0-9_]+$/.test(holdReason)) return { says: 'It is held until somebody settles the exception.', code: holdReason };
  return { says: (holdReason && HOLDS[holdReason]) ?? STATES[status] ?? 'It is held.' };
}
