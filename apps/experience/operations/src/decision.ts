import { IllegalTransitionError } from '#lib/canonical';
import { type Principal, Problem } from '#lib/platform';
import { EffectStateError, ExceptionChanged, ExceptionNotFound } from '#lib/store';

/** Expected version of a decision: `If-Match` or the body, which must not contradict each other. @throws Problem `validation`. */
export function expectedVersion(ifMatch: string | undefined, inBody: number | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*' || ifMatch.trim() === '') return inBody;
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
  const wrong = (message: string) => new Problem('validation', '1 field is not valid.', { errors: [{ field: 'header:If-Match', message, fix: 'Send the version of the record as read, such as "3".' }] });
  if (!found) throw wrong('If-Match is not a version');
  if (inBody !== undefined && inBody !== Number(found[1])) throw wrong('If-Match and expected_version differ');
  return Number(found[1]);
}

/** Who decides, as the audit names them. */
export function decider(who: Principal): string {
  return who.sub;
}

/** Runs a decision and tells in problem details why it could not be taken. */
export async function deciding<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ExceptionNotFound) throw new Problem('not_found', `${error.message}.`);
    if (error instanceof ExceptionChanged) throw new Problem('stale_version', `${error.message}. Read it again and decide anew.`, { code: 'STALE_VERSION' });
    if (error instanceof EffectStateError) throw new Problem('conflict', `${error.message[0]!.toUpperCase()}${error.message.slice(1)}.`, { code: 'EFFECT_STATE' });
    if (error instanceof IllegalTransitionError) throw new Problem('conflict', `The exception is ${error.from} already; only open ones can be decided.`, { code: 'NOT_OPEN' });
    throw error;
  }
}
