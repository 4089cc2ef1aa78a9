import { likeness, schemaDrift } from './drift.js';

const before = { objects: { project: { title: 'text', budget_cents: 'int', start: 'date', note: 'text' }, task: { id: 'int' } } };
const changed = (project: Record<string, string>, more: object = {}) => schemaDrift(before, { objects: { project, task: before.objects.task, ...more } });

describe('schema drift', () => {
  it('the same schema, in another order, is no drift', () => {
    expect(schemaDrift(before, { objects: { task: { id: 'int' }, project: { note: 'text', start: 'date', budget_cents: 'int', title: 'text' } } })).toEqual([]);
  });

  it('puts each change into its class', () => {
    expect(changed({ title: 'text', budget_in_cents: 'int', start: 'datetime', colour: 'text' })).toEqual([
      { kind: 'retyped', object: 'project', field: 'start', before: 'date', after: 'datetime', breaking: true },
      { kind: 'renamed', object: 'project', field: 'budget_cents', before: 'budget_cents', after: 'budget_in_cents', breaking: true },
      { kind: 'removed', object: 'project', field: 'note', before: 'text', breaking: true },
      { kind: 'added', object: 'project', field: 'colour', after: 'text', breaking: false },
    ]);
  });

  it('an added field or object alone breaks nothing', () => {
    expect(changed({ ...before.objects.project, extra: 'text' }, { issue: { id: 'int' } }).map((c) => [c.kind, c.breaking])).toEqual([['added', false], ['added', false]]);
  });

  it('does not guess a rename between two equally likely heirs, nor across types', () => {
    expect(schemaDrift({ objects: { o: { rate: 'int' } } }, { objects: { o: { rate_a: 'int', rate_b: 'int' } } }).map((c) => c.kind)).toEqual(['removed', 'added', 'added']);
    expect(schemaDrift({ objects: { o: { rate: 'int' } } }, { objects: { o: { rates: 'text' } } }).map((c) => c.kind)).toEqual(['removed', 'added']);
  });

  it('likeness is 1 for the same word, symmetric, and low for strangers', () => {
    expect(likeness('start_date', 'startDate')).toBe(1);
    expect(likeness('abc', 'abcd')).toBe(likeness('abcd', 'abc'));
    expect(likeness('colour', 'note')).toBeLessThan(0.3);
  });
});
