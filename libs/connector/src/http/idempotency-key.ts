import { EFFECT_KEY } from '#lib/canonical';
import { Problem } from '#lib/platform';

/** The `Idempotency-Key` of a write. Throws a 400 that says how to make one. */
export function idempotencyKey(header: string | string[] | undefined): string {
  const fix = 'Send the business key of the fact, 8 to 200 letters, digits and . _ : | / -, beginning with a letter or digit: the same key for the same fact, however often it is asked.';
  if (header === undefined || header === '') {
    throw new Problem('idempotency_key_required', 'Every write needs an Idempotency-Key, so that asking twice writes once.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing', fix }] });
  }
  if (typeof header !== 'string' || !EFFECT_KEY.test(header)) {
    throw new Problem('validation', 'The Idempotency-Key has not the form of a business key.', { errors: [{ field: 'header:Idempotency-Key', message: 'has not the form of a business key', fix }] });
  }
  return header;
}
