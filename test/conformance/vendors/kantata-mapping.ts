import { dec } from '#lib/canonical';
import fc from 'fast-check';
import { CURRENCIES, day, exact, fact, instant, type MappingCase, money, text, textOf } from '../kit/mapping-case.js';

const minutes = fc.integer({ min: 0, max: 60_000 });
const hoursOf = (m: number): string => dec(m).div(60).toDecimalPlaces(4).toFixed();
const field = (name: string, values: fc.Arbitrary<string>, vendor: string, told: (record: any) => unknown) => fact(name, values, (row, v) => (row[vendor] = v), told, (v) => v);

const VERSION = { updated_at: 'part of the version: lists without an order by change are read whole' };

/** What Kantata's rows say, and where the records must say it. */
export const kantataMapping: Record<string, MappingCase> = {
  role: { facts: [field('name', text, 'name', (r) => r.data.name)], words: [], plumbing: VERSION },
  psa_user: { facts: [field('display name', text, 'full_name', (r) => r.data.display_name)], words: [], plumbing: VERSION },
  rate_card_version: {
    facts: [
      fact('rate', money.filter((m) => m.minor < 9_000_000_000_000_000n), (row, m) => {
        Object.assign(row, { base_unit: 10 ** m.places, default_rate: Number(m.minor) });
        row.card.currency = CURRENCIES[m.places];
      }, (r) => exact(r.data.lines.find((l: any) => l.line_id === 'default').rate), (m) => exact(textOf(m))),
      fact('day', day, (row, d) => (row.effective_date = d), (r) => r.effective_from, (d) => d),
    ],
    words: [],
    plumbing: { ...VERSION, card: 'its currency and title are taken; the card as such is not read', set: 'its title is the code of the card', version_no: 'name of the version', base_unit: 'scale of the rates, tried in the round trip' },
  },
  project: {
    facts: [
      field('start', day, 'start_date', (r) => r.data.start), field('end', day, 'due_date', (r) => r.data.end),
      fact('name', text, (row, t) => (row.title = `US01-OPP-9 ${t}`), (r) => r.data.name, (t) => t),
      fact('custom fields', fc.dictionary(text, text, { maxKeys: 5 }), (row, f) => (row.fields = { ...f, 'Project Code': 'US01-OPP-9' }), (r) => r.extensions.custom_fields, (f) => ({ ...f, 'Project Code': 'US01-OPP-9' })),
      fact('a field Kantata adds one day', text, (row, t) => (row.sustainability_score = t), (r) => r.extensions.sustainability_score, (t) => t),
    ],
    words: [{ set: (row, w) => (row.status = { key: w }), field: 'status.key' }],
    plumbing: { status: 'the key of the status is mapped, its label and color are the page’s', updated_at: 'changed_at, the latest of the project and its fields, is the time of the record' },
  },
  task: {
    facts: [
      fact('planned hours', minutes.filter((m) => m > 0), (row, m) => (row.time_estimate_in_minutes = m), (r) => r.data.planned_hours, hoursOf), field('start', day, 'start_date', (r) => r.data.start),
      fact('name', text, (row, t) => Object.assign(row, { title: `T9 ${t}`, ours: true }), (r) => r.data.name, (t) => t),
    ],
    words: [],
    plumbing: { updated_at: 'changed_at is the time of the record', ours: 'whether the title begins with a code for certain' },
  },
  assignment: {
    facts: [fact('hours', minutes, (row, m) => (row.minutes = m), (r) => r.data.hours, hoursOf), field('start', day, 'start_date', (r) => r.effective_from), field('end', day, 'end_date', (r) => r.effective_to)],
    words: [],
    plumbing: { updated_at: 'changed_at, the latest of the booking and its resource, is the time of the record', 'resource/updated_at': 'part of changed_at', 'resource/full_name': 'the person is a reference', resource: 'its id, person, role and project are taken' },
  },
  timesheet: {
    facts: [
      fact('work', fc.record({ date: day, minutes, notes: text, billable: fc.boolean() }), (row, e) => (row.entries = [{ id: '7', date_performed: e.date, time_in_minutes: e.minutes, billable: e.billable, notes: e.notes, story_id: '200', role_id: null }]),
        (r) => r.data.entries.map((e: any) => [e.work_date, e.hours, e.notes, e.billable_class, r.data.total_hours]), (e) => [[e.date, hoursOf(e.minutes), e.notes, e.billable ? 'billable' : 'non_billable', hoursOf(e.minutes)]]),
      fact('submitted at', instant, (row, i) => (row.created_at = i.text), (r) => r.data.submitted_at, (i) => i.utc),
    ],
    words: [{ set: (row, w) => (row.status = w), field: 'status' }],
    plumbing: { updated_at: 'changed_at is the time of the record', over: 'follows the status', torn: 'Kantata’s records disagree: a problem of its own' },
  },
  milestone: {
    facts: [
      field('planned', day, 'due_date', (r) => r.data.planned_date), fact('name', text, (row, t) => (row.title = `M9 ${t}`), (r) => r.data.name, (t) => t), fact('weight', fc.integer({ min: 1, max: 100_000 }), (row, w) => (row.weight = w), (r) => r.data.weight, String),
      fact('amount', money.filter((m) => m.minor < 9_000_000_000_000_000n), (row, m) => {
        row.project.currency = CURRENCIES[m.places];
        row.fields['Milestone Amount'] = [Number(m.minor), CURRENCIES[m.places]];
      }, (r) => exact(r.data.amount), (m) => exact(textOf(m))),
      fact('evidence', text, (row, t) => (row.fields['Acceptance Evidence'] = t), (r) => r.data.acceptance_evidence, (t) => t),
      fact('covered tasks', fc.array(fc.constantFrom('DEL', 'PM', '1.2', 'QA-1'), { maxLength: 4 }), (row, codes) => (row.fields['Covered Tasks'] = codes.join('; ')), (r) => r.data.task_codes, (codes) => codes),
      fact('acceptance', fc.constantFrom('accepted', 'rejected'), (row, w) => Object.assign(row.fields, { Acceptance: w }), (r) => r.data.status, (w) => w),
      fact('a field Kantata adds one day', text, (row, t) => (row.sustainability_score = t), (r) => r.extensions.sustainability_score, (t) => t),
    ],
    words: [
      { set: (row, w) => (row.state = w), field: 'state' },
    ],
    plumbing: { updated_at: 'changed_at, the latest of the milestone and its fields, is the time of the record', 'project/currency': 'the amount must be in it: another one is a problem' },
  },
  expense_report: {
    facts: [
      fact('expense', fc.record({ date: day, spent: money.filter((m) => m.minor > 0n && m.minor < 9_000_000_000_000_000n), notes: text.filter((t) => !t.includes('[')), billable: fc.boolean(), reimbursable: fc.boolean() }),
        (row, e) => (row.expenses = [{ id: '7', date: e.date, category: 'Travel', amount_in_cents: Number(e.spent.minor), currency: CURRENCIES[e.spent.places as 0], currency_base_unit: 10 ** e.spent.places, is_billable: e.billable, reimbursable: e.reimbursable, notes: e.notes, story_id: '200' }]),
        (r) => r.data.lines.map((l: any) => [l.date, exact(l.amount), l.currency, l.notes, l.billable_to_client, l.reimbursable_to_worker]),
        (e) => [[e.date, exact(textOf(e.spent)), CURRENCIES[e.spent.places as 0], e.notes, e.billable, e.reimbursable]]),
      fact('submitted at', instant, (row, i) => (row.created_at = i.text), (r) => r.data.submitted_at, (i) => i.utc),
    ],
    words: [{ set: (row, w) => (row.status = w), field: 'status' }],
    plumbing: { updated_at: 'changed_at is the time of the record', over: 'follows the status', torn: 'Kantata’s records disagree: a problem of its own' },
  },
};
