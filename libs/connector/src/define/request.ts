/** One call to the vendor, as data. Built by pure code; the kit adds auth, correlation, limits and timeouts. */
export interface VendorRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Path relative to the token's base url, else to `settings.base_url` (`/services/rest/record/v1/invoice`), or an absolute url
   * whose origin is one of the vendor's configured urls. Encode variable parts: `` `/workspaces/${encodeURIComponent(id)}` ``.
   */
  url: string;
  /** Appended to the url, encoded; undefined members are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** An object is sent as JSON (amounts as `new ExactNumber(text)` where the vendor wants numbers); a string or URLSearchParams as it is. */
  body?: object | string | URLSearchParams;
  /** Content type of a string body. */
  content_type?: string;
  /** Short name for logs, metrics and the budget, without ids: `invoice.put`, `suiteql`. */
  label: string;
  /** True for a POST that changes nothing (a query language, SOAP reads): it may be retried and used in reads. GET and HEAD always are. */
  safe?: true;
  /** Statuses the caller wants to see itself instead of a VendorFailure, e.g. `[404]` where absence is an answer. */
  accept?: number[];
  /** Which of the connector's auth schemes; `default` unless said. `none` sends no credentials. */
  auth?: string;
  /** Overrides the manifest's request timeout, milliseconds. */
  timeoutMs?: number;
}

/** What the vendor said. `headers` have lower-case names. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw text of the body; '' when there was none. */
  readonly body: string;
  /** The body as JSON; throws UnreadableAnswer when it is not (an HTML error page, a truncated answer). */
  json<T = any>(): T;
}

/** The vendor's answer is not what its documentation says: on a write this leaves the outcome unknown. */
export class UnreadableAnswer extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'UnreadableAnswer';
  }
}

/** A VendorAnswer from plain parts: what specs of parse and classify feed in. */
export function answerOf(status: number, body: string | object = '', headers: Record<string, string> = {}): VendorAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v])),
    body: text,
    json<T>(): T {
      try {
        return JSON.parse(text) as T;
      } catch {
        throw new UnreadableAnswer(`the vendor answered ${status} with a body that is not JSON (${text.length} characters)`);
      }
    },
  };
}

/** True when sending the request can change nothing at the vendor. */
export function isSafe(request: VendorRequest): boolean {
  return request.safe === true || request.method === 'GET' || request.method === 'HEAD';
}
