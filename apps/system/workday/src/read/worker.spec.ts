import { sampleSettings } from '../testing/sample.js';
import { phaseAfter, positionFrom, positionText } from './worker-position.js';
import { queryOf, worker } from './worker.js';

const moment = '2026-05-10T12:00:00.000Z';
const at = (phase: 'all' | 'entered' | 'effective' | 'ahead', more: object = {}) => ({ phase, page: 1, count: 100, moment, ...more });

test.each(['\u0001', 'abc\u000b', '\uffff', ' \t'])('nobody has an id that XML cannot write or that is blank (%j): Workday is not asked', async (id) => {
  expect(await worker.one!(id, {} as never)).toBeNull();
});

describe('the walk over workers', () => {
  test('takes what was entered, then what took effect, then hires ahead; a full walk takes all instead', () => {
    expect([phaseAfter('entered', true), phaseAfter('effective', true), phaseAfter('ahead', true), phaseAfter('all', true), phaseAfter('effective', false), phaseAfter('all', false)]).toEqual(['effective', 'ahead', null, 'ahead', null, null]);
  });

  test('looks at effective days from the lower bound, and two days back at least', () => {
    const from = (since: string) => queryOf(at('effective'), since, sampleSettings).effective;
    expect(from('2026-05-03T23:00:00.000Z')).toEqual({ from: '2026-05-03', through: '2026-05-11' });
    expect(from('2026-05-10T11:59:00.000Z')).toEqual({ from: '2026-05-08', through: '2026-05-11' });
  });

  test('pins its pages to the moment of its first answer', () => {
    expect(queryOf(at('entered', { moment: undefined }), '2026-05-08T00:00:00.000Z', sampleSettings)).toEqual({ page: 1, count: 100, updatedFrom: '2026-05-08T00:00:00.000Z' });
    expect(queryOf(at('all', { page: 3 }), null, sampleSettings)).toEqual({ page: 3, count: 100, enteredBy: moment });
  });

  test('looks for hires up to the horizon, as of the horizon', () => {
    expect(queryOf(at('ahead'), null, { ...sampleSettings, hire_horizon_days: 30 })).toMatchObject({ asOf: '2026-06-09', effective: { from: '2026-05-10', through: '2026-06-09', types: ['Hire Employee', 'Contract Contingent Worker'] } });
  });

  test('its position survives as text', () => {
    expect([positionFrom(positionText(at('ahead', { page: 7 }))), positionFrom(positionText(at('all', { moment: undefined })))]).toEqual([at('ahead', { page: 7 }), { phase: 'all', page: 1, count: 100 }]);
  });
});
