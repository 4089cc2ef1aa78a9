import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { POLICY_CHOICES, type PolicyName, validatePolicy } from '#lib/rules';

/** A choice between competing practices: what can be chosen, its rule and its default are those of the rules. */
export function PolicyChoice(name: PolicyName): PropertyDecorator {
  const { rule, options, default: fallback } = POLICY_CHOICES[name];
  const good = (value: unknown): boolean => validatePolicy({ id: 'request', scope: 'firm', effective_from: '2000-01-01', choices: { [name]: value as string } }).length === 0;
  const list = options.join(', ');
  return applyDecorators(
    ApiPropertyOptional({ type: String, enum: [...options], default: fallback, description: `${rule}: one of ${list}; \`${fallback}\` when left out.` }),
    IsOptional(),
    ValidateBy({ name: 'policyChoice', validator: { validate: good, defaultMessage: () => `$property must be one of ${list} (${rule})` } }, { context: { fix: `Send one of ${list}, or leave it out for ${fallback}.` } }),
  );
}
