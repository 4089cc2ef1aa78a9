import { readOptions, USAGE } from './options.js';

describe('the command line of npm start', () => {
  it('tells a year of the small firm when nothing is said, and the quarter of the full one when a quarter is asked for', () => {
    expect(readOptions([], {})).toMatchObject({ size: 'small', span: 'year', demo: true, exit: false });
    expect(readOptions(['--span', 'quarter'], {})).toMatchObject({ size: 'full', span: 'quarter' });
  });

  it('takes size and span in both ways of writing, with --exit', () => {
    expect(readOptions(['--exit', '--size', 'small', '--span=quarter'], {})).toMatchObject({ size: 'small', span: 'quarter', exit: true });
    expect(readOptions(['--span', 'year', '--size=full'], {})).toMatchObject({ size: 'full', span: 'year' });
  });

  it('refuses a span or size nobody knows, and says which there are', () => {
    expect(() => readOptions(['--span', 'month'], {})).toThrow('--span is quarter or year, not "month"');
    expect(() => readOptions(['--size', 'huge'], {})).toThrow('--size is full or small, not "huge"');
    expect(() => readOptions(['--span'], {})).toThrow('--span needs a value');
  });

  it('explains every option it takes', () => {
    for (const name of ['--exit', '--reset', '--size', '--span', '--no-demo', '--port', '--sandbox-port', '--json']) expect(USAGE).toContain(name);
  });
});
