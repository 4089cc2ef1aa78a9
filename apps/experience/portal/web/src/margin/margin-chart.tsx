import { BarChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { amount } from '../format/decimal';
import type { MarginRow } from './use-margin';

/** The most groups whose bars can be told apart. */
const GROUPS = 20;

/** How high a bar is drawn. The amounts themselves are shown from their text, in the table. */
function height(text: string | null | undefined): number {
  return Number(text ?? '0'); // not money: a place on the screen
}

/** Revenue and labor cost as bars; only where all amounts are in one currency. */
export function MarginChart({ rows, cost }: { rows: MarginRow[]; cost: boolean }) {
  const currency = rows[0]!.currency;
  if (rows.some((row) => row.currency !== currency)) return <Text size="sm" c="dimmed">Amounts in several currencies are not drawn beside each other. Choose the currency of the group for a chart.</Text>;
  const shown = rows.slice(0, GROUPS);
  if (shown.length < 2) return null;
  const bars = shown.map((row) => ({ label: row.label, Revenue: height(row.revenue), 'Labor cost': height(row.labor_cost) }));
  const series = [{ name: 'Revenue', color: 'indigo.6' }, ...(cost ? [{ name: 'Labor cost', color: 'orange.6' }] : [])];
  return (
    <div role="img" aria-label={`Revenue${cost ? ' and labor cost' : ''} of ${shown.length} groups as bars; the table has the figures`}>
      <BarChart h={260} data={bars} dataKey="label" series={series} valueFormatter={(value) => amount(Math.round(value).toString(), currency)} yAxisProps={{ width: 110 }} maxBarWidth={48} withLegend={cost} />
    </div>
  );
}
