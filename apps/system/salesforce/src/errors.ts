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
  Invoice_Number__c: 'invoice_number', Status__c: 'status', Invoice_Date__c: 'invoice_date', Total__c: 'total', CurrencyIsoCode: 'currency', Line_Number__c: 'lines.line_no', Contract_Type__c: 'lines.contract_type', End_Date__c: 'lines.end',
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
  if (ok && refusal === null) return refusedGraph(answer);
  if (refusal === 'unreadable') return ok ? { class: 'unavailable', applied: 'unknown', detail: `Salesforce answered ${answer.status} with something that is not JSON` } : classifyStatus(answer);
  if (answer.status === 300) return { class: 'conflict', applied: 'no', detail: 'several records carry this external id; nothing was written', code: 'DUPLICATE', vendor_code: 'MULTIPLE_CHOICES' };
  const code = refusal?.errorCode ?? refusal?.statusCode;
  const detail = `${code ?? answer.status}: ${refusal?.message ?? 'no text'}`;
  const base = ok ? { class: 'unavailable' as const, applied: 'unknown' as const, detail } : classifyStatus(answer, detail)!;
  const known = code === 'DUPLICATE_VALUE' && request.label === INVOICE_STATUS_UPSERT ? 'locked' : code === undefined || answer.status >= 500 ? undefined : BY_CODE[code];
  const field = fieldOf(refusal);
  return { ...base, class: known ?? base.class, ...(code ? { vendor_code: code } : {}), ...(field ? { field } : {}) };
}

const fieldOf = (refusal: Refusal | null): string | undefined => refusal?.fields?.map((f) => FIELDS[f]).find((f) => f !== undefined);

/** A composite graph that failed: Salesforce answers 200, says so in `isSuccessful`, and has taken all of it back (REST guide, composite graph). Null when it went through, or is none. */
function refusedGraph(answer: VendorAnswer): Failure | null {
  if (!answer.body.includes('"isSuccessful"')) return null;
  const { graphs = [] } = JSON.parse(answer.body) as { graphs?: { isSuccessful?: boolean; graphResponse?: { compositeResponse?: { body?: Refusal[] | null; httpStatusCode?: number }[] } }[] };
  const failed = graphs.find((graph) => graph.isSuccessful === false);
  if (!failed) return null;
  const parts = failed.graphResponse?.compositeResponse ?? [];
  const culprit = parts.find((part) => (part.httpStatusCode ?? 0) >= 300 && part.body?.[0]?.errorCode !== 'PROCESSING_HALTED');
  const refusal = culprit?.body?.[0] ?? null;
  const code = refusal?.errorCode ?? 'PROCESSING_HALTED';
  const field = fieldOf(refusal);
  const cls: FailureClass = (culprit?.httpStatusCode ?? 0) >= 500 ? 'unavailable' : (BY_CODE[code] ?? 'validation');
  return { class: cls, applied: 'no', detail: `${code}: ${refusal?.message ?? 'no text'}`, vendor_code: code, ...(field ? { field } : {}) };
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
