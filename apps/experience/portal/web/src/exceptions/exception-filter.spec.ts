import { exceptionQuery } from './exception-filter';

describe('the question a filter makes', () => {
  const now = Date.parse('2026-09-30T10:20:30Z');

  it('turns an age into the instant before which it was first met', () => {
    expect(exceptionQuery({ age: '7', code: 'MISSING_RATE' }, now)).toEqual({ code: 'MISSING_RATE', first_seen_before: '2026-09-23T10:00:00.000Z' });
  });
  it('leaves out an age that is none', () => expect(exceptionQuery({ age: 'old', text: 'rate' }, now)).toEqual({ text: 'rate' }));
});
