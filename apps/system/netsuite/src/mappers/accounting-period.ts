import type { AccountingPeriod } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';

export const dropped = {
  isquarter: 'quarters only add months up: they are not read', isyear: 'years only add months up: they are not read',
  isadjust: 'adjustment periods overlap the months; nothing of ours posts into them: they are not read',
  parent: 'the quarter or year of the month', closedondate: 'the change time says when', aplocked: 'no process of ours posts payables', allownonglchanges: 'concerns edits by people',
};

/**
 * A month at one legal entity. NetSuite closes a month for the whole account: closed = `closed`; locked for everybody without override permission, as
 * the integration is (alllocked, or receivables locked) = `soft_closed`. A month ahead is open in NetSuite until somebody closes it.
 */
export function mapAccountingPeriod(row: SqlRow): Mapped<AccountingPeriod> {
  const locked = row.alllocked === 'T' || row.arlocked === 'T';
  return {
    data: { name: row.periodname!, start: row.startdate!, end: row.enddate!, status: row.closed === 'T' ? 'closed' : locked ? 'soft_closed' : 'open' },
    natural_key: `${row.legal_entity}:${row.startdate}`, effective_from: row.startdate, effective_to: row.enddate,
    refs: { legal_entity_id: { entity: 'legal_entity', natural_key: row.legal_entity! } },
    extensions: { period_id: row.period, all_locked: row.alllocked === 'T', receivables_locked: row.arlocked === 'T' },
  };
}
