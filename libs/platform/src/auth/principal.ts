/** Scopes: what a token may be used for. Each route names the ones it needs. */
export const SCOPES = {
  'system.read': 'Read records through the system APIs',
  'system.write': 'Write to vendors through the system APIs',
  'process.read': 'Read process runs and their timelines',
  'process.write': 'Start and steer processes',
  'finance.release': 'Release invoice drafts prepared by someone else',
  'experience.read': 'Read the consolidated views',
  'experience.cost': 'See cost rates and cost figures',
  'preview.read': 'Compute what-if previews from what is sent; shows nothing of the firm',
  'operations.read': 'Read exceptions, effects and operational state',
  'operations.write': 'Retry, mark done or waive exceptions and effects',
  'metrics.read': 'Read metrics',
} as const;
export type Scope = keyof typeof SCOPES;

/** Roles: what a person (or a service) does in the firm. */
export const ROLES = {
  finance: 'Prepares billing',
  finance_approver: 'Releases what finance prepared',
  delivery: 'Runs projects',
  operations: 'Works the exceptions',
  executive: 'Reads the consolidated views',
  service: 'A program acting on its own behalf',
} as const;
export type Role = keyof typeof ROLES;

/** Who asks, as the verified token says. */
export interface Principal {
  /** Stable id of the person or client at the issuer. */
  sub: string;
  /** The client (application) the token was given to. */
  client_id: string;
  /** Name to show; falls back to `sub`. */
  name: string;
  roles: readonly string[];
  scopes: readonly string[];
  /** Legal entities the principal is limited to; absent means all. */
  legal_entities?: readonly string[];
}

/** True if the principal holds the scope. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.includes(scope);
}

/** True if the principal has one of the roles. */
export function hasRole(principal: Principal, ...roles: Role[]): boolean {
  return roles.some((r) => principal.roles.includes(r));
}
