import type { OpenAPIObject } from '@nestjs/swagger';
import { BEARER_SCHEME } from '../auth/decorators.js';
import { PROBLEM_CLASSES, type ProblemClass } from '../problem/classes.js';
import { withoutFilledFilters } from './document-formats.js';
import { classesIn, exampleOf, problemResponse } from '../problem/document-problem.js';

type Operation = {
  parameters?: Parameters<typeof withoutFilledFilters>[0];
  security?: unknown[];
  responses: Record<string, unknown>;
  description?: string;
  'x-required-scopes'?: string[];
  'x-required-roles'?: string[];
};

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
const ALWAYS: ProblemClass[] = ['validation', 'rate_limited', 'internal'];
const GUARDED: ProblemClass[] = ['unauthenticated', 'forbidden'];

function needs(operation: Operation): string {
  const scopes = operation['x-required-scopes'];
  const roles = operation['x-required-roles'];
  const parts = [scopes?.length && `the scope ${scopes.map((s) => `\`${s}\``).join(' and ')}`, roles?.length && `one of the roles ${roles.map((r) => `\`${r}\``).join(', ')}`].filter(Boolean);
  return parts.length ? `Needs ${parts.join(' and ')}.` : '';
}

/** Adds to each operation what holds for all: the problems it may answer with, and in words what a caller must hold. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const used = new Set<ProblemClass>();
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      withoutFilledFilters(operation.parameters);
      const guarded = Boolean(operation.security?.length);
      for (const problemClass of [...ALWAYS, ...(guarded ? GUARDED : [])]) {
        const status = String(PROBLEM_CLASSES[problemClass].status);
        const own = operation.responses[status];
        // An answer of another kind that a route documents itself stands.
        if (own === undefined || classesIn(own).length > 0) operation.responses[status] = problemResponse([...new Set([problemClass, ...classesIn(own)])]);
      }
      for (const response of Object.values(operation.responses)) for (const problemClass of classesIn(response)) used.add(problemClass);
      // A route with both scopes and roles has been marked by each of the two decorators.
      operation.security = guarded ? [{ [BEARER_SCHEME]: [] }] : [];
      const words = needs(operation);
      if (words) operation.description = [operation.description, words].filter(Boolean).join('\n\n');
    }
  }
  document.components = { ...document.components, examples: Object.fromEntries([...used].sort().map((c) => [c, exampleOf(c)])) };
  return document;
}
