/** Names of fields whose values never reach a log: credentials, and what identifies or pays a person. */
const HIDDEN_FIELD =
  /(^|[_-])(authorization|cookie|password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|assertion|credentials?|otp)($|[_-])|^(set-cookie|code_verifier)$/i;
const PERSONAL_FIELD =
  /^(e?mail|email_address|work_email|phone|phone_number|mobile|home_address|street|birth_?date|date_of_birth|national_id|ssn|tax_id_number|iban|bank_account|account_number|salary|cost_rate|first_name|last_name|legal_name)$/i;
const IN_TEXT: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [hidden]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, '[hidden token]'],
  [/\b((?:client_)?secret|password|access_token|refresh_token|id_token|assertion|code_verifier)(["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi, '$1$2[hidden]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+):[^\s@/]+@/gi, '$1:[hidden]@'],
];
const MAX_DEPTH = 6;
const MAX_TEXT = 8_192;

/** A text without tokens, passwords and credentials in URLs; cut at 8 KiB. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return IN_TEXT.reduce((t, [pattern, words]) => t.replace(pattern, words), short);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: error.stack && redactText(error.stack),
    ...('code' in error && { code: String((error as { code: unknown }).code) }),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (depth > MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  // Before toJSON, with which a Buffer would spell out its bytes.
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Date || typeof (value as { toJSON?: unknown }).toJSON === 'function') return redactValue((value as { toJSON(): unknown }).toJSON(), depth + 1);
  if (Array.isArray(value)) return value.slice(0, 100).map((v) => redactValue(v, depth + 1));
  return redactFields(value as Record<string, unknown>, depth + 1);
}

/** Vendors write clientSecret, we write client_secret: one pattern serves both. */
function isHidden(key: string): boolean {
  const name = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return HIDDEN_FIELD.test(name) || PERSONAL_FIELD.test(name);
}

function redactFields(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isHidden(key) ? '[hidden]' : redactValue(value, depth)]),
  );
}

/** A copy of the fields of a log line with credentials and personal values replaced by `[hidden]`, at any depth. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return redactFields(fields, 0);
}
