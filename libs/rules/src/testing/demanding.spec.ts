import 'reflect-metadata';
import { RuleError, why } from '../index.js';
import { num } from '../exact.js';
import { demanding } from './demanding.js';

/** A rule as it should be, and what a call of it through `demanding` gives. */
const call = (rule: (input: { amount: string }) => unknown) => demanding({ rule }).rule({ amount: '1' });

describe('a demanding call', () => {
  it('lets a good answer and a good refusal through', () => {
    expect(call(({ amount }) => ({ why: [why('MON-1', 'as given', { amount: num(amount, 'amount') })] }))).toMatchObject({ why: [{ numbers: { amount: '1' } }] });
    expect(() => call(() => { throw new RuleError('INVALID_INPUT', 'MON-1', 'no'); })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it.each<[string, RegExp, (input: { amount: string }) => unknown]>([
    ['an answer that explains nothing', /no rule/, () => ({ why: [] })],
    ['a trace without its rule', /without rule or words/, () => ({ why: [why('', 'words')] })],
    ['a trace without words', /without rule or words/, () => ({ why: [why('MON-1', '')] })],
    ['a figure of a trace that is no exact decimal', /figure n is 1e\+21/, () => ({ why: [why('MON-1', 'words', { n: 1e21 })] })],
    ['a result that is not a number', /a figure that is none/, () => ({ amount: String(Number('x')) })],
    ['a code that is none', /code ""/, () => ({ ok: false, code: '' })],
    ['a refusal without a code', /refuses without saying why/, () => { throw new RuleError('' as never, 'MON-1', 'no'); }],
    ['a refusal without a rule', /refuses without saying why/, () => { throw new RuleError('INVALID_INPUT', '', 'no'); }],
    ['a refusal without a detail', /refuses without saying why/, () => { throw new RuleError('INVALID_INPUT', 'MON-1', ''); }],
    ['a spoiled field refused under another name', /refuses a spoiled amount without naming it: total "spoiled"/, ({ amount }) => ({ total: num(amount, 'total').toFixed() })],
  ])('finds %s', (_name, problem, rule) => expect(() => call(rule)).toThrow(problem));
});
