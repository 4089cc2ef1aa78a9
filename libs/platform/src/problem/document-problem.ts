import { PROBLEM_CLASSES, PROBLEM_TYPE_BASE, type ProblemClass } from './classes.js';
import { FieldErrorDto, ProblemDto } from './problem.dto.js';

const CORRELATION_ID = '018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11';
const WRONG_FIELD = { field: 'lines[0].hours', message: 'hours must be a decimal number as text', fix: 'Send a decimal number as text, such as 7.50.' } satisfies FieldErrorDto;

/** What a class adds to the example of its answer. */
const SAID: Partial<Record<ProblemClass, Partial<ProblemDto>>> = {
  validation: { detail: '1 field is not valid.', errors: [WRONG_FIELD] },
  idempotency_key_required: { detail: 'Every write needs an Idempotency-Key, so that asking twice writes once.', errors: [{ field: 'header:Idempotency-Key', message: 'is missing', fix: 'Send the business key of the fact.' }] },
  forbidden: { detail: 'The token lacks the scope: process.write.', code: 'SCOPE_MISSING' },
  business_rejection: { detail: 'The period is closed in the ledger.', code: 'PERIOD_CLOSED' },
  rate_limited: { detail: 'Too many requests. Try again later.', retry_after_s: 30 },
  vendor_unavailable: { detail: 'A system behind this API did not answer. Try again later.', retry_after_s: 30 },
};

/** An answer as OpenAPI describes it. */
export interface DocumentedResponse {
  description: string;
  content: { 'application/problem+json': { schema: { $ref: string }; examples: Record<string, { $ref: string }> } };
}

/** The answer of one status: the classes it may carry, each with an example. */
export function problemResponse(classes: readonly ProblemClass[]): DocumentedResponse {
  return {
    description: classes.map((c) => `${PROBLEM_CLASSES[c].title} (\`${c}\`)`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' }, examples: Object.fromEntries(classes.map((c) => [c, { $ref: `#/components/examples/${c}` }])) } },
  };
}

/** The classes that a documented answer names already. */
export function classesIn(response: unknown): ProblemClass[] {
  return Object.keys((response as DocumentedResponse | undefined)?.content?.['application/problem+json']?.examples ?? {}) as ProblemClass[];
}

/** The example that the answers of a class refer to, under `components/examples`. */
export function exampleOf(problemClass: ProblemClass): { summary: string; value: ProblemDto } {
  const { status, title } = PROBLEM_CLASSES[problemClass];
  const value: ProblemDto = { type: PROBLEM_TYPE_BASE + problemClass, title, status, detail: `${title}.`, instance: '/v1/example', class: problemClass, correlation_id: CORRELATION_ID, ...SAID[problemClass] };
  return { summary: title, value };
}
