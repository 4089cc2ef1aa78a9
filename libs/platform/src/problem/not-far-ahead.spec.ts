import { validateSync } from 'class-validator';
import { NotFarAhead } from './not-far-ahead.js';

class Until {
  @NotFarAhead() through: unknown;
}
const refused = (through: unknown) => validateSync(Object.assign(new Until(), { through })).map((e) => e.constraints);
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

it('refuses a command that works towards a far year, by day or by month', () => {
  expect(refused('4503-01-30')).toEqual([{ notFarAhead: 'through must not lie more than 400 days ahead' }]);
  expect(refused('9999-12')).toHaveLength(1);
  expect(refused(ahead(402))).toHaveLength(1);
});

it('takes the past, today and a year ahead, and leaves what is no day to its own rule', () => {
  for (const through of ['1999-01-31', ahead(0), ahead(399), ahead(365).slice(0, 7), 'soon', 7, undefined]) expect(refused(through)).toEqual([]);
});
