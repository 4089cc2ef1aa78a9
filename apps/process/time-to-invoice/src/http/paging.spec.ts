import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { BillingEventQuery } from './billing-event.dto.js';
import { InvoiceQuery } from './invoice.dto.js';

const wrong = (query: new () => object, values: object) => validateSync(plainToInstance(query, values)).map((e) => e.property);

describe.each([['billing events', BillingEventQuery], ['invoices', InvoiceQuery]])('the cursor of %s', (_, query) => {
  it('is refused when it was never given out, instead of failing in the database', () => {
    for (const cursor of ['7.50', '2026-13-01', 'NET30', '', "' or 1=1 --"]) expect(wrong(query, { cursor })).toEqual(['cursor']);
  });

  it('is taken as the page before gave it, and may be left out', () => {
    expect(wrong(query, { cursor: '018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11' })).toEqual([]);
    expect(wrong(query, {})).toEqual([]);
  });
});
