import { groupForInvoice } from '../invoice/group.js';
import { decideBilling } from './decide.js';
import { milestoneVerdict } from './milestone.js';

const work = (contract_type: string) => decideBilling({ entry: { work_date: '2026-07-06', approval_status: 'approved' }, project: { status: 'active' }, contract_line: { contract_type }, assignment_exempt: true });

it.each([['retainer', 'RET-1'], ['managed_services', 'MS-5'], ['subscription', 'MS-5']])('time on a %s line makes no billing event of its own, and needs no price', (type, rule) => {
  expect(work(type)).toMatchObject({ ok: true, decision: 'non_billable', creates_event: false, why: [{ rule }] });
});

describe('a milestone', () => {
  const gate = { contract_line_active: true, task_records: [], tax_profile_valid: true, legal_entity_matches: true, period_open: true, billing_event_key: 'k', live_billing_event_keys: [] };
  const accepted = { status: 'accepted', acceptance_required: true, acceptance_evidence: 'a.pdf' };

  it('is ready with evidence and every check; held with each check that fails by name; not due before acceptance', () => {
    expect(milestoneVerdict({ ...gate, milestone: accepted })).toMatchObject({ standing: 'ready', failed: [] });
    expect(milestoneVerdict({ ...gate, milestone: { ...accepted, acceptance_evidence: null } })).toMatchObject({ standing: 'held', failed: ['there is no evidence of acceptance'] });
    expect(milestoneVerdict({ ...gate, period_open: false, task_records: [{ id: 'T1', approval_status: 'submitted' }, { id: 'T2', approval_status: 'draft', waived: true }], milestone: accepted })).toMatchObject({ standing: 'held', failed: ['time or expense not approved: T1', 'period is not open'] });
    expect(milestoneVerdict({ ...gate, milestone: { ...accepted, status: 'completed' } })).toMatchObject({ standing: 'not_due', failed: [] });
    expect(milestoneVerdict({ ...gate, milestone: { status: 'completed', acceptance_required: false } })).toMatchObject({ standing: 'ready' });
  });
});

it('two months of one service with one price are two invoice lines; time of one role and price is one', () => {
  const event = (id: string, more: object) => ({ id, legal_entity_id: 'US01', bill_to_id: 'c', contract_id: 'k', currency: 'USD', billing_period: '2026-07', event_date: '2026-07-01', quantity: '1', rate: '100', net: '100', ...more });
  const lines = (more: (id: string) => object) => groupForInvoice(['a', 'b'].map((id) => event(id, more(id))), { aggregation: 'by_role' })[0]!.lines.map((l) => l.event_ids);
  expect(lines((id) => ({ kind: 'recurring', line_key: id }))).toEqual([['a'], ['b']]);
  expect(lines(() => ({ kind: 'time', line_key: null }))).toEqual([['a', 'b']]);
});
