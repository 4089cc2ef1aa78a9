import type { ErpJournal } from '#lib/canonical';
import type { Known, Mapped } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { amount } from './amounts.js';
import { documentStatus } from './statuses.js';

export const dropped = { createddate: 'the posting date counts', exchangerate: 'journals of ours are in the functional currency', reversaldate: 'the reversal is a journal of its own', lines: 'compared by their sums' };

const isOurs = (row: SqlRow): boolean => row.externalid?.startsWith('tl_') ?? false;

/** What a journal says whatever its status and sums. */
export function knownJournal(row: SqlRow): Known {
  return {
    natural_key: row.tranid && row.legal_entity ? `${row.legal_entity}:${row.tranid}` : null,
    extensions: {
      ...(row.tranid ? { journal_number: row.tranid } : {}), ...(row.legal_entity ? { legal_entity_code: row.legal_entity } : {}), ...(row.periodname ? { period_name: row.periodname } : {}),
      ...(row.memo ? { memo: row.memo } : {}), ...(row.externalid && !isOurs(row) ? { external_id: row.externalid } : {}),
    },
  };
}

/** Journal with the sums of its lines, in its own currency. */
export function mapJournal(row: SqlRow, settings: NetsuiteSettings): Mapped<ErpJournal> {
  const currency = row.currency ?? '';
  return {
    ...knownJournal(row), ...(row.legal_entity ? { refs: { legal_entity_id: { entity: 'legal_entity', natural_key: row.legal_entity } } } : {}),
    data: {
      posting_date: row.trandate!, currency, total_debit: amount(row.debit, currency), total_credit: amount(row.credit, currency),
      ...(isOurs(row) ? { effect_key: row.externalid } : {}), status: documentStatus(row, settings),
    },
  };
}
