import type { VendorContext } from '#lib/connector';
import { sqlColumn, sqlDay, type SqlRow, suiteql } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { dropped, knownJournal, mapJournal } from '../mappers/journal.js';
import { among, deltaOf } from './walk.js';

/** Journals with the sums of their lines. */
export const journal = deltaOf(() => ({
  label: 'transaction.journal', key: 't.id', changed: 't.lastmodifieddate', where: `t.type = 'Journal'`,
  from: 'transaction t LEFT JOIN currency cur ON cur.id = t.currency LEFT JOIN accountingperiod p ON p.id = t.postingperiod',
  columns: `t.type, t.tranid, t.externalid, ${sqlDay('t.trandate')} AS trandate, t.status, t.voided, t.memo, cur.symbol AS currency, p.periodname`,
}), { map: mapJournal, known: knownJournal, dropped }, withSums);

async function withSums(rows: SqlRow[], ctx: VendorContext<NetsuiteSettings>): Promise<SqlRow[]> {
  const sums = await suiteql(ctx, 'transactionline.sums', `
    SELECT l.transaction, SUM(l.debitforeignamount) AS debit, SUM(l.creditforeignamount) AS credit, MIN(s.${sqlColumn(ctx.settings.legal_entity_field)}) AS legal_entity
    FROM transactionline l LEFT JOIN subsidiary s ON s.id = l.subsidiary WHERE ${among('l.transaction', rows)} GROUP BY l.transaction ORDER BY l.transaction`);
  const byId = new Map(sums.map((sum) => [sum.transaction, sum]));
  return rows.map((row) => {
    const { debit, credit, legal_entity } = byId.get(row.id) ?? {};
    return { ...row, debit, credit, legal_entity };
  });
}
