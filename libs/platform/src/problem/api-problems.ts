import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse } from '@nestjs/swagger';
import { PROBLEM_CLASSES, type ProblemClass } from './classes.js';
import { problemResponse } from './document-problem.js';
import { ProblemDto } from './problem.dto.js';

/**
 * Documents the problems a route may answer with, beyond those every route has (400, 401, 403, 429, 500).
 * Classes of the same status share one response.
 * @example `@ApiProblems('not_found', 'idempotency_conflict')`
 */
export function ApiProblems(...classes: ProblemClass[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, ProblemClass[]>();
  for (const c of classes) byStatus.set(PROBLEM_CLASSES[c].status, [...(byStatus.get(PROBLEM_CLASSES[c].status) ?? []), c]);
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...[...byStatus].map(([status, group]) =>
      ApiResponse({ status, ...problemResponse(group) }),
    ),
  );
}
