import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { fixFor } from './fixes.js';
import { type FieldError, Problem } from './problem.js';

function pathOf(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent ? `${parent}.${property}` : property;
}

/** Flattens class-validator's tree into one entry per field and broken rule; values are never repeated. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((e) => {
    const field = pathOf(parent, e.property ?? '');
    const own = Object.entries(e.constraints ?? {}).map(([rule, message]) => ({ field, message, fix: fixFor(rule, e.contexts?.[rule]) }));
    return [...own, ...fieldErrors(e.children ?? [], field)];
  });
}

/** The `validation` problem for a set of wrong fields. */
export function validationProblem(errors: FieldError[]): Problem {
  return new Problem('validation', errors.length === 1 ? '1 field is not valid.' : `${errors.length} fields are not valid.`, { errors });
}

/**
 * The pipe every app validates with: unknown fields are refused, plain JSON becomes DTO instances, and what is wrong
 * is told per field with the fix.
 */
export function problemValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => validationProblem(fieldErrors(errors)),
  });
}
