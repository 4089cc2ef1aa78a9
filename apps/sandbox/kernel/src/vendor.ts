import type { Books } from './books.js';

/** One request as a vendor's handler sees it. */
export interface Ctx {
  method: string;
  /** Path without the query. */
  path: string;
  /** The named parts of the route's pattern, decoded; the tail of a `*` pattern is under `*`. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  raw: Buffer;
  /** The body as JSON; throws `BadBody` when it is none. */
  json<T = any>(): T;
  /** The body as application/x-www-form-urlencoded. */
  form(): URLSearchParams;
  /** A transaction over this request: committed when the handler answers below 400, else dropped. */
  books: Books;
  /** Grows with every commit of this vendor; while it stands still, nothing in the books has changed. Absent in a request made up by a handler. */
  booksVersion?: number;
  /** The vendor's virtual clock. */
  now(): Date;
  /** Repeatable random number in [0, 1). */
  rng(): number;
  /** Process memory, not books: tokens, open cursors. Gone after a restart. */
  state: Map<string, unknown>;
  /** Requests open at this vendor when this one arrived, itself included. */
  inFlight: number;
}

/** An answer. An object body goes out as JSON, text and bytes as they are, no body as an empty one. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Whether the request was a write; by default every method but GET and HEAD is. */
  write?: boolean;
}

export type Handler = (ctx: Ctx) => Reply | Promise<Reply>;

/** Where a vendor registers its routes. The first pattern that fits wins. */
export interface Router {
  /** `:name` takes one path segment, a last `*` takes the rest. A GET route also answers HEAD. */
  on(method: string, pattern: string, handler: Handler): void;
  /** Runs before every handler, in order; an answer from it ends the request without commit (auth, limits). */
  before(mw: (ctx: Ctx) => Reply | undefined): void;
  notFound(handler: Handler): void;
}

/** One business document in a vendor's books, made comparable between runs. */
export interface SandboxDocument {
  type: string;
  id: string;
  /** The key the gateway left on the document, if it did. */
  effect_key: string | null;
  /** Business content without ids and timestamps: equal in two runs that did the same business. */
  digest: Record<string, unknown>;
}

/** What an injected fault wants said in the vendor's own words. */
export interface FaultWords {
  status?: number;
  /** Seconds. */
  retry_after?: number;
  message?: string;
}

/** A simulated vendor: its protocol on top, its books below. */
export interface Vendor {
  name: string;
  /** Port = base + offset. */
  portOffset: number;
  /** Id of the n-th row of a table, in this vendor's style. */
  newId(table: string, n: number): string;
  routes(router: Router): void;
  /** An error body in this vendor's own shape. Also used for malformed bodies (400) and handler failures (500). */
  faultReply(kind: 'error' | 'rate_limit', params: FaultWords): Reply;
  /** What a person does in the vendor's UI, with the vendor's own side effects: POST /__sandbox/actions/{name}. */
  actions?: Record<string, (ctx: Ctx, body: any) => Reply>;
  /** The documents tests compare. */
  documents(books: Books): SandboxDocument[];
  /** Side effects of setting a switch; the value itself is kept by the kernel, see `switchValue`. */
  setSwitch?(books: Books, name: string, value: unknown): void;
  /** Headers this vendor puts on every answer (a request id, say). */
  answerHeaders?(): Record<string, string>;
}

/** Thrown by a handler to answer without committing anything it has staged. */
export class Abort extends Error {
  constructor(readonly reply: Reply) {
    super(`aborted with ${reply.status}`);
  }
}

/** Thrown by `ctx.json()` for a body that is not JSON. */
export class BadBody extends Error {}
