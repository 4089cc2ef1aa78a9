import { RuleError } from '../error.js';
import type { RateDimension, RateScope } from './card.js';

/** One step of a precedence: an override, the assignment, or the cards of some scopes, optionally only lines that name a dimension. */
export interface RateLevel {
  level: string;
  from: 'override' | 'assignment' | 'cards';
  scopes?: readonly RateScope[];
  /** Only lines on which these dimensions are set. */
  requires?: readonly RateDimension[];
}

const override: RateLevel = { level: 'override', from: 'override' };
const assignment: RateLevel = { level: 'assignment', from: 'assignment' };
const cards = (level: string, scopes: readonly RateScope[], requires?: readonly RateDimension[]): RateLevel =>
  requires ? { level, from: 'cards', scopes, requires } : { level, from: 'cards', scopes };
const ANY: readonly RateScope[] = ['contract_line', 'contract', 'project', 'client', 'region_practice', 'region', 'practice', 'group', 'legal_entity', 'global'];

/**
 * RATE-2 and its alternatives, first match wins.
 * `default`; `certinia` (account, region, practice, group); `ifs` (project list always over client list);
 * `dynamics_finance` (project, resource, role, category); `oracle` (person override, job override, then person or job schedule);
 * `upland` (project, client, system).
 */
export const RATE_PRECEDENCES = {
  default: [
    override, assignment, cards('contract_line', ['contract_line']), cards('contract', ['contract']), cards('project', ['project']), cards('client', ['client']),
    cards('region_practice', ['region_practice', 'region', 'practice', 'group']), cards('legal_entity', ['legal_entity']), cards('global', ['global']),
  ],
  certinia: [override, assignment, cards('account', ['client']), cards('region', ['region']), cards('practice', ['practice']), cards('group', ['group']), cards('global', ['legal_entity', 'global'])],
  ifs: [override, assignment, cards('project', ['project']), cards('client', ['client']), cards('legal_entity', ['legal_entity']), cards('global', ['global'])],
  dynamics_finance: [override, assignment, cards('project', ['project']), cards('resource', ANY, ['worker_id']), cards('role', ANY, ['role']), cards('category', ANY, ['category']), cards('global', ['global'])],
  oracle: [
    override, cards('person_override', ['contract_line', 'contract'], ['worker_id']), cards('job_override', ['contract_line', 'contract'], ['role']), assignment,
    cards('person_schedule', ['project', 'client', 'legal_entity', 'global'], ['worker_id']), cards('job_schedule', ['project', 'client', 'legal_entity', 'global'], ['role']),
  ],
  upland: [override, assignment, cards('project', ['project']), cards('client', ['client']), cards('system', ['legal_entity', 'global'])],
} as const satisfies Record<string, readonly RateLevel[]>;

export type RatePrecedence = keyof typeof RATE_PRECEDENCES;

/** The levels of a named precedence, or a firm's own list as given. */
export function rateLevels(precedence: RatePrecedence | readonly RateLevel[] = 'default'): readonly RateLevel[] {
  if (typeof precedence !== 'string') return precedence;
  if (!Object.hasOwn(RATE_PRECEDENCES, precedence)) {
    throw new RuleError('INVALID_POLICY', 'RATE-2', `rate precedence ${JSON.stringify(precedence)} is not one of ${Object.keys(RATE_PRECEDENCES).join(', ')}`);
  }
  return RATE_PRECEDENCES[precedence];
}
