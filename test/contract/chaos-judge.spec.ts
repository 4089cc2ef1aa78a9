import { vendorKey } from '#lib/canonical';
import { account, recovery } from '../chaos/account.mjs';
import { judge } from '../chaos/judge.mjs';

interface Effect {
  system: string;
  key: string;
  verb: string;
  state: string;
  receipt?: { source_id: string } | null;
}

const JOURNAL: Effect = { system: 'netsuite', key: 'journal:1', verb: 'post_journal', state: 'confirmed', receipt: { source_id: '10' } };
const document = (key: string, id = '10', total = '50') => ({ type: 'journalEntry', id, effect_key: vendorKey('netsuite', key), digest: { total } });

/** A finished run: one journal posted for one entry, in order unless it is said otherwise. */
function stageWith(given: { effects?: Effect[]; documents?: object[]; duplicates?: object[]; journals?: object[]; entries?: object[]; exceptions?: object[]; sums?: object[] }) {
  const answers: [RegExp, object[]][] = [
    [/full join/, given.sums ?? []],
    [/select system, key, (verb, )?state.* from effect/, given.effects ?? [JOURNAL]], [/extract\(epoch from settled_at\)/, [{ at: 1_500 }, { at: 9_000 }]], [/from journal where status/, given.journals ?? [{ key: 'journal:1', id: '10', total: '50.0000' }]],
    [/from time_entry e where e.kind/, given.entries ?? [{ source_id: '7', costing_status: 'posted', asked: false }]], [/parked_record/, []], [/from exception where/, given.exceptions ?? []],
  ];
  return {
    rows: async (sql: string) => answers.find(([pattern]) => pattern.test(sql))?.[1] ?? [],
    control: async (vendor: string, _method: string, path: string) => {
      if (path === 'tables/time_entries') return [{ id: '7' }];
      if (vendor !== 'netsuite') return [];
      return path === 'documents/duplicates' ? given.duplicates ?? [] : given.documents ?? [document('journal:1')];
    },
  };
}

const verdictOf = (given: Parameters<typeof stageWith>[0]) => judge(stageWith(given), [{ id: '7' }], new Set());

describe('the judge of a chaos run', () => {
  it('finds nothing where every write has its one document', async () => {
    expect(await verdictOf({})).toMatchObject({ postings: 1, lost: [], doubled: [], unasked: [], stuck: [], unexpected: [] });
  });

  it('calls a confirmed write without a document lost', async () => {
    expect((await verdictOf({ documents: [] })).lost).toEqual(expect.arrayContaining([expect.stringContaining('journal:1: confirmed, but not in the books')]));
  });

  it('calls a journal lost whose document shows another amount', async () => {
    expect((await verdictOf({ documents: [document('journal:1', '10', '49.99')] })).lost).toHaveLength(1);
  });

  it('calls worked time lost that nobody recorded, and time that is not costed unless a person is asked', async () => {
    expect((await verdictOf({ entries: [] })).lost).toEqual(['time entry 7: not recorded']);
    expect((await verdictOf({ entries: [{ source_id: '7', costing_status: 'pending', asked: false }] })).lost).toHaveLength(1);
    expect((await verdictOf({ entries: [{ source_id: '7', costing_status: 'pending', asked: true }] })).lost).toEqual([]);
  });

  it('calls two documents under one key doubled, and cost posted twice for one timesheet', async () => {
    expect((await verdictOf({ duplicates: [{ type: 'journalEntry', effect_key: 'tl_x', ids: ['1', '2'] }] })).doubled).toHaveLength(1);
    expect((await verdictOf({ sums: [{ id: 't', cost: '50', posted: '100' }] })).doubled).toHaveLength(1);
  });

  it('finds a document that nobody asked for, and a write without an end', async () => {
    expect((await verdictOf({ documents: [document('journal:1'), document('journal:2', '11')] })).unasked).toHaveLength(1);
    expect((await verdictOf({ effects: [JOURNAL, { ...JOURNAL, key: 'journal:3', state: 'uncertain', receipt: null }] })).stuck).toHaveLength(1);
  });

  it('wants a person told of every write that waits for one', async () => {
    const waiting = { ...JOURNAL, key: 'journal:4', state: 'exception', receipt: null };
    expect((await verdictOf({ effects: [JOURNAL, waiting] })).unexpected).toHaveLength(1);
    const told = await verdictOf({ effects: [JOURNAL, waiting], exceptions: [{ id: 'x', code: 'EFFECT_UNCERTAIN', business_key: 'effect:erp:journal:4', key: 'journal:4', system: 'netsuite', message: '' }] });
    expect([told.unexpected, [...told.open.keys()]]).toEqual([[], ['netsuite journal:4']]);
  });
});

describe('the account of faults', () => {
  const none = { total: 0 };
  const kill = (key: string) => ({ how: 'working', at: 1_000, open: [{ system: 'netsuite', key }] });
  const verdict = { open: new Map([['netsuite journal:4', 'EFFECT_UNCERTAIN']]), stuck: [], unexpected: [] };
  const stage = stageWith({ effects: [JOURNAL, { ...JOURNAL, key: 'journal:4', state: 'exception' }, { ...JOURNAL, key: 'journal:5', state: 'uncertain' }] });

  it('counts each kill once: settled by itself, shown to a person, or unaccounted for', async () => {
    expect(await account(stage, [kill('journal:1'), kill('journal:4'), kill('journal:5')], none, verdict)).toEqual({ injected: 3, auto_resolved: 1, exceptions_opened: 1, unaccounted: 1 });
  });

  it('measures recovery from the strike to the next settled write, and leaves out strikes that met no open write', async () => {
    expect(await recovery(stage, [kill('journal:1'), { how: 'starting', at: 2_000, open: [] }])).toEqual({ of: 1, p50_s: 0.5, p95_s: 0.5, longest_s: 0.5 });
  });
});
