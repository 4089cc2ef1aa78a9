/** Text formats of the canonical contract, shared by every request DTO. */
/** Years from 1900 to 9999: an earlier one is a slip, and some of those before 100 are none to JavaScript or PostgreSQL. */
export const DATE = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
export const MONTH = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])$/;
export const CURRENCY = /^[A-Z]{3}$/;
/** Any exact decimal. */
export const DECIMAL = /^-?\d{1,15}(\.\d{1,10})?$/;
/** A document amount. */
export const AMOUNT = /^-?\d{1,15}(\.\d{1,4})?$/;
/** `Idempotency-Key`: what a business key may look like on the wire. */
export const EFFECT_KEY = /^[A-Za-z0-9][A-Za-z0-9._:|/-]{7,199}$/;
