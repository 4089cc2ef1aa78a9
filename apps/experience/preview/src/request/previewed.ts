import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiBody, ApiOkResponse } from '@nestjs/swagger';
import { ApiProblems, Scopes } from '#lib/platform';

/** A documented example: what is sent, and exactly what is answered. */
export interface PreviewExample {
  summary: string;
  request: unknown;
  answer: unknown;
}

const part = (examples: Record<string, PreviewExample>, of: 'request' | 'answer') => Object.fromEntries(Object.entries(examples).map(([name, e]) => [name, { summary: e.summary, value: e[of] as object }]));

/** What every preview route has: answer 200 because nothing is made, the scope, its examples on both sides, and 422 for what a rule refuses. */
export function Previewed(body: Type<unknown>, answer: Type<unknown>, examples: Record<string, PreviewExample>): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    Scopes('preview.read'),
    ApiBody({ type: body, examples: part(examples, 'request') }),
    ApiOkResponse({ type: answer, description: 'What the rules make of it. Nothing was written.', examples: part(examples, 'answer') as never }),
    ApiProblems('payload_too_large', 'business_rejection'),
  );
}
