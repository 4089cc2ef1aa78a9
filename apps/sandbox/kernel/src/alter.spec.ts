import { alterAnswer, alterStored } from './alter.js';
import { setField } from './alter-json.js';
import type { Fault } from './fault.js';

const drift = (more: Partial<Fault>): Fault => ({ id: 'd', kind: 'drift', ...more });
const echo = (more: Partial<Fault>): Fault => ({ id: 'e', kind: 'echo', ...more });

describe('drift', () => {
  it('renames and removes elements of an XML answer whatever their prefix', () => {
    const body = '<a:Row xmlns:a="u"><a:Name x="1">N</a:Name><a:Old><a:Deep>1</a:Deep></a:Old><a:NameToo>k</a:NameToo></a:Row>';
    const altered = alterAnswer({ status: 200, body }, false, [drift({ rename: { Name: 'Title' }, remove: ['Old'] })]);
    expect(altered.body).toBe('<a:Row xmlns:a="u"><a:Title x="1">N</a:Title><a:NameToo>k</a:NameToo></a:Row>');
  });

  it('reaches rows at any depth of a JSON answer, text or object, and leaves writes and errors alone', () => {
    const body = { rows: { '7': { id: '7', amount: 1.5, kept: true } } };
    const fault = drift({ retype: { amount: 'string' }, remove: ['kept'], add: { extra: 1 } });
    const wanted = { rows: { '7': { id: '7', amount: '1.5', extra: 1 } } };
    expect(alterAnswer({ status: 200, body }, false, [fault]).body).toEqual(wanted);
    expect(JSON.parse(String(alterAnswer({ status: 200, body: JSON.stringify(body) }, false, [fault]).body))).toEqual(wanted);
    expect(alterAnswer({ status: 200, body }, true, [fault]).body).toBe(body);
    expect(alterAnswer({ status: 500, body }, false, [fault]).body).toBe(body);
    expect(body.rows['7'].kept).toBe(true);
  });
});

describe('echo', () => {
  it('sets a field by path or at any depth, only where it is present', () => {
    const body = { a: { total: 1, lines: [{ total: 2 }] } };
    expect(setField(body, 'a.lines.total', 9)).toBe(true);
    expect(body).toEqual({ a: { total: 1, lines: [{ total: 9 }] } });
    expect(setField(body, 'total', 5)).toBe(true);
    expect(body).toEqual({ a: { total: 5, lines: [{ total: 5 }] } });
    expect(setField(body, 'missing', 1)).toBe(false);
  });

  it('alters what is stored, or with where: answered only what is answered', () => {
    const raw = Buffer.from('{"amount":1}');
    expect(alterStored(raw, [echo({ field: 'amount', value: 2 })]).toString()).toBe('{"amount":2}');
    expect(alterStored(raw, [echo({ field: 'amount', value: 2, where: 'answered' })])).toBe(raw);
    expect(alterAnswer({ status: 200, body: { amount: 1 } }, true, [echo({ field: 'amount', value: 2, where: 'answered' })]).body).toEqual({ amount: 2 });
  });
});
