import type { ExceptionCode } from '#lib/canonical';
import type { AwaitedChange } from '#lib/process';
import type { BillingTerms } from '#lib/store';
import type { Person } from './people.js';

/** What takes a fault of an entry away: the records that the judgment of it rests on. */
export function awaitedBy(code: ExceptionCode, { project, contract }: BillingTerms, { worker }: Person): AwaitedChange[] {
  const of = (entity: string): AwaitedChange => ({ entity, field: 'worker_id', value: worker.id });
  const key = (r: { entity: string; id: string; natural_key: string | null } | undefined): AwaitedChange[] => (r ? [{ entity: r.entity, key: r.natural_key ?? r.id }] : []);
  switch (code) {
    case 'MISSING_RATE':
    case 'AMBIGUOUS_RATE':
      return [{ entity: 'rate_card_version', field: 'currency', value: contract?.data.currency ?? project.data.currency }, ...key(contract), of('assignment')];
    case 'MISSING_COST_RATE':
      return [of('cost_rate')];
    case 'WORKER_INACTIVE':
      return key(worker);
    case 'ASSIGNMENT_WINDOW':
    case 'LABOR_CATEGORY':
      return [of('assignment')];
    case 'PROJECT_NOT_OPEN':
    case 'MISSING_CONTRACT':
      return [...key(project), ...key(contract)];
    default:
      return [];
  }
}
