import { Table, Text } from '@mantine/core';
import { amount, decimal, isNegative, share } from '../format/decimal';

const negative = (text: string) => (isNegative(text) ? 'var(--mantine-color-error)' : undefined);

/** An amount in its currency; a dash where there is none. */
export function Amount({ of, currency }: { of: string | null | undefined; currency: string | null | undefined }) {
  if (of === null || of === undefined) return <span>–</span>;
  return <span className="amount" style={{ color: negative(of) }}>{currency ? amount(of, currency) : decimal(of)}</span>;
}

/** A cell with an amount. */
export function AmountCell({ of, currency }: { of: string | null | undefined; currency: string | null | undefined }) {
  return <Table.Td className="amount"><Amount of={of} currency={currency} /></Table.Td>;
}

/** A cell with hours or another number without a unit. */
export function NumberCell({ of }: { of: string | null | undefined }) {
  return <Table.Td className="amount">{of === null || of === undefined ? '–' : decimal(of)}</Table.Td>;
}

/** A cell with a fraction as percent. */
export function ShareCell({ of }: { of: string | null | undefined }) {
  return <Table.Td className="amount">{share(of)}</Table.Td>;
}

/** Head of a column of numbers. */
export function NumberHead({ children }: { children: string }) {
  return <Table.Th className="amount"><Text span inherit>{children}</Text></Table.Th>;
}
