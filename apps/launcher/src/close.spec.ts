import { closeBooks } from './close.js';
import type { DemoParts } from './demo.js';

interface Call { who: string; method: string; path: string; body?: any }

/** People at a suite that answers as a close of one entity would; notes every call. */
function people(checklist: { check: string; count: number | null; blocking: boolean }[], state = 'completed') {
  const calls: Call[] = [];
  const closed = new Set<string>();
  const view = () => ({ subledgers: ['time', 'gl'].map((subledger) => ({ subledger, status: closed.has(subledger) ? 'closed' : 'open' })), checklist: checklist.map((c) => ({ says: '', ...c })), preparation: { run_id: 'run', state } });
  const call = async (who: string, method: string, path: string, body?: object): Promise<any> => {
    calls.push({ who, method, path, body });
    if (path.endsWith('/syncs')) return { changed: 0 };
    if (path === '/process/v1/status') return { parked: 0, unread_events: 0, runs: {}, effects: {}, exceptions_open: 0, deals: {}, projects: {} };
    if (path.includes('/revenue-contracts')) return { revenue_contracts: [{ legal_entity_code: 'US01' }], next_cursor: null };
    if (path.endsWith('/preparation')) return { run_id: 'run' };
    if (path.includes('/checks/') && method === 'GET') return { records: [{ what: 'E-1, week of 2026-07-27' }] };
    if (path.endsWith('/close')) closed.add(path.split('/').at(-2)!);
    return view();
  };
  const parts = { people: { call }, progress: { at: () => undefined }, size: 'small', span: 'year' } as unknown as DemoParts;
  return { calls, parts };
}

const moves = (calls: Call[]): string[] => calls.filter((c) => c.method === 'POST' && /(soft-close|close|waiver|preparation)$/.test(c.path)).map((c) => `${c.who} ${c.path.split('/').slice(-2).join(' ')}`);

describe('the close of a month in the demo', () => {
  it('is prepared and soft closed by one person, waived and closed by another, in the order of the subledgers', async () => {
    const { calls, parts } = people([{ check: 'unapproved_time_or_expense', count: 1, blocking: true }, { check: 'reconciliation_breaks', count: 0, blocking: false }]);
    await expect(closeBooks(parts, '2026-07')).resolves.toBe('1 legal entities closed, 1 checks waived by name');
    expect(moves(calls)).toEqual(['fiona 2026-07 preparation', 'frank unapproved_time_or_expense waiver', 'fiona time soft-close', 'fiona gl soft-close', 'frank time close', 'frank gl close']);
    expect(calls.find((c) => c.path.endsWith('/waiver'))!.body.reason).toMatch(/late; accrued.*1: E-1, week of 2026-07-27/);
  });

  it.each([['reconciliation_breaks', 2, 'finds 2'], ['contract_balances_not_closed', null, 'was not run'], ['obligations_with_stale_eac', 1, 'finds 1'], ['released_not_posted', 3, 'finds 3']])('stops at %s, which nobody waives', async (check, count, says) => {
    const { calls, parts } = people([{ check, count, blocking: true }]);
    await expect(closeBooks(parts, '2026-07')).rejects.toThrow(`US01 2026-07 cannot be closed: ${check} ${says}`);
    expect(moves(calls)).toEqual(['fiona 2026-07 preparation']);
  });

  it('stops when a preparation waits for a person', async () => {
    const { parts } = people([], 'waiting');
    await expect(closeBooks(parts, '2026-07')).rejects.toThrow('the close of US01 2026-07 could not be prepared: run is waiting');
  });

  it('told again, does nothing', async () => {
    const { calls, parts } = people([]);
    await closeBooks(parts, '2026-07');
    const once = moves(calls).length;
    await closeBooks(parts, '2026-07');
    expect(moves(calls)).toHaveLength(once);
  });
});
