import { dec, type JournalWrite } from '#lib/canonical';
import { ExactNumber, type Mismatch, pairs, refuse, type VendorContext, type WriteVerb, type Written } from '#lib/connector';
import { accountId, currencyId, idsOf, periodOf, subsidiaryId } from '../client/lookups.js';
import { readRecord, type Ref, upsert, writtenId } from '../client/records.js';
import type { NetsuiteSettings } from '../config.js';
import { amount } from '../mappers/amounts.js';
import { Comparison } from './compare.js';
import { ref, segmentRefs, type Segments, segmentsOf } from './segments.js';

/** Ids of the codes on a journal; accounts by role. */
export interface JournalIds extends Segments {
  subsidiary: string;
  currency: string;
  period?: string;
  accounts: Readonly<Record<string, string>>;
}

interface JournalRecord {
  id: string;
  tranId?: string;
  subsidiary?: Ref;
  currency?: Ref;
  postingPeriod?: Ref;
  tranDate?: string;
  approved?: boolean;
  approvalStatus?: Ref;
  line?: { hasMore?: boolean; items?: { line?: string; account?: Ref; debit?: string; credit?: string; entity?: Ref }[] };
}

async function prepare(body: JournalWrite, ctx: VendorContext<NetsuiteSettings>): Promise<JournalIds> {
  const numbers = pairs(ctx.settings.accounts);
  const account = async (role: string, at: number): Promise<string> => {
    const number = Object.hasOwn(numbers, role) ? numbers[role] : undefined;
    if (!number) throw refuse(`no account is set for the role ${role}: add ${role}=<account number> to NETSUITE_ACCOUNTS`, { field: `lines[${at}].account_role` });
    return accountId(ctx, number, `lines[${at}].account_role`);
  };
  const [subsidiary, currency, period, accounts, segments] = await Promise.all([
    subsidiaryId(ctx, body.legal_entity_code), currencyId(ctx, body.currency), periodOf(ctx, body.posting_date), idsOf(body.lines.map((l) => l.account_role), account), segmentsOf(body.lines, ctx),
  ]);
  return { subsidiary, currency, period, accounts, ...segments };
}

/** Lines that carry an amount, with where they stand in the request: NetSuite keeps no lines of zero. Refuses a line with both sides. */
function carrying(body: JournalWrite) {
  return body.lines.flatMap((line, at) => {
    const [debit, credit] = [dec(line.debit), dec(line.credit)];
    if (debit.isNegative() || credit.isNegative() || (!debit.isZero() && !credit.isZero())) throw refuse('a journal line has either a debit or a credit, above zero', { field: `lines[${at}].debit` });
    return debit.isZero() && credit.isZero() ? [] : [{ line, at, debit: debit.isZero() ? undefined : line.debit, credit: credit.isZero() ? undefined : line.credit }];
  });
}

function receipt(record: JournalRecord, currency: string): Written {
  const total = (record.line?.items ?? []).reduce((sum, l) => sum.plus(dec(l.debit ?? '0')), dec(0));
  const posted = record.approvalStatus ? record.approvalStatus.id === '2' : record.approved !== false;
  return {
    source_id: record.id, ...(record.tranId ? { number: record.tranId } : {}), status: posted ? 'posted' : 'submitted', record,
    facts: {
      ...(record.postingPeriod?.refName ? { period: record.postingPeriod.refName } : {}), ...(record.tranDate ? { posting_date: record.tranDate } : {}),
      ...(record.line?.hasMore ? {} : { total: amount(total.toFixed(), currency) }),
    },
  };
}

/** A balanced journal under our key, approved for posting. The purpose stands before the memo. */
export const postJournal: WriteVerb<JournalWrite, NetsuiteSettings, JournalIds> = {
  prepare,
  build: ({ body, key, prepared: ids }) => {
    const lines = carrying(body);
    if (lines.length === 0) throw refuse('the journal carries no amount', { field: 'lines' });
    return upsert('journalEntry', key, {
      subsidiary: ref(ids.subsidiary), currency: ref(ids.currency), tranDate: body.posting_date, postingPeriod: ref(ids.period), approved: true,
      memo: [body.purpose, body.memo].filter(Boolean).join(': '),
      line: {
        items: lines.map(({ line, debit, credit }) => ({
          account: ref(ids.accounts[line.account_role]), debit: debit === undefined ? undefined : new ExactNumber(debit), credit: credit === undefined ? undefined : new ExactNumber(credit),
          memo: line.memo, entity: ref(line.project_source_id), ...segmentRefs(line, ids),
        })),
      },
    }, 'line');
  },
  parse: (answer) => ({ source_id: writtenId(answer), facts: {} }),
  find: async ({ key, body }, ctx) => {
    const record = await readRecord<JournalRecord>(ctx, 'journalEntry', { key });
    return record === null ? 'absent' : receipt(record, body.currency);
  },
  readBack: async (written, { body }, ctx) => {
    const record = await readRecord<JournalRecord>(ctx, 'journalEntry', written.source_id);
    return record === null ? written : receipt(record, body.currency);
  },
  echo: ({ body, key, prepared: ids }, written): Mismatch[] => {
    const record = written.record as JournalRecord | undefined;
    if (!record) return [{ field: '', asked: `journalEntry ${key}`, stored: '(none)' }];
    const c = new Comparison()
      .same('legal_entity_code', ids.subsidiary, record.subsidiary?.id).same('currency', ids.currency, record.currency?.id).same('posting_date', body.posting_date, record.tranDate);
    if (ids.period) c.same('period', ids.period, record.postingPeriod?.id);
    if (record.line?.hasMore) return c.found;
    const lines = carrying(body);
    const stored = [...(record.line?.items ?? [])].sort((a, b) => Number(a.line ?? 0) - Number(b.line ?? 0));
    c.same('lines', String(lines.length), String(stored.length));
    lines.forEach(({ line, at, debit, credit }, n) => stored[n] && c
      .same(`lines[${at}].account_role`, ids.accounts[line.account_role], stored[n].account?.id).amount(`lines[${at}].debit`, debit ?? '0', stored[n].debit ?? '0')
      .amount(`lines[${at}].credit`, credit ?? '0', stored[n].credit ?? '0').same(`lines[${at}].project_source_id`, line.project_source_id, stored[n].entity?.id));
    return c.found;
  },
  // The opposite journal, under a key of its own.
  undo: 'post_journal',
};
