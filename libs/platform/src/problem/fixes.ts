/** What to do about each class-validator rule, in words; the rule's own message already says what is wrong. */
const FIXES: Record<string, string> = {
  isNotEmpty: 'Send a value that is not empty.',
  isDefined: 'Send this field.',
  isString: 'Send a text in quotes.',
  isBoolean: 'Send true or false, without quotes.',
  isInt: 'Send a whole number, without quotes.',
  isNumber: 'Send a number, without quotes.',
  isNumberString: 'Send a decimal number as a string, such as "7.50".',
  isDecimal: 'Send a decimal number as a string, such as "1250.00".',
  isDateString: 'Send an ISO 8601 date, such as 2025-06-30.',
  isIso8601: 'Send an ISO 8601 date, such as 2025-06-30.',
  isUuid: 'Send a UUID, such as 018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11.',
  isEmail: 'Send an e-mail address.',
  isUrl: 'Send an absolute URL that starts with https://.',
  isISO4217CurrencyCode: 'Send a three-letter ISO 4217 code, such as USD.',
  isEnum: 'Send one of the values listed in the message.',
  isIn: 'Send one of the values listed in the message.',
  isArray: 'Send a JSON array.',
  isObject: 'Send a JSON object.',
  nestedValidation: 'Send a JSON object (or an array of objects) of the documented shape.',
  arrayMinSize: 'Send more elements.',
  arrayNotEmpty: 'Send at least one element.',
  arrayMaxSize: 'Send fewer elements; split the request.',
  arrayUnique: 'Send each element once.',
  min: 'Send a larger number.',
  max: 'Send a smaller number.',
  minLength: 'Send a longer text.',
  maxLength: 'Send a shorter text.',
  matches: 'Send the text in the documented format.',
  whitelistValidation: 'Leave this field out; it is not known here. Check its spelling against /docs.',
  unknownValue: 'Send a JSON object of the documented shape.',
};

/** The repair for a broken rule: what the DTO's author wrote as `context: { fix }`, else words for the rule, else a pointer to the docs. */
export function fixFor(rule: string, context?: unknown): string {
  const own = (context as { fix?: unknown } | undefined)?.fix;
  return typeof own === 'string' ? own : (FIXES[rule] ?? 'Send the value as documented under /docs.');
}
