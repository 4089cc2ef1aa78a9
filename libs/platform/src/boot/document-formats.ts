import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

/** A class with the description that the build made of its properties. */
type Described = Function & { _OPENAPI_METADATA_FACTORY?: () => Record<string, object> };
interface Rule {
  name?: string;
  constraints?: unknown[];
  context?: { example?: unknown };
  propertyName: string;
}

/** Examples that came from a format, by its pattern. */
const exampleOfFormat = new Map<string, unknown>();

/** What a rule tells the document besides what the build copies out of it, which are literals only. */
const TOLD_BY: Record<string, (rule: Rule) => ApiPropertyOptions> = {
  // OpenAPI has no flags: a format with flags cannot be stated.
  matches: ({ constraints, context }) => {
    const format = constraints?.[0];
    if (!(format instanceof RegExp) || format.flags !== '') return {};
    if (context?.example === undefined) return { pattern: format.source };
    exampleOfFormat.set(format.source, context.example);
    return { pattern: format.source, example: context.example };
  },
  isInt: () => ({ type: 'integer' }),
};

const documented = new WeakSet<Function>();

/**
 * Puts into the documents what the rules of request classes say and the build cannot see: text formats given by name, examples, whole numbers.
 * What a property states itself stands.
 */
export function documentFormats(): void {
  for (const [target, rules] of getMetadataStorage()['validationMetadatas'] as Map<Described, Rule[]>) {
    if (documented.has(target) || !rules.some((rule) => rule.name && rule.name in TOLD_BY)) continue;
    documented.add(target);
    const described = target._OPENAPI_METADATA_FACTORY?.() ?? {};
    // All of its properties, for they are documented in the order in which they are first told.
    for (const property of new Set([...Object.keys(described), ...rules.map((rule) => rule.propertyName)])) {
      const told = Object.assign({}, ...rules.filter((rule) => rule.propertyName === property).map((rule) => TOLD_BY[rule.name ?? '']?.(rule))) as ApiPropertyOptions;
      const stated = { ...described[property], type: undefined, ...statedAt(target, property) };
      ApiProperty(Object.fromEntries(Object.entries(told).filter(([key]) => stated[key as keyof typeof stated] === undefined)))(target.prototype, property);
    }
  }
}

/**
 * Takes the examples of formats off filters. Swagger UI fills examples into its form, and a filter nobody asked for hides records;
 * an example that the author of a parameter wrote stays.
 */
export function withoutFilledFilters(parameters: { in: string; required?: boolean; schema?: { pattern?: string; example?: unknown } }[] = []): void {
  for (const { in: place, required, schema } of parameters) {
    if (place === 'query' && !required && schema?.pattern !== undefined && schema.example === exampleOfFormat.get(schema.pattern)) delete schema.example;
  }
}

/** What decorators say of a property; a type that is the class of its values says nothing. */
function statedAt(target: Function, property: string): Record<string, unknown> {
  const stated = (Reflect.getMetadata('swagger/apiModelProperties', target.prototype, property) ?? {}) as Record<string, unknown>;
  return { ...stated, type: typeof stated['type'] === 'string' ? stated['type'] : undefined };
}
