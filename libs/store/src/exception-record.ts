import type { ExceptionCode } from '#lib/canonical';

/** An expected business failure that a person must settle (glossary 8.2). */
export interface ExceptionInput {
  code: ExceptionCode;
  /** Names the business fact. Together with `code` it is unique among open exceptions. */
  business_key: string;
  /** Flow or intake that met it. */
  workflow: string;
  step?: string;
  message: string;
  correlation_id: string;
  run_id?: string;
  legal_entity_code?: string;
  /** Facts needed to decide: ids, amounts, both sides of a difference. */
  context?: Record<string, unknown>;
  /** What was seen: records, vendor answers. No secrets. */
  evidence?: unknown[];
  /** Names of changes that take the cause away, such as `contract:C-1`: the run then goes on by itself. Kept in the context under this name. */
  waits_for?: string[];
}

/** A row of table `exception`. Instants are ISO 8601. */
export interface ExceptionRecord {
  id: string;
  code: ExceptionCode;
  severity: string;
  business_key: string;
  workflow: string;
  step: string | null;
  owner_team: string;
  legal_entity_code: string | null;
  run_id: string | null;
  correlation_id: string;
  message: string;
  context: Record<string, unknown>;
  evidence: unknown[];
  suggested_action: string;
  first_seen: string;
  last_seen: string;
  attempts: number;
  status: string;
  assigned_to: string | null;
  resolution: string | null;
  resolution_reason: string | null;
  resolved_by: string | null;
  resolved_at: string | null;
  version: number;
}

/** How an exception ended: by a retry that went through, by hand, as not worth it, by stopping the process, or because its cause went away. */
export type Resolution = 'retried' | 'marked_done' | 'waived' | 'cancelled' | 'cleared';

/** A person's (or the kit's) decision. `expected_version` refuses a decision taken on an outdated view. */
export interface Decision {
  by: string;
  reason?: string;
  expected_version?: number;
}

/** The public form of a row of table `exception`. */
export function exceptionRecord(row: Record<string, any>): ExceptionRecord {
  const instant = (v: unknown) => (v === null || v === undefined ? null : new Date(v as string).toISOString());
  const { tenant_id: _tenant, ...rest } = row;
  return { ...rest, first_seen: instant(row['first_seen'])!, last_seen: instant(row['last_seen'])!, resolved_at: instant(row['resolved_at']) } as ExceptionRecord;
}
