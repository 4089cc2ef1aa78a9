import { dec } from '#lib/canonical';
import fc from 'fast-check';
import { CURRENCIES, day, decimalOf, exact, fact, type MappingCase, type Money, money, text, textOf } from '../kit/mapping-case.js';

const field = (name: string, values: fc.Arbitrary<string>, column: string, told: (record: any) => unknown) => fact(name, values, (row, v) => (row[column] = v), told, (v) => v);
const changed = { changed: 'the change time, on the account’s wall clock' };

/** What NetSuite's rows say, and where the records must say it. */
export const netsuiteMapping: Record<string, MappingCase> = {
  legal_entity: { facts: [field('name', text, 'name', (r) => r.data.name), field('code', text, 'code', (r) => r.natural_key)], words: [], plumbing: changed },
  accounting_period: { facts: [field('start', day, 'startdate', (r) => r.data.start), field('end', day, 'enddate', (r) => r.data.end), field('name', text, 'periodname', (r) => r.data.name)], words: [], plumbing: changed },
  exchange_rate: { facts: [fact('rate', decimalOf(18, 12), (row, v) => (row.exchangerate = v), (r) => r.data.rate, exact), field('day', day, 'effectivedate', (r) => r.data.date)], words: [], plumbing: changed },
  tax_code: {
    facts: [fact('rate', decimalOf(6, 4), (row, v) => Object.assign(row, { rate: `${v}%`, reason: undefined }), (r) => r.data.rate, (v) => dec(v).div(100).toFixed())],
    words: [{ set: (row, w) => Object.assign(row, { rate: '0%', reason: w || '?' }), field: 'zero_reason' }],
  },
  erp_customer: { facts: [field('legal name', text, 'companyname', (r) => r.data.legal_name), field('client number', text, 'entityid', (r) => r.natural_key)], words: [], plumbing: { ...changed, subsidiary: 'its code is taken' } },
  erp_invoice: {
    facts: [
      fact('amounts', fc.tuple(money, fc.bigInt(0n, 9_999_999n)), (row, [total, tax]) => Object.assign(row, {
        currency: CURRENCIES[total.places], foreigntotal: textOf(plus(total, tax)), tax: `-${textOf({ ...total, minor: tax })}`, foreignamountunpaid: textOf(plus(total, tax)),
      }), (r) => [r.data.subtotal, r.data.tax_total, r.data.total, r.data.amount_due, r.data.currency],
      ([total, tax]) => [textOf(total), textOf({ ...total, minor: tax }), textOf(plus(total, tax)), textOf(plus(total, tax)), CURRENCIES[total.places]]),
      field('invoice date', day, 'trandate', (r) => r.data.invoice_date), field('purchase order', text, 'otherrefnum', (r) => r.extensions.po_number),
    ],
    words: [{ set: (row, w) => (row.status = w), field: 'status' }],
    plumbing: { ...changed, voided: 'part of the status' },
  },
  erp_journal: {
    facts: [
      fact('sums', money, (row, m) => Object.assign(row, { currency: CURRENCIES[m.places], debit: textOf(m), credit: textOf(m) }), (r) => [r.data.total_debit, r.data.total_credit], (m) => [textOf(m), textOf(m)]),
      field('posting date', day, 'trandate', (r) => r.data.posting_date), field('memo', text, 'memo', (r) => r.extensions.memo),
    ],
    words: [{ set: (row, w) => (row.status = w), field: 'status' }],
    plumbing: { ...changed, type: 'always Journal', voided: 'part of the status' },
  },
};

function plus(amount: Money, more: bigint): Money {
  return { ...amount, minor: amount.minor + more };
}
