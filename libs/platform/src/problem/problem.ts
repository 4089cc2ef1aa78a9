import { PROBLEM_CLASSES, PROBLEM_TYPE_BASE, type ProblemClass } from './classes.js';

/** One field that is wrong and what to do about it. */
export interface FieldError {
  /** Where, in dots and brackets from the root of what was sent: `lines[0].hours`. Headers as `header:Idempotency-Key`, parts of the path as `path:id`. */
  field: string;
  /** What is wrong. */
  message: string;
  /** What to send instead. */
  fix: string;
}

/** What a problem may say beyond its class. */
export interface ProblemOptions {
  /** Machine-readable code inside the class, such as an exception code of the catalog or a rule id. */
  code?: string;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense; also sent as `Retry-After`. */
  retry_after_s?: number;
  /** The underlying error, for the log only: never sent. */
  cause?: unknown;
  /** Further response headers, such as `WWW-Authenticate` or `Allow`. */
  headers?: Record<string, string>;
}

/** The body of an error answer (`application/problem+json`). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  class: ProblemClass;
  code?: string;
  errors?: FieldError[];
  correlation_id: string;
  retry_after_s?: number;
}

/**
 * A failure that is told to the caller as RFC 9457 problem details. Throw it from anywhere below a route.
 * The detail is read by people outside: say what happened and what to do, no internals, no secrets, no personal values.
 * @example throw new Problem('not_found', `There is no engagement ${id}.`);
 */
export class Problem extends Error {
  readonly class: ProblemClass;
  readonly status: number;
  readonly title: string;
  readonly type: string;
  readonly detail: string;
  readonly code?: string;
  readonly errors?: FieldError[];
  readonly retryAfterS?: number;
  readonly headers: Record<string, string>;

  constructor(problemClass: ProblemClass, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.class = problemClass;
    this.status = PROBLEM_CLASSES[problemClass].status;
    this.title = PROBLEM_CLASSES[problemClass].title;
    this.type = PROBLEM_TYPE_BASE + problemClass;
    this.detail = detail;
    this.code = options.code;
    this.errors = options.errors;
    this.retryAfterS = options.retry_after_s;
    this.headers = options.headers ?? {};
  }

  /** The body to send; absent members are left out. `instance` is the path asked for, without its query. */
  body(instance: string, correlationId: string): ProblemBody {
    return {
      type: this.type,
      title: this.title,
      status: this.status,
      detail: this.detail,
      instance,
      class: this.class,
      ...(this.code !== undefined && { code: this.code }),
      ...(this.errors?.length && { errors: this.errors }),
      correlation_id: correlationId,
      ...(this.retryAfterS !== undefined && { retry_after_s: this.retryAfterS }),
    };
  }
}
