/** One wrong field, as the problem names it. */
export interface FieldError {
  field: string;
  message: string;
  fix: string;
}

/** Problem details as every route answers them (RFC 9457). */
export interface ProblemBody {
  title: string;
  status: number;
  detail?: string;
  code?: string;
  class?: string;
  errors?: FieldError[];
  correlation_id?: string;
  retry_after_s?: number;
}

/** A refusal of the server, with its own words. */
export class ProblemError extends Error {
  readonly status: number;

  constructor(readonly problem: ProblemBody) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.status = problem.status;
  }
}

/** The problem in an answer that was not a success; answers of something in between (a proxy) get a problem of their own. */
export function problemOf(body: unknown, response: Pick<Response, 'status' | 'statusText' | 'headers'>): ProblemBody {
  if (body && typeof body === 'object' && 'title' in body && 'status' in body) return body as ProblemBody;
  return { title: `The answer was ${response.status} ${response.statusText}`.trim(), status: response.status, correlation_id: response.headers.get('x-correlation-id') ?? undefined };
}
