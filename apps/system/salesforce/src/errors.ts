import { classifyStatus, type Failure, type FailureClass, type VendorAnswer, type VendorRequest } from '#lib/connector';

/** One refusal: plain answers say `errorCode`, upserts and collections `statusCode`. */
interface Refusal {
  errorCode?: string;
  statusCode?: string;
  message?: string;
  fields?: string[];
}

/** Codes whose meaning differs from that of their HTTP status. All of them say that nothing was saved. */
const BY_CODE: Record<string, FailureClass> = {
  REQUEST_LIMIT_EXCEEDED: 'rate_limited',
  INVALID_SESSION_ID: 'auth', API_DISABLED_FOR_ORG: 'auth', INSUFFICIENT_ACCESS: 'auth', INSUFFICIENT_ACCESS_OR_READONLY: 'auth', INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'auth',
  UNABLE_TO_LOCK_ROW: 'locked',
  DUPLICATE_VALUE: 'conflict', DUPLICATES_DETECTED: 'conflict',
  NOT_FOUND: 'not_found', ENTITY_IS_DELETED: 'not_found',
};

/** Canonical fields of the writes, by the field Salesforce complains about. */
const FIELDS: Record<string, string> = {
  Delivery_Status__c: 'delivery_status', Delivery_Project_Code__c: 'project_code', Contract__c: 'contract_source_id', Opportunity__c: 'opportunity_source_id',
  Invoice_Number__c: 'invoice_number', Status__c: 'status', Invoice_Date__c: 'invoice_date', Total__c: 'total', CurrencyIsoCode: 'currency',
};

/** Label of the upsert of invoice statuses: two of them racing for one new record are no conflict. */
export const INVOICE_STATUS_UPSERT = 'invoice_status.upsert';

/**
 * Salesforce's answer as a failure of the closed set; null when it is a success. 4xx promise that nothing was saved; 5xx and errors inside a 2xx do not.
 * 300 means that several records carry one external id: nothing was written (REST guide, upsert).
 */
export function classify(answer: VendorAnswer, request: VendorRequest): Failure | null {
  const refusal = refusalOf(answer);
  const ok = answer.status >= 200 && answer.status < 300;
  if (ok && refusal === null) return null;
  if (refusal === 'unreadable') return ok ? { class: 'unavailable', applied: 'unknown', detail: `Salesforce answered ${answer.status} with something that is not JSON` } : classifyStatus(answer);
  if (answer.status === 300) return { class: 'conflict', applied: 'no', detail: 'several records carry this external id; nothing was written', code: 'DUPLICATE', vendor_code: 'MULTIPLE_CHOICES' };
  const code = refusal?.errorCode ?? refusal?.statusCode;
  const detail = `${code ?? answer.status}: ${refusal?.message ?? 'no text'}`;
  const base = ok ? { class: 'unavailable' as const, applied: 'unknown' as const, detail } : classifyStatus(answer, detail)!;
  const known = code === 'DUPLICATE_VALUE' && request.label === INVOICE_STATUS_UPSERT ? 'locked' : code === undefined || answer.status >= 500 ? undefined : BY_CODE[code];
  const field = refusal?.fields?.map((f) => FIELDS[f]).find((f) => f !== undefined);
  return { ...base, class: known ?? base.class, ...(code ? { vendor_code: code } : {}), ...(field ? { field } : {}) };
}

function refusalOf(answer: VendorAnswer): Refusal | 'unreadable' | null {
  const text = answer.body.trim();
  if (text === '') return null;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'unreadable';
  }
  if (Array.isArray(body)) return isRefusal(body[0]) ? body[0] : null;
  const one = body as { success?: unknown; errors?: Refusal[] } | null;
  return one?.success === false ? (one.errors?.[0] ?? {}) : null;
}

const isRefusal = (item: unknown): item is Refusal => typeof (item as Refusal | null)?.errorCode === 'string' || typeof (item as Refusal | null)?.statusCode === 'string';
