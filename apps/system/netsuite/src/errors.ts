import { classifyStatus, type Failure, type VendorAnswer, type VendorRequest } from '#lib/connector';
import { canonicalField } from './mappers/error-field.js';

/** One entry of `o:errorDetails`. */
export interface NetsuiteError {
  code: string;
  detail: string;
  path?: string;
}

/** What an error body says; empty when it is not NetSuite's. */
export function errorsOf(answer: VendorAnswer): NetsuiteError[] {
  if (!answer.body.includes('o:errorDetails')) return [];
  try {
    const details: unknown = answer.json()['o:errorDetails'];
    return Array.isArray(details) ? details.map((d) => ({ code: String(d['o:errorCode'] ?? ''), detail: plain(d.detail), ...(d['o:errorPath'] ? { path: String(d['o:errorPath']) } : {}) })) : [];
  } catch {
    return [];
  }
}

/** The opening that nearly every business error has says nothing. */
const plain = (detail: unknown): string => String(detail ?? '').replace(/^Error while accessing a resource\.\s*/i, '').slice(0, 500);

type Rule = [test: (e: NetsuiteError) => boolean, reading: Partial<Failure>];
const says = (pattern: RegExp) => (e: NetsuiteError): boolean => pattern.test(e.detail);
const coded = (...codes: string[]) => (e: NetsuiteError): boolean => codes.includes(e.code);

/** USER_ERROR is a catch-all: what it means stands in its words. The first rule that fits counts. */
const RULES: Rule[] = [
  [coded('SSS_REQUEST_LIMIT_EXCEEDED', 'CONCURRENCY_LIMIT_EXCEEDED', 'WS_REQUEST_BLOCKED'), { class: 'rate_limited', applied: 'no' }],
  [coded('UNEXPECTED_ERROR'), { class: 'unavailable', applied: 'unknown' }],
  [coded('RCRD_HAS_BEEN_CHANGED', 'RCRD_LOCKED_BY_WF'), { class: 'locked', applied: 'no' }],
  [says(/\bperiod\b.*\b(is|has been) (closed|locked)|closed period|locked period|not within the date range of your accounting period/i), { class: 'period_closed', code: 'PERIOD_CLOSED' }],
  [says(/already exists/i), { class: 'conflict', code: 'DUPLICATE' }],
  [coded('INVALID_LOGIN', 'INVALID_LOGIN_ATTEMPT'), { class: 'auth' }],
];

/** Saves of customers and projects: a number taken a moment ago is read again before the next sending, and then joined or refused. */
const ENTITY_SAVE = /^(customer|job)\.(put|patch)$|^customerSubsidiaryRelationship\./;

/**
 * NetSuite's answer in the closed set. A documented 4xx refusal changed nothing (a record is saved whole or not at all); 5xx and UNEXPECTED_ERROR leave it open,
 * and so does an error body under a success status.
 */
export function classify(answer: VendorAnswer, request: VendorRequest): Failure | null {
  const [error] = errorsOf(answer);
  const byStatus = classifyStatus(answer, error?.detail);
  if (!error) return byStatus;
  const base: Failure = byStatus ?? { class: 'unknown', applied: 'unknown', detail: error.detail };
  const reading = byStatus && byStatus.applied === 'no' ? (RULES.find(([test]) => test(error))?.[1] ?? {}) : {};
  const field = canonicalField(reading.class === 'period_closed' ? 'tranDate' : error.path, error.detail, request.label);
  const failure: Failure = { ...base, ...fieldCode(base, field), ...reading, vendor_code: error.code || undefined, ...(field ? { field } : {}) };
  if (failure.class === 'conflict' && ENTITY_SAVE.test(request.label)) return { ...failure, class: 'locked' };
  return failure;
}

/** Who can mend a refused field. */
function fieldCode(failure: Failure, field: string | undefined): Partial<Failure> {
  if (failure.class !== 'validation' || !field) return {};
  if (/tax_(code|profile)$/.test(field)) return { code: 'INVALID_TAX' };
  return field === 'legal_entity_code' ? { code: 'MISSING_LEGAL_ENTITY' } : {};
}
