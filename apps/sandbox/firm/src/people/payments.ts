import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import { monthOf } from '../world/days.js';
import { monthEndInstant } from './months.js';
import type { Stage, StepResult } from './step.js';

/** Every fifth invoice is paid by half first, and in full a month later. */
const HALVES = 5;

/** After the books of a month are closed, clients pay what was invoiced before that month. What is paid stays; a repeated call pays nothing twice. */
export async function payInvoices({ firm, desks, report }: Stage, month: string): Promise<StepResult> {
  await storyTime(desks, monthEndInstant(firm.calendar, month, 'payments'));
  const invoices = (await desks.netsuite.rows('transaction', { type: 'CustInvc', voided: 'F', approvalstatus: '2' })).filter((row) => monthOf(String(row.trandate)) < month);
  const due = invoices.flatMap((row) => {
    const amount = dueOf(row, firm.calendar.months.indexOf(month) - firm.calendar.months.indexOf(monthOf(String(row.trandate))) === 1);
    return amount > 0n ? [{ row, amount }] : [];
  });
  let paid = 0;
  for (const { row, amount } of due) {
    await desks.netsuite.act('pay_invoice', { id: row.id, amount: textOf(amount) });
    report('payments', ++paid, due.length);
  }
  return { done: paid, total: due.length, details: { invoices: due.map(({ row }) => row.tranid) } };
}

/** What is still to be paid now, in ten-thousandths of the currency. */
function dueOf(row: BookRow, firstTime: boolean): bigint {
  const open = exact(String(row.foreignamountunpaid ?? '0'));
  if (!firstTime || Number(row.id) % HALVES !== 0) return open;
  // Half of it in whole units stays open: a currency may have no decimals.
  const later = (exact(String(row.foreigntotal ?? '0')) / 20_000n) * 10_000n;
  return open > later ? open - later : 0n;
}

function exact(text: string): bigint {
  const [whole, fraction = ''] = text.split('.') as [string, string?];
  return BigInt(whole + fraction.padEnd(4, '0').slice(0, 4));
}

function textOf(amount: bigint): string {
  const digits = String(amount).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}
