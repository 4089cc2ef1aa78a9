import { type FieldError, Problem } from '#lib/platform';
import { RuleError, type RuleErrorCode, type RuleTrace } from '#lib/rules';
import { RULE_FIXES } from './fixes.js';

/** A rule's own refusal, as a value. */
export interface Refused {
  ok: false;
  code: string;
  detail?: string;
  why: readonly RuleTrace[];
}

/** Most refusals told at once: enough to mend a timesheet, little enough to read. */
const MOST = 50;

/**
 * Collects what the rules refuse, each with the field it came from, so that one answer names all of it.
 * A problem of class `business_rejection` (422): its code is that of the first refusal, each message starts with code and rule.
 */
export class Refusals {
  private readonly errors: FieldError[] = [];
  private code: string | undefined;

  /** The result, or undefined after noting what the rule refused about the field. */
  at<T>(field: string, rule: () => T): Exclude<T, { ok: false }> | undefined {
    try {
      const result = rule();
      if (!isRefused(result)) return result as Exclude<T, { ok: false }>;
      this.add(field, result.code, result.why[0]?.rule ?? '', result.detail ?? result.why[0]?.detail ?? 'refused');
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      this.add(field, error.code, error.rule, error.detail);
    }
    return undefined;
  }

  /** Notes a refusal that was found here, by a rule. */
  add(field: string, code: string, rule: string, detail: string, fix = RULE_FIXES[code as RuleErrorCode] ?? 'Correct the value that the message names.'): void {
    this.code ??= code;
    if (this.errors.length < MOST) this.errors.push({ field, message: `${code}${rule ? ` (${rule})` : ''}: ${detail}`, fix });
  }

  /** Throws what was collected, if anything. */
  end(): void {
    if (this.code === undefined) return;
    const first = this.errors[0]!.message;
    const more = this.errors.length > 1 ? ` And ${this.errors.length - 1} more; see errors.` : '';
    throw new Problem('business_rejection', `${first}.${more}`, { code: this.code, errors: this.errors });
  }
}

/** One rule about one field: its result, or the problem. */
export function accepted<T>(field: string, rule: () => T): Exclude<T, { ok: false }> {
  const refusals = new Refusals();
  const result = refusals.at(field, rule);
  refusals.end();
  return result as Exclude<T, { ok: false }>;
}

function isRefused(result: unknown): result is Refused {
  return typeof result === 'object' && result !== null && (result as { ok?: unknown }).ok === false;
}
