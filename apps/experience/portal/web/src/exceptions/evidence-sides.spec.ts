import { sidesOf } from './evidence-sides';

describe('evidence as sides', () => {
  it('sets the records of the systems beside each other', () => {
    expect(sidesOf([{ system: 'throughline', record: { total: '100' } }, { system: 'netsuite', record: { total: '90' } }])).toEqual([{ name: 'throughline', record: { total: '100' } }, { name: 'netsuite', record: { total: '90' } }]);
  });
  it('names what was asked and what came back by themselves', () => {
    expect(sidesOf([{ asked: { verb: 'create_invoice' } }, { receipt: null, problem: { class: 'business' } }]).map((side) => side.name)).toEqual(['Asked', 'Receipt', 'Problem']);
  });
  it('loses nothing that stands beside a record', () => expect(sidesOf([{ system: 'kantata', record: 1, seen_at: 'x' }])).toEqual([{ name: 'kantata', record: { record: 1, seen_at: 'x' } }]));
  it('shows what is no object as it is', () => expect(sidesOf(['text'])).toEqual([{ name: 'Seen', record: 'text' }]));
});
