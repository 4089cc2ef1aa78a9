import { meaningOf } from './hold-reasons';

describe('why a billing event is on no invoice', () => {
  it('names the exception behind a hold', () => expect(meaningOf('held', 'WORKER_INACTIVE')).toMatchObject({ code: 'WORKER_INACTIVE' }));
  it('explains what the contract holds back', () => expect(meaningOf('held', 'retention')).toEqual({ says: expect.stringContaining('retention is released') }));
  it('says who has to act next where nothing holds it', () => expect(meaningOf('on_draft', null).says).toContain('release'));
  it('says that it is held for a reason nobody knows yet', () => expect(meaningOf('held', 'new_reason').says).toBe('It is held.'));
});
