import { addDays } from '#lib/canonical';
import type { Charge, LineOfContract } from '#lib/store';
import { oneOf } from '../contract/priced.js';
import type { RetainerPeriodTerms } from './periods.js';

/** RET-3: the base fee of each period that has begun by `through`, also when nothing of it is used. */
export function feeCharges({ contract, line }: LineOfContract, periods: RetainerPeriodTerms[], through: string): Charge[] {
  const included = line.retainer!.unit === 'money' ? '' : ', %s hours included';
  return periods.filter((p) => p.from <= through).map((p) => {
    const last = addDays(p.to, -1);
    return {
      kind: 'retainer_period', key: `fee:${p.period}`, period: p.period, service_from: p.from, service_to: last, event_date: p.from, late_date: through, description: `${line.description ?? 'Retainer'} ${p.from} to ${last}${included.replace('%s', p.included)}`,
      ...oneOf('period', line, p.fee, contract.data.currency), account_role: 'contract_liability', why: [{ rule: 'RET-3', detail: 'base fee of the period', numbers: { fee: p.fee } }, ...p.why],
    };
  });
}
